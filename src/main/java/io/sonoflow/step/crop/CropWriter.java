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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.resize.Interpolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the crops of one file, one frame at a time.
 *
 * @param folder the run's
 * @param sample the file's row
 * @param name of its crops, without suffixes
 * @param plan what to cut
 * @param size edge in pixels, 0 = keep
 */
record CropWriter(Path folder, Sample sample, String name, CropPlan plan, int size) {

	/**
	 * @param samples rows of the crops, frame by frame
	 * @param review image (as in dataset.csv) and reason of each doubtful region, named by its first frame
	 * @param grouped whether the crops got the file's name for a patient
	 */
	record Written(List<Sample> samples, List<List<String>> review, boolean grouped) {}

	Written write(final FrameReader reader, final Monitor monitor) {
		final List<Sample> samples = new ArrayList<>();
		final List<List<String>> review = new ArrayList<>();
		final List<FieldOfView> regions = plan.regions();
		final boolean grouped = sample.patient().isEmpty() && regions.size() * plan.frames() > 1;
		try (FrameReader masks = sample.mask() == null ? null : ImageFiles.open(sample.mask())) {
			requireUnchanged(reader, sample.image());
			if (masks != null) requireUnchanged(masks, sample.mask());
			for (int frame = 0; frame < plan.frames(); frame++) {
				monitor.checkCancelled();
				for (int i = 0; i < regions.size(); i++) {
					final String file = file(i, frame);
					samples.add(write(reader, masks, frame, i, file, grouped));
					if (frame == 0 && !regions.get(i).certain()) review.add(List.of("images/" + file, regions.get(i).reason()));
				}
			}
		}
		return new Written(samples, review, grouped);
	}

	/** Between plan and crop somebody may have put another picture there. */
	private void requireUnchanged(final FrameReader reader, final Path file) {
		if (reader.frames() != plan.frames() || plan.regions().stream().anyMatch(region -> !FixedViews.fits(region.box(), reader
			.width(), reader.height()))) throw new SonoflowException.File(file + " is another picture now (" + reader.width() +
				" x " + reader.height() + " pixels, " + reader.frames() +
				" frames) than when the run began. Leave the input alone while it runs, and run it again.");
	}

	private String file(final int region, final int frame) {
		return file(name, plan, region, frame);
	}

	private static String file(final String name, final CropPlan plan, final int region, final int frame) {
		return name + (plan.regions().size() > 1 ? "_v" + region : "") + (plan.frames() > 1 ? String.format(Locale.ROOT,
			"_f%04d", frame) : "") + ".png";
	}

	/** {@return the names of all crops of a file} */
	static List<String> files(final String name, final CropPlan plan) {
		final List<String> files = new ArrayList<>();
		for (int frame = 0; frame < plan.frames(); frame++)
			for (int region = 0; region < plan.regions().size(); region++)
				files.add(file(name, plan, region, frame));
		return files;
	}

	private Sample write(final FrameReader reader, final FrameReader masks, final int frame, final int region,
		final String file, final boolean grouped)
	{
		final FieldOfView found = plan.regions().get(region);
		final Path image = folder.resolve("images").resolve(file);
		ImageFiles.writePng(image, found.cut(reader.gray(frame), size, Interpolation.BILINEAR_ANTIALIASED));
		Path mask = null;
		if (masks != null) {
			mask = folder.resolve("masks").resolve(file);
			ImageFiles.writePng(mask, found.cut(masks.mask(frame), size, Interpolation.NEAREST));
		}
		final Sample row = grouped ? new Sample(sample.image(), name, sample.side(), sample.view(), sample.label(), sample
			.organ(), sample.mask(), sample.truth(), sample.extra()) : sample;
		final Sample crop = row.withFiles(image, mask).withView(view(region)).withExtra("source", source()).withExtra("x",
			String.valueOf(found.box().x())).withExtra("y", String.valueOf(found.box().y())).withExtra("w", String.valueOf(
				found.box().w())).withExtra("h", String.valueOf(found.box().h())).withExtra("score", String.format(
					Locale.ROOT, "%.3f", found.score()));
		return plan.frames() > 1 ? crop.withExtra("frame", String.valueOf(frame)) : crop;
	}

	/** A screen with the views a+b and two rectangles gives view a and view b. */
	private String view(final int region) {
		final String[] views = sample.view().split("\\+", -1);
		return views.length == plan.regions().size() ? views[region].strip() : sample.view();
	}

	/** {@return the file, from the run's folder on} */
	private String source() {
		try {
			return folder.toAbsolutePath().normalize().relativize(sample.image()).toString().replace('\\', '/');
		}
		catch (final IllegalArgumentException e) {
			return sample.image().toString();
		}
	}
}
