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
package io.sonoflow.image.morphology;

import java.util.function.IntPredicate;

/**
 * Operations on masks. Pixels outside the image never change a result: they count as background for a dilation and as
 * foreground for an erosion (OpenCV's default border).
 */
public final class Morphology {

	private Morphology() {
	}

	/** {@return dilation with the 3 x 3 cross (OpenCV's {@code MORPH_ELLIPSE} of size 3)} */
	public static Mask dilate(final Mask mask) {
		return dilate(BitMask.of(mask)).toMask();
	}

	/** {@return erosion with the 3 x 3 cross} */
	public static Mask erode(final Mask mask) {
		return erode(BitMask.of(mask)).toMask();
	}

	/** {@return dilation with the 3 x 3 cross} */
	public static BitMask dilate(final BitMask mask) {
		return Spread.cross(mask, 0);
	}

	/** {@return erosion with the 3 x 3 cross} */
	public static BitMask erode(final BitMask mask) {
		return Spread.cross(mask, -1);
	}

	/** {@return erosion, then dilation, with the 3 x 3 cross} */
	public static Mask open(final Mask mask) {
		return dilate(erode(BitMask.of(mask))).toMask();
	}

	/** {@return dilation, then erosion, with the 3 x 3 cross} */
	public static Mask close(final Mask mask) {
		return erode(dilate(BitMask.of(mask))).toMask();
	}

	/** {@return dilation with a square of side 2 * radius + 1} */
	public static Mask dilate(final Mask mask, final int radius) {
		return BitMask.of(mask).dilate(radius).toMask();
	}

	/** {@return erosion with a square of side 2 * radius + 1} */
	public static Mask erode(final Mask mask, final int radius) {
		return BitMask.of(mask).erode(radius).toMask();
	}

	/** {@return erosion, then dilation, with a square of side 2 * radius + 1} */
	public static Mask open(final Mask mask, final int radius) {
		return BitMask.of(mask).open(radius).toMask();
	}

	/** {@return dilation, then erosion, with a square of side 2 * radius + 1} */
	public static Mask close(final Mask mask, final int radius) {
		return BitMask.of(mask).dilate(radius).erode(radius).toMask();
	}

	/**
	 * {@return the mask with all its holes filled; a hole is a 4-connected part of the background that does not touch the
	 * image's border}
	 */
	public static Mask fillHoles(final Mask mask) {
		return fillHoles(mask, Double.POSITIVE_INFINITY);
	}

	/**
	 * @param maxArea the largest hole to fill, in pixels
	 * @return the mask with its holes of at most this area filled (see {@link #fillHoles(Mask)})
	 */
	public static Mask fillHoles(final Mask mask, final double maxArea) {
		final Components background = Components.of(mask.negate(), Connectivity.FOUR);
		final boolean[] filled = background.mask(wanted(background, i -> !background.touchesBorder(i) && background
			.area(i) <= maxArea)).data();
		final boolean[] data = mask.data();
		return Mask.of(mask.width(), mask.height(), i -> data[i] || filled[i]);
	}

	/**
	 * @param minArea the smallest component to keep, in pixels
	 * @return the mask without its 8-connected components that are smaller
	 */
	public static Mask dropSmall(final Mask mask, final double minArea) {
		final Components components = Components.of(mask, Connectivity.EIGHT);
		return components.mask(wanted(components, i -> components.area(i) >= minArea));
	}

	/**
	 * @param secondShare the second largest component stays too if its area is at least this share of the largest's;
	 *          above 1 keeps the largest alone
	 * @return the mask's largest 8-connected component, perhaps with the second
	 */
	public static Mask keepLargest(final Mask mask, final double secondShare) {
		final Components components = Components.of(mask, Connectivity.EIGHT);
		final int[] order = components.byArea();
		final boolean[] wanted = new boolean[components.count()];
		if (order.length > 0) wanted[order[0]] = true;
		if (order.length > 1 && components.area(order[1]) >= secondShare * components.area(order[0]))
			wanted[order[1]] = true;
		return components.mask(wanted);
	}

	private static boolean[] wanted(final Components components, final IntPredicate test) {
		final boolean[] wanted = new boolean[components.count()];
		for (int i = 0; i < wanted.length; i++)
			wanted[i] = test.test(i);
		return wanted;
	}
}
