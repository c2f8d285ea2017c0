package io.sonoflow.dataset;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of a dataset. Texts that are not known are empty, never null.
 *
 * @param image the image file, absolute
 * @param patient whose it is; empty = unknown
 * @param side left or right
 * @param view e.g. transverse, sagittal
 * @param label the class as given
 * @param organ e.g. testis
 * @param mask the mask file, absolute, or null
 * @param truth the class as it really is, where that is known (phantoms)
 * @param extra any other columns, in their order
 */
public record Sample(Path image, String patient, String side, String view, String label, String organ, Path mask,
	String truth, Map<String, String> extra)
{

	/** Copies {@code extra}. */
	public Sample {
		extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
	}

	/** A sample of which only the file is known. */
	public static Sample of(final Path image) {
		return new Sample(image.toAbsolutePath().normalize(), "", "", "", "", "", null, "", Map.of());
	}

	/** @return what must stay together when data is split: the patient, or the image itself if unknown */
	public String group() {
		return patient.isEmpty() ? "image " + image : "patient " + patient;
	}

	/** @return a copy with another label */
	public Sample withLabel(final String newLabel) {
		return new Sample(image, patient, side, view, newLabel, organ, mask, truth, extra);
	}

	/** @return a copy with another image and mask */
	public Sample withFiles(final Path newImage, final Path newMask) {
		return new Sample(newImage, patient, side, view, label, organ, newMask, truth, extra);
	}

	/** @return a copy with another view */
	public Sample withView(final String newView) {
		return new Sample(image, patient, side, newView, label, organ, mask, truth, extra);
	}

	/** @return a copy with one more column, or another value of it */
	public Sample withExtra(final String column, final String value) {
		final Map<String, String> copy = new LinkedHashMap<>(extra);
		copy.put(column, value);
		return new Sample(image, patient, side, view, label, organ, mask, truth, copy);
	}
}
