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
package io.sonoflow.api;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.image.mask.Outlines;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.mask.PostProcessing;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.metric.segment.Overlap;
import io.sonoflow.metric.segment.SurfaceFigures;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.RealType;

/**
 * Masks of structures: what is done to them after a network, and how well two agree. A mask is a plane (x, y) of any real type;
 * what is not 0 is inside.
 *
 * <pre>
 * RandomAccessibleInterval&lt;BitType&gt; better = Masks.postProcess(mask, "breast");
 * double dice = Masks.dice(better, reference);
 * double nsd = Masks.nsd(better, reference, 1);
 * </pre>
 */
public final class Masks {

	private static final double HD_SHARE = 0.95;

	private Masks() {
	}

	/**
	 * Post-processes the mask of one structure as published for an organ: closing, opening, the largest part and the second if
	 * it has at least 30 % of the first's area, holes filled up to 0.3 % of the image; of the thyroid only parts below 0.1 % of
	 * the image are dropped.
	 *
	 * @implNote op names='ultrasound.postProcessMask'
	 * @param <T> pixel type
	 * @param mask (x, y), not 0 inside
	 * @param organ its name, e.g. breast or thyroid; unknown or empty = the rule of most
	 * @return a new mask
	 * @throws SonoflowException.Input if it is no plane
	 */
	public static <T extends RealType<T>> RandomAccessibleInterval<BitType> postProcess(final RandomAccessibleInterval<T> mask,
		final String organ)
	{
		return image(PostProcessing.of(Arguments.given(organ, "organ", "its name, or \"\"")).apply(mask(mask, "mask")));
	}

	/**
	 * Post-processes the mask of one structure, each part by itself.
	 *
	 * @implNote op names='ultrasound.postProcessMask'
	 * @param <T> pixel type
	 * @param mask (x, y), not 0 inside
	 * @param smooth whether it is closed, then opened with the 3 x 3 cross
	 * @param parts how many of the largest parts may stay, at least 1; published 2
	 * @param share of the largest part's area from which on another stays, 0..1; published 0.3
	 * @param hole share of the image up to which a hole is filled, 0..1; published 0.003, 0 = none
	 * @return a new mask
	 * @throws SonoflowException.Input if it is no plane or a value is out of range
	 */
	public static <T extends RealType<T>> RandomAccessibleInterval<BitType> postProcess(final RandomAccessibleInterval<T> mask,
		final boolean smooth, final int parts, final double share, final double hole)
	{
		Arguments.range(parts, 1, Integer.MAX_VALUE, "parts");
		share(share, "share");
		share(hole, "hole");
		return image(new PostProcessing(smooth, parts, share, 0, hole).apply(mask(mask, "mask")));
	}

	/**
	 * Fills a mask that is the line round a structure; one that is an area already stays as it is.
	 *
	 * @implNote op names='ultrasound.fillOutline'
	 * @param <T> pixel type
	 * @param mask (x, y), not 0 on the line
	 * @return a new mask
	 * @throws SonoflowException.Input if it is no plane or the line has a gap
	 */
	public static <T extends RealType<T>> RandomAccessibleInterval<BitType> fillOutline(final RandomAccessibleInterval<T> mask) {
		final Outlines outlines = Outlines.of(mask(mask, "mask"));
		if (outlines.kind() == Outlines.Kind.OPEN) throw new SonoflowException.Input(
			"mask is a line with a gap, so it is not known what lies inside. Close the line.");
		return image(outlines.area());
	}

	/**
	 * Measures Dice's coefficient of two masks.
	 *
	 * @implNote op names='stats.dice'
	 * @param <T> pixel type of the mask
	 * @param <R> pixel type of the reference
	 * @param mask (x, y), not 0 inside
	 * @param reference (x, y), as large
	 * @return 0..1; not a number if both are empty
	 * @throws SonoflowException.Input if they are no planes or the sizes differ
	 */
	public static <T extends RealType<T>, R extends RealType<R>> double dice(final RandomAccessibleInterval<T> mask,
		final RandomAccessibleInterval<R> reference)
	{
		Arguments.compared(mask, reference);
		return Overlap.of(mask(reference, "reference"), mask(mask, "mask")).dice();
	}

	/**
	 * Measures intersection over union of two masks.
	 *
	 * @implNote op names='stats.iou'
	 * @param <T> pixel type of the mask
	 * @param <R> pixel type of the reference
	 * @param mask (x, y), not 0 inside
	 * @param reference (x, y), as large
	 * @return 0..1; not a number if both are empty
	 * @throws SonoflowException.Input if they are no planes or the sizes differ
	 */
	public static <T extends RealType<T>, R extends RealType<R>> double iou(final RandomAccessibleInterval<T> mask,
		final RandomAccessibleInterval<R> reference)
	{
		Arguments.compared(mask, reference);
		return Overlap.of(mask(reference, "reference"), mask(mask, "mask")).iou();
	}

