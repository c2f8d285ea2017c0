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

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.MaskExtent;
import io.sonoflow.image.Box;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The mask of a file that is cut.
 *
 * @param image the file
 * @param width its columns
 * @param height its rows
 * @param extent what the mask holds; null if there is none, or none that was looked at
 */
record CropMask(Path image, int width, int height, MaskExtent extent) {

	/**
	 * @param needed whether the mask decides what is cut: then it must be one that can be used
	 * @throws SonoflowException.File if the mask is not as large as the image, or is needed and missing or in several colours
	 */
	static CropMask of(final Sample sample, final FrameReader image, final boolean needed) {
		if (sample.mask() != null) requireSize(sample, image);
		else if (needed) throw new SonoflowException.File("The image " + sample.image() +
			" has no mask, so mode=mask has nothing to cut round. Name it in the column mask, or segment the images first.");
		return new CropMask(sample.image(), image.width(), image.height(), sample.mask() == null ? null : extent(sample.mask(),
			needed));
	}

	private static MaskExtent extent(final Path mask, final boolean needed) {
		try {
			return MaskExtent.of(mask);
		}
		catch (final SonoflowException.File e) {
			if (needed) throw e;
			// Several colours: cut as it always was, everything that is not black.
			return null;
		}
	}

	private static void requireSize(final Sample sample, final FrameReader image) {
		try (FrameReader mask = ImageFiles.open(sample.mask())) {
			if (mask.width() != image.width() || mask.height() != image.height() || mask.frames() != image.frames())
				throw new SonoflowException.File(String.format(Locale.ROOT,
					"The mask %s has %d frames of %d x %d pixels, but its image %s has %d of %d x %d. %s%sThey must be alike.", sample
						.mask(), mask.frames(), mask.width(), mask.height(), sample.image(), image.frames(), image.width(), image
							.height(), FrameReader.damage("The image", image), FrameReader.damage("The mask", mask)));
		}
	}

	/** {@return whether it holds several structures} */
	boolean several() {
		return extent != null && extent.several();
	}

	/**
	 * @param margin at each side, as a share of the longer side of the box
	 * @return the box round what it shows
	 * @throws SonoflowException.File if it is empty
	 */
	Box box(final double margin) {
		return extent.box(margin, ImageFiles.LEAST_SIDE, width, height).orElseThrow(() -> new SonoflowException.File("The mask of " +
			image + " is empty, so mode=mask has nothing to cut round."));
	}
}
