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

import java.util.Arrays;

/**
 * The exact Euclidean distance of every point of a grid to the nearest marked one (Felzenszwalb and Huttenlocher, "Distance
 * Transforms of Sampled Functions", Theory of Computing 8, 2012): along columns by two sweeps, along rows by the lower envelope of
 * parabolas. Time is linear in the points.
 */
public final class DistanceTransform {

	private DistanceTransform() {
	}

	/**
	 * @param marked width x height points row by row
	 * @param size distance of neighbours along x and y
	 * @return squared distance of each point to the nearest marked one, in squared units; infinite if none is marked
	 */
	public static double[] squared(final boolean[] marked, final int width, final int height, final PixelSize size) {
		final double[] squares = columns(marked, width, height, size.y());
		final Envelope envelope = new Envelope(width, size.x());
		for (int y = 0; y < height; y++)
			envelope.row(squares, y * width);
		return squares;
	}

	/** {@return squared distance to the nearest marked point of the same column}, row after row for all columns at once. */
	private static double[] columns(final boolean[] marked, final int width, final int height, final double step) {
		final int far = Integer.MAX_VALUE / 2;
		final int[] rows = new int[width * height];
		final int[] last = new int[width];
		Arrays.fill(last, far);
		for (int y = 0, i = 0; y < height; y++)
			for (int x = 0; x < width; x++, i++) {
				last[x] = marked[i] ? 0 : Math.min(far, last[x] + 1);
				rows[i] = last[x];
			}
		Arrays.fill(last, far);
		final double[] squares = new double[width * height];
		for (int y = height - 1; y >= 0; y--)
			for (int x = 0, i = y * width; x < width; x++, i++) {
				last[x] = marked[i] ? 0 : Math.min(far, last[x] + 1);
				final int least = Math.min(last[x], rows[i]);
				final double length = least * step;
				squares[i] = least == far ? Double.POSITIVE_INFINITY : length * length;
			}
		return squares;
	}

	/** The lower envelope of the parabolas (q - v)² + f(v) of one row. */
	private static final class Envelope {

		private final int width;
		private final double step;
		private final int[] apexes;
		private final double[] values;
		/** From where on the parabola of the same number is the lowest, in columns. */
		private final double[] starts;

		Envelope(final int width, final double step) {
			this.width = width;
			this.step = step;
			apexes = new int[width];
			values = new double[width];
			starts = new double[width + 1];
		}

		void row(final double[] squares, final int at) {
			int count = 0;
			for (int v = 0; v < width; v++) {
				final double value = squares[at + v];
				if (value == Double.POSITIVE_INFINITY) continue;
				double start = Double.NEGATIVE_INFINITY;
				while (count > 0) {
					start = meeting(apexes[count - 1], values[count - 1], v, value);
					if (start > starts[count - 1]) break;
					count--;
				}
				if (count == 0) start = Double.NEGATIVE_INFINITY;
				apexes[count] = v;
				values[count] = value;
				starts[count++] = start;
			}
			if (count > 0) fill(squares, at, count);
		}

		private double meeting(final int u, final double fu, final int v, final double fv) {
			return (u + v) / 2.0 + (fv - fu) / (2.0 * (v - u) * step * step);
		}

		private void fill(final double[] squares, final int at, final int count) {
			starts[count] = Double.POSITIVE_INFINITY;
			int k = 0;
			for (int q = 0; q < width; q++) {
				while (starts[k + 1] < q)
					k++;
				final double along = (q - apexes[k]) * step;
				squares[at + q] = along * along + values[k];
			}
		}
	}
}