	/**
	 * Measures the normalised surface distance of two masks as DeepMind's surface-distance does: the share of both contours that
	 * is at most so far from the other.
	 *
	 * @implNote op names='stats.surfaceDice'
	 * @param <T> pixel type of the mask
	 * @param <R> pixel type of the reference
	 * @param mask (x, y), not 0 inside
	 * @param reference (x, y), as large
	 * @param tolerance in pixels, at least 0; usual 1
	 * @return 0..1; not a number if both are empty
	 * @throws SonoflowException.Input if they are no planes, the sizes differ or the tolerance is below 0
	 */
	public static <T extends RealType<T>, R extends RealType<R>> double nsd(final RandomAccessibleInterval<T> mask,
		final RandomAccessibleInterval<R> reference, final double tolerance)
	{
		return nsd(mask, reference, tolerance, 1, 1);
	}

	/**
	 * Measures the normalised surface distance of two masks with pixels of a given size.
	 *
	 * @implNote op names='stats.surfaceDice'
	 * @param <T> pixel type of the mask
	 * @param <R> pixel type of the reference
	 * @param mask (x, y), not 0 inside
	 * @param reference (x, y), as large
	 * @param tolerance in the unit of the pixels' size, at least 0
	 * @param pixelWidth above 0, e.g. in millimetres
	 * @param pixelHeight likewise
	 * @return 0..1; not a number if both are empty
	 * @throws SonoflowException.Input if they are no planes, the sizes differ or a number is out of range
	 */
	public static <T extends RealType<T>, R extends RealType<R>> double nsd(final RandomAccessibleInterval<T> mask,
		final RandomAccessibleInterval<R> reference, final double tolerance, final double pixelWidth, final double pixelHeight)
	{
		Arguments.compared(mask, reference);
		tolerance(tolerance);
		return SurfaceFigures.corners(mask(reference, "reference"), mask(mask, "mask"), size(pixelWidth, pixelHeight)).nsd(tolerance);
	}

	/**
	 * Measures the normalised surface distance of two masks as the UUSIC challenge does: of the pixels on their inner borders.
	 *
	 * @implNote op names='stats.surfaceDicePixel'
	 * @param <T> pixel type of the mask
	 * @param <R> pixel type of the reference
	 * @param mask (x, y), not 0 inside
	 * @param reference (x, y), as large
	 * @param tolerance in pixels, at least 0; the challenge's is 1
	 * @return 0..1; not a number if both are empty
	 * @throws SonoflowException.Input if they are no planes, the sizes differ or the tolerance is below 0
	 */
	public static <T extends RealType<T>, R extends RealType<R>> double nsdPixel(final RandomAccessibleInterval<T> mask,
		final RandomAccessibleInterval<R> reference, final double tolerance)
	{
		Arguments.compared(mask, reference);
		tolerance(tolerance);
		return SurfaceFigures.pixels(mask(reference, "reference"), mask(mask, "mask"), PixelSize.PIXELS).nsd(tolerance);
	}

	/**
	 * Measures the 95 % Hausdorff distance of two masks: the larger of the two directed percentiles, weighted by length of contour
	 * as DeepMind's surface-distance does.
	 *
	 * @implNote op names='stats.hausdorff95'
	 * @param <T> pixel type of the mask
	 * @param <R> pixel type of the reference
	 * @param mask (x, y), not 0 inside
	 * @param reference (x, y), as large
	 * @param pixelWidth above 0; 1 = lengths in pixels
	 * @param pixelHeight likewise
	 * @return at least 0; infinite if one is empty, not a number if both are
	 * @throws SonoflowException.Input if they are no planes, the sizes differ or a number is out of range
	 */
	public static <T extends RealType<T>, R extends RealType<R>> double hausdorff95(final RandomAccessibleInterval<T> mask,
		final RandomAccessibleInterval<R> reference, final double pixelWidth, final double pixelHeight)
	{
		Arguments.compared(mask, reference);
		return SurfaceFigures.corners(mask(reference, "reference"), mask(mask, "mask"), size(pixelWidth, pixelHeight)).hausdorff(
			HD_SHARE);
	}

	private static <T extends RealType<T>> Mask mask(final RandomAccessibleInterval<T> image, final String name) {
		final float[] pixels = Images.floatPixels(Arguments.plane(image, name));
		return Mask.of(Images.width(image), Images.height(image), i -> pixels[i] != 0);
	}

	private static RandomAccessibleInterval<BitType> image(final Mask mask) {
		final ArrayImg<BitType, LongArray> image = ArrayImgs.bits(mask.width(), mask.height());
		int i = 0;
		for (final BitType pixel : image)
			pixel.set(mask.data()[i++]);
		return image;
	}

	private static PixelSize size(final double width, final double height) {
		Arguments.positive(width, "pixelWidth", "the width of a pixel, 1 for lengths in pixels");
		Arguments.positive(height, "pixelHeight", "the height of a pixel, 1 for lengths in pixels");
		return new PixelSize(width, height, "");
	}

	private static void tolerance(final double value) {
		if (!(value >= 0)) throw new SonoflowException.Input("tolerance=" + value +
			" is out of range. Give a distance of at least 0, usually 1 pixel.");
	}

	private static void share(final double value, final String name) {
		if (!(value >= 0 && value <= 1)) throw new SonoflowException.Input(name + "=" + value +
			" is out of range. Give a share from 0 to 1.");
	}
}
