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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an ultrasound DICOM header says about where its pictures are (Sequence of Ultrasound Regions, 0018,6011), read
 * from ImageJ's text of the header. It is only a hint: scanners count the frame round the picture in, and exported
 * images may have been scaled or cut since.
 */
public final class ScannerRegions {

	private static final Pattern LINE = Pattern.compile(
		"(?m)^0018,60(12|18|1A|1C|1E)\\b[^\\n]*?:\\s*(\\d{1,6})\\s*$");

	/** Region Spatial Format of a two-dimensional picture (others are M-mode, spectra, graphs). */
	private static final int PICTURE = 1;

	/** A found box that agrees with the header's to this IoU needs no other witness. */
	private static final double AGREE = 0.85;

	/** A found box of which this share lies in the header's region is a part of it, not a sign of another scale. */
	private static final double INSIDE = 0.9;

	/** Regions below this share of the image are not the picture. */
	private static final double SMALL = 0.1;

	private ScannerRegions() {
	}

	/**
	 * @param header ImageJ's text of a DICOM header; anything else gives nothing
	 * @return the rectangle round all two-dimensional regions, if it lies in the image
	 */
	public static Optional<Box> of(final String header, final int width, final int height) {
		int left = Integer.MAX_VALUE;
		int top = Integer.MAX_VALUE;
		int right = 0;
		int bottom = 0;
		boolean picture = false;
		final Matcher matcher = LINE.matcher(header);
		while (matcher.find()) {
			final int value = Integer.parseInt(matcher.group(2));
			if (matcher.group(1).equals("12")) picture = value == PICTURE;
			if (!picture) continue;
			switch (matcher.group(1)) {
				case "18" -> left = Math.min(left, value);
				case "1A" -> top = Math.min(top, value);
				case "1C" -> right = Math.max(right, value);
				case "1E" -> bottom = Math.max(bottom, value);
				default -> {
				}
			}
		}
		// The last column and row are inclusive by the standard, but not for all scanners.
		if (left >= right || top >= bottom || right > width || bottom > height) return Optional.empty();
		return Optional.of(new Box(left, top, Math.min(width, right + 1) - left, Math.min(height, bottom + 1) - top));
	}

	/**
	 * @param found by the pixels
	 * @param region by the header
	 * @param held whether the echoes of the image lie in the region ({@link Detector#holds}), so that it still fits
	 * @return what was found if it is certain; if not, the same confirmed by the header, or the header's region for a
	 *         person to look at
	 */
	public static FieldOfView weigh(final FieldOfView found, final Box region, final boolean held, final int width,
		final int height)
	{
		if (found.certain() || region.area() < SMALL * width * height) return found;
		final double iou = found.box().iou(region);
		if (iou >= AGREE) return new FieldOfView(found.box(), Math.max(found.score(), iou), "");
		final boolean whole = region.area() == (long) width * height;
		if ((whole || !held) && found.box().share(region) < INSIDE) return found;
		return new FieldOfView(region, found.score(), found.reason() + "; taken from the region in the DICOM header");
	}
}
