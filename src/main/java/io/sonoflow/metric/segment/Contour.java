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
package io.sonoflow.metric.segment;

import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

/** The border of a mask as points of a grid, each of which stands for some length. */
final class Contour {

	private final int width;
	private final int height;
	private final PixelSize size;
	private final boolean[] points;
	/** Of each point of the grid, 0 where there is none; null = 1 for each. */
	private final double[] lengths;

	private Contour(final int width, final int height, final PixelSize size, final boolean[] points, final double[] lengths) {
		this.width = width;
		this.height = height;
		this.size = size;
		this.points = points;
		this.lengths = lengths;
	}

	/**
	 * {@return the inner border: pixels of the mask that are not in its erosion with the 3 x 3 cross, where outside of the image is
	 * background}
	 */
	static Contour pixels(final Mask mask, final PixelSize size) {
		final int width = mask.width();
		final int height = mask.height();
		final boolean[] in = mask.data();
		final boolean[] eroded = Morphology.erode(mask).data();
		final boolean[] points = new boolean[in.length];
		for (int y = 0, i = 0; y < height; y++)
			for (int x = 0; x < width; x++, i++)
				points[i] = in[i] && (!eroded[i] || x == 0 || y == 0 || x == width - 1 || y == height - 1);
		return new Contour(width, height, size, points, null);
	}

	/**
	 * {@return the corners of pixels round which inside and outside meet, each with the length of contour in the square of a
	 * pixel's size round
	 * it (DeepMind's surface-distance): a diagonal cuts off one pixel or three, two cut two opposite ones, and a side
	 * lies between two neighbours}
	 */
	static Contour corners(final Mask mask, final PixelSize size) {
		final int width = mask.width() + 1;
		final int height = mask.height() + 1;
		final double[] table = table(size);
		final boolean[] in = mask.data();
		final boolean[] points = new boolean[width * height];
		final double[] lengths = new double[width * height];
		for (int y = 0, i = 0; y < height; y++) {
			int code = 0;
			for (int x = 0; x < width; x++, i++) {
				// Bits: 8 upper left, 4 lower left, 2 upper right, 1 lower right; what was right is now left.
				code = (code & 3) << 2;
				if (x < width - 1 && y > 0 && in[(y - 1) * (width - 1) + x]) code |= 2;
				if (x < width - 1 && y < height - 1 && in[y * (width - 1) + x]) code |= 1;
				points[i] = code != 0 && code != 15;
				lengths[i] = table[code];
			}
		}
		return new Contour(width, height, size, points, lengths);
	}

	private static double[] table(final PixelSize size) {
		final double diagonal = Math.sqrt(size.x() * size.x() + size.y() * size.y()) / 2;
		final double[] table = new double[16];
		for (int code = 1; code < 15; code++) {
			final boolean left = code == 0b1100 || code == 0b0011;
			final boolean upper = code == 0b1010 || code == 0b0101;
			final boolean opposite = code == 0b1001 || code == 0b0110;
			table[code] = left ? size.y() : upper ? size.x() : opposite ? 2 * diagonal : diagonal;
		}
		return table;
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	PixelSize size() {
		return size;
	}

	boolean[] points() {
		return points;
	}

	double length(final int point) {
		return lengths == null ? 1 : lengths[point];
	}

	/** {@return number of points} */
	int count() {
		int count = 0;
		for (final boolean point : points)
			if (point) count++;
		return count;
	}
}
