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

/** The convex hull of the foreground of a mask, pixels taken as unit squares. */
public final class ConvexHull {

	/** Corners of one side of the hull, from the top downwards; x is measured towards the other side. */
	private final int[] x;
	private final int[] y;
	private int size;

	private ConvexHull(final int height) {
		x = new int[height + 1];
		y = new int[height + 1];
	}

	/** {@return the hull's area in pixels; 0 for an empty mask} */
	public static double area(final Mask mask) {
		return area(BitMask.of(mask));
	}

	/** {@return the hull's area in pixels; 0 for an empty mask} */
	public static double area(final BitMask mask) {
		final ConvexHull left = new ConvexHull(mask.height());
		final ConvexHull right = new ConvexHull(mask.height());
		sides(mask, left, right);
		final int width = mask.width();
		return left.size == 0 ? 0 : (left.twice(width) + right.twice(width) - 2L * width * (left.y[left.size - 1] - left.y[0])) / 2.0;
	}

	/** {@return the pixels whose middles lie in the hull} */
	public static BitMask filled(final BitMask mask) {
		final ConvexHull left = new ConvexHull(mask.height());
		final ConvexHull right = new ConvexHull(mask.height());
		sides(mask, left, right);
		final int width = mask.width();
		final BitMask filled = BitMask.empty(width, mask.height());
		if (left.size == 0) return filled;
		for (int row = left.y[0]; row < left.y[left.size - 1]; row++)
			filled.fill(row, (int) Math.ceil(left.at(row + 0.5) - 0.5), (int) Math.floor(width - right.at(row + 0.5) + 0.5));
		return filled;
	}

	private static void sides(final BitMask mask, final ConvexHull left, final ConvexHull right) {
		final int width = mask.width();
		final int height = mask.height();
		// The corners of the first and the last pixel of each row: no other corner can lie on the hull.
		int aboveLeft = width;
		int aboveRight = width;
		for (int row = 0; row <= height; row++) {
			final int end = row < height ? mask.end(row) : 0;
			final int first = end == 0 ? width : mask.next(true, 0, row);
			left.add(Math.min(aboveLeft, first), row, width);
			right.add(Math.min(aboveRight, width - end), row, width);
			aboveLeft = first;
			aboveRight = width - end;
		}
	}

	/** {@return how far the side lies from its edge of the image at a height within it} */
	private double at(final double height) {
		int i = 1;
		while (y[i] < height)
			i++;
		return x[i - 1] + (x[i] - x[i - 1]) * (height - y[i - 1]) / (y[i] - y[i - 1]);
	}

	/** Adds the next corner downwards, without those before it that the line to it leaves inside; width = there is none. */
	private void add(final int cornerX, final int cornerY, final int width) {
		if (cornerX == width) return;
		while (size >= 2 && (long) (x[size - 1] - x[size - 2]) * (cornerY - y[size - 2]) >= (long) (cornerX - x[size - 2]) * (y[size -
			1] - y[size - 2])) size--;
		x[size] = cornerX;
		y[size++] = cornerY;
	}

	/** {@return twice the area between the side and the other side of an image of this width} */
	private long twice(final int width) {
		long twice = 0;
		for (int i = 1; i < size; i++)
			twice += (2L * width - x[i] - x[i - 1]) * (y[i] - y[i - 1]);
		return twice;
	}
}
