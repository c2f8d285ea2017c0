/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
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

	/** The column with the label before it was cleaned; the column label is empty if the image was dropped. */
	public static final String ORIGINAL = "original";

	/**
	 * The column with the mask of the marks that are burnt into the image (not 0 = mark). Among {@link #extra} it is an
	 * absolute path, or empty where that is not known; in a table it is written as the image's path is.
	 */
	public static final String MARKS = "marks";

	/** The column with the hospital or study that an image is from. */
	public static final String SITE = "site";

	/** The column with the clip whose frame an image is: its frames are nearly the same picture. */
	public static final String CLIP = "clip";

	/** The column with the part (train, val, test) into which others have put an image. */
	public static final String SPLIT = "split";

	/** The column with the time at which a frame is shown in its clip, in seconds after the clip's first. */
	public static final String SECONDS = "seconds";

	/** The column with the width of a pixel in millimetres, where the picture is calibrated for tissue. */
	public static final String PIXEL_WIDTH = "pixelwidth";

	/** The column with the height of a pixel in millimetres, likewise. */
	public static final String PIXEL_HEIGHT = "pixelheight";

	/** Copies {@code extra}. */
	public Sample {
		extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
	}

	/** A sample of which only the file is known. */
	public static Sample of(final Path image) {
		return new Sample(image.toAbsolutePath().normalize(), "", "", "", "", "", null, "", Map.of());
	}

	/** {@return what must stay together when data is split: the patient; if unknown the clip, or else the image itself} */
	public String group() {
		if (!patient.isEmpty()) return "patient " + patient;
		return clip().isEmpty() ? "image " + image : "clip " + clip();
	}

	/** {@return the hospital or study; empty = unknown} */
	public String site() {
		return extra.getOrDefault(SITE, "");
	}

	/** {@return the clip whose frame it is; empty = none or unknown} */
	public String clip() {
		return extra.getOrDefault(CLIP, "");
	}

	/** {@return when it is shown in its clip, in seconds after the first frame; not a number = unknown} */
	public double seconds() {
		final String text = extra.getOrDefault(SECONDS, "");
		return text.matches("\\d+(\\.\\d+)?([eE]-?\\d+)?") ? Double.parseDouble(text) : Double.NaN;
	}

	/** {@return the part into which others have put it; empty = none} */
	public String split() {
		return extra.getOrDefault(SPLIT, "");
	}

	/** {@return the label as it was before it was cleaned; as long as nobody did, the label} */
	public String original() {
		final String original = extra.getOrDefault(ORIGINAL, "");
		return original.isEmpty() ? label : original;
	}

	/** {@return whether its label was taken away because it seemed wrong: there is an original one only} */
	public boolean isDropped() {
		return label.isEmpty() && !original().isEmpty();
	}

	/** {@return the mask of the burnt-in marks, absolute, or null if not known} */
	public Path marks() {
		final String file = extra.getOrDefault(MARKS, "");
		return file.isEmpty() ? null : Path.of(file);
	}

	/** {@return a copy with another label} */
	public Sample withLabel(final String newLabel) {
		return new Sample(image, patient, side, view, newLabel, organ, mask, truth, extra);
	}

	/** {@return a copy with another organ} */
	public Sample withOrgan(final String newOrgan) {
		return new Sample(image, patient, side, view, label, newOrgan, mask, truth, extra);
	}

	/** {@return a copy that stays together with those of the same group, whoever their patients are} */
	public Sample inGroup(final String group) {
		return new Sample(image, group, side, view, label, organ, mask, truth, extra);
	}

	/** {@return a copy with another image and mask; where the old image bore marks says nothing of the new one} */
	public Sample withFiles(final Path newImage, final Path newMask) {
		final Map<String, String> copy = new LinkedHashMap<>(extra);
		copy.remove(MARKS);
		return new Sample(newImage, patient, side, view, label, organ, newMask, truth, copy);
	}

	/** {@return a copy with another view} */
	public Sample withView(final String newView) {
		return new Sample(image, patient, side, newView, label, organ, mask, truth, extra);
	}

	/** {@return a copy with one more column, or another value of it} */
	public Sample withExtra(final String column, final String value) {
		final Map<String, String> copy = new LinkedHashMap<>(extra);
		copy.put(column, value);
		return new Sample(image, patient, side, view, label, organ, mask, truth, copy);
	}

	/** {@return a copy whose pixels are so many times as wide and as high, where it says how large they are} */
	public Sample withPixels(final double wider, final double higher) {
		final Map<String, String> copy = new LinkedHashMap<>(extra);
		copy.computeIfPresent(PIXEL_WIDTH, (column, value) -> times(value, wider));
		copy.computeIfPresent(PIXEL_HEIGHT, (column, value) -> times(value, higher));
		return new Sample(image, patient, side, view, label, organ, mask, truth, copy);
	}

	private static String times(final String number, final double factor) {
		try {
			return factor == 1 ? number : String.valueOf(Double.parseDouble(number) * factor);
		}
		catch (final NumberFormatException e) {
			// Whoever reads it as a number will say that it is none.
			return number;
		}
	}
}
