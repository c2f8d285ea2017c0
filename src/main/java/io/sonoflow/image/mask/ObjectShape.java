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
package io.sonoflow.image.mask;

import io.sonoflow.image.morphology.Mask;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures of one object. Lengths are in the unit of the pixel's size, places from the picture's upper left corner.
 *
 * @param area of its pixels; holes are none of it
 * @param perimeter length of its contours, those of holes, too: half a diagonal where one or three of four neighbouring pixels
 *          belong to it, a side where two side by side do
 * @param feret the largest distance of two of its pixels' corners
 * @param x mean of its pixels' middles
 * @param y likewise
 */
public record ObjectShape(double area, double perimeter, double feret, double x, double y) {

	/**
	 * @param mask of the object alone, at least one pixel
	 * @param left column of the mask's first pixel in the picture
	 * @param top row of it
	 * @param size of a pixel
	 */
	public static ObjectShape of(final Mask mask, final int left, final int top, final PixelSize size) {
		final boolean[] data = mask.data();
		double x = 0;
		double y = 0;
		int count = 0;
		for (int i = 0; i < data.length; i++)
			if (data[i]) {
				x += i % mask.width();
				y += i / mask.width();
				count++;
			}
		return new ObjectShape(count * size.area(), perimeter(mask, size), feret(mask, size), (x / count + left + 0.5) * size.x(),
			(y /
			count + top + 0.5) * size.y());
	}

	private static double perimeter(final Mask mask, final PixelSize size) {
		final double diagonal = Math.hypot(size.x(), size.y());
		double length = 0;
		for (int y = 0; y <= mask.height(); y++)
			for (int x = 0; x <= mask.width(); x++) {
				final boolean a = at(mask, x - 1, y - 1);
				final boolean b = at(mask, x, y - 1);
				final boolean c = at(mask, x - 1, y);
				final boolean d = at(mask, x, y);
				final int set = (a ? 1 : 0) + (b ? 1 : 0) + (c ? 1 : 0) + (d ? 1 : 0);
				if (set == 1 || set == 3) length += diagonal / 2;
				else if (set == 2) length += a == d ? diagonal : a == b ? size.x() : size.y();
			}
		return length;
	}

	private static boolean at(final Mask mask, final int x, final int y) {
		return x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && mask.get(x, y);
	}

	/** The corners of the first and the last pixel of each row: no others can be the farthest apart. */
	private static double feret(final Mask mask, final PixelSize size) {
		final List<double[]> corners = new ArrayList<>();
		for (int y = 0; y < mask.height(); y++) {
			int first = 0;
			while (first < mask.width() && !mask.get(first, y))
				first++;
			if (first == mask.width()) continue;
			int end = mask.width();
			while (!mask.get(end - 1, y))
				end--;
			for (int below = 0; below <= 1; below++) {
				corners.add(new double[] { first * size.x(), (y + below) * size.y() });
				corners.add(new double[] { end * size.x(), (y + below) * size.y() });
			}
		}
		double most = 0;
		for (int i = 0; i < corners.size(); i++)
			for (int k = 0; k < i; k++)
				most = Math.max(most, Math.hypot(corners.get(i)[0] - corners.get(k)[0], corners.get(i)[1] - corners.get(k)[1]));
		return most;
	}
}
