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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

	/** A found box with a lower score is not sure. */
	private static final double SURE = 0.9;

	/** Regions below this share of the image are not the picture. */
	private static final double SMALL = 0.1;

	private ScannerRegions() {
	}

	/**
	 * @param header ImageJ's text of a DICOM header; anything else gives nothing
	 * @return the rectangle round all two-dimensional regions, if it lies in the image
	 */
	public static Optional<Box> of(final String header, final int width, final int height) {
		return all(header, width, height).stream().reduce(Box::around);
	}

	/**
	 * The two-dimensional regions of a header, in reading order; one within another (a colour box in its picture) does not
	 * count. Where an image was halved since its regions were written, so that they do not lie in it, they are halved.
	 *
	 * @param header ImageJ's text of a DICOM header; anything else gives nothing
	 * @return none if one of them does not lie in the image
	 */
	public static List<Box> all(final String header, final int width, final int height) {
		final List<int[]> corners = corners(header);
		for (int scale = 1; scale <= 2; scale++) {
			final List<Box> boxes = new ArrayList<>();
			for (final int[] corner : corners) {
				// The last column and row are inclusive by the standard, but not for all scanners.
				final int left = corner[0] / scale;
				final int top = corner[1] / scale;
				final int right = Math.min(width, (corner[2] + scale) / scale);
				final int bottom = Math.min(height, (corner[3] + scale) / scale);
				if (left < right && top < bottom && corner[2] <= width * scale && corner[3] <= height * scale) boxes.add(new Box(left,
					top, right - left, bottom - top));
			}
			if (boxes.size() == corners.size()) return ScreenParts.inReadingOrder(outer(boxes));
		}
		return List.of();
	}

	/** {@return left, top, right and bottom of each two-dimensional region as the header has them} */
	private static List<int[]> corners(final String header) {
		final List<int[]> corners = new ArrayList<>();
		int[] corner = null;
		final Matcher matcher = LINE.matcher(header);
		while (matcher.find()) {
			final int value = Integer.parseInt(matcher.group(2));
			if (matcher.group(1).equals("12")) {
				corner = value == PICTURE ? new int[4] : null;
				if (corner != null) corners.add(corner);
			}
			else if (corner != null) corner[List.of("18", "1A", "1C", "1E").indexOf(matcher.group(1))] = value;
		}
		return corners;
	}

	private static List<Box> outer(final List<Box> boxes) {
		final List<Box> outer = new ArrayList<>();
		boxes.stream().sorted(Comparator.comparingLong(Box::area).reversed()).forEach(box -> {
			if (outer.stream().noneMatch(larger -> box.share(larger) >= INSIDE)) outer.add(box);
		});
		return outer;
	}

	/**
	 * @param found by the pixels
	 * @param region by the header
	 * @param held whether echoes lie in the region ({@link Detector#holds} or {@link Detector#isTextured}), so that it may fit
	 * @return what was found if it is certain; if not, the same confirmed by the header, or the header's region for a
	 *         person to look at
	 */
	public static FieldOfView weigh(final FieldOfView found, final Box region, final boolean held, final int width,
		final int height)
	{
		final double iou = found.box().iou(region);
		// What just passes does not stand against a region within it that holds the echoes.
		final boolean wide = found.score() < SURE && held && iou < AGREE && region.share(found.box()) >= INSIDE;
		if (found.certain() && !wide || region.area() < SMALL * width * height) return found;
		if (iou >= AGREE) return new FieldOfView(found.box(), Math.max(found.score(), iou), "");
		final boolean whole = region.area() == (long) width * height;
		if ((whole || !held) && found.box().share(region) < INSIDE) return found;
		return new FieldOfView(region, Math.min(found.score(), FieldOfView.CERTAIN * 0.9), (found.certain()
			? "the pixels and the DICOM header say different boxes" : found.reason()) + "; taken from the region in the DICOM header");
	}

	/**
	 * The same for several fields of view: each is weighed against the region it shares most with, and one found box that
	 * holds several regions gives way to them, for a person to look at.
	 *
	 * @param found by the pixels, in reading order
	 * @param regions by the header, see {@link #all}
	 * @param detector that found them
	 */
	public static List<FieldOfView> weigh(final List<FieldOfView> found, final List<Box> regions, final Detector detector,
		final int width, final int height)
	{
		if (regions.isEmpty()) return found;
		final boolean held = detector.holds(regions.stream().reduce(Box::around).orElseThrow());
		if (found.size() == 1 && regions.size() > 1 && held && regions.stream().allMatch(region -> region.share(found.get(0)
			.box()) >= AGREE)) return regions.stream().map(region -> new FieldOfView(region, FieldOfView.CERTAIN * found.get(0)
				.score() * AGREE, "one picture by the pixels, " + regions.size() + " by the DICOM header; taken from the region in it"))
				.toList();
		return found.stream().map(field -> weigh(field, regions.stream().max(Comparator.comparingDouble(region -> field.box().iou(
			region))).orElseThrow(), held && found.size() == 1 && regions.size() == 1, width, height)).toList();
	}
}
