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
package io.sonoflow.image.resize;

import java.util.Arrays;

/**
 * Resizing by cubic B-splines as scikit-image's {@code resize} does with order 3 and antialiasing: when a side shrinks a
 * Gaussian of (factor - 1) / 2 pixels, cut at 4 deviations, goes before; then the spline through all pixels (with its
 * prefilter, so it is not the bicubic filter of {@link Interpolation}) at the middles of the new pixels; the result is
 * clipped to the range of the source. In double precision. Pure and thread-safe.
 */
public final class Spline {

	/** The pole of the cubic spline's recursive filter. */
	private static final double POLE = Math.sqrt(3) - 2;
	private static final double GAIN = (1 - POLE) * (1 - 1 / POLE);
	private static final double CUT = 4;
	private static final double NONE = 1e-15;
	/** Zeros that are put on each side before the prefilter. */
	private static final int MARGIN = 12;

	/** What lies beyond the edge. */
	public enum Edge {
		/** the picture mirrored, the pixel at the edge not repeated ({@code mode="reflect"}) */
		MIRROR,
		/** zeros ({@code mode="constant"}): the border is darkened */
		ZERO
	}

	/** The filter and the places of one axis. */
	private record Axis(int source, int target, Edge edge, double[] gauss) {

		static Axis of(final int source, final int target, final Edge edge) {
			final double sigma = Math.max(0, ((double) source / target - 1) / 2);
			if (sigma <= NONE) return new Axis(source, target, edge, new double[0]);
			final int radius = (int) (CUT * sigma + 0.5);
			final double[] gauss = new double[2 * radius + 1];
			double sum = 0;
			for (int i = -radius; i <= radius; i++)
				sum += gauss[i + radius] = Math.exp(-0.5 * i * i / (sigma * sigma));
			for (int i = 0; i < gauss.length; i++)
				gauss[i] /= sum;
			return new Axis(source, target, edge, gauss);
		}

		/** {@return the line resized} */
		double[] apply(final double[] line) {
			final double[] smooth = smooth(line);
			final int margin = edge == Edge.ZERO ? MARGIN : 0;
			final double[] spline = new double[source + 2 * margin];
			System.arraycopy(smooth, 0, spline, margin, source);
			prefilter(spline);
			final double[] result = new double[target];
			for (int i = 0; i < target; i++)
				result[i] = at(spline, (i + 0.5) * source / target - 0.5 + margin);
			return result;
		}

		private double[] smooth(final double[] line) {
			if (gauss.length == 0) return line;
			final int radius = gauss.length / 2;
			final double[] smooth = new double[source];
			for (int i = 0; i < source; i++) {
				double sum = 0;
				for (int j = -radius; j <= radius; j++) {
					final int at = i + j;
					if (at >= 0 && at < source) sum += gauss[j + radius] * line[at];
					else if (edge == Edge.MIRROR) sum += gauss[j + radius] * line[mirror(at, source)];
				}
				smooth[i] = sum;
			}
			return smooth;
		}
	}

	private Spline() {
	}

	/**
	 * @param planes 8-bit channels of one picture, row by row; the range to which is clipped is that of all of them
	 * @param width columns, at least 1
	 * @param height rows, at least 1
	 * @param newWidth columns of the result, at least 1
	 * @param newHeight rows of the result, at least 1
	 * @param edge what lies beyond it
	 * @return as many channels, in the source's units, not rounded
	 */
	public static double[][] resize(final byte[][] planes, final int width, final int height, final int newWidth,
		final int newHeight, final Edge edge)
	{
		Resize.check(width, height, newWidth, newHeight);
		final Axis x = Axis.of(width, newWidth, edge);
		final Axis y = Axis.of(height, newHeight, edge);
		final double[][] results = new double[planes.length][];
		for (int c = 0; c < planes.length; c++)
			results[c] = resize(planes[c], x, y);
		clip(planes, results, edge);
		return results;
	}

	private static double[] resize(final byte[] pixels, final Axis x, final Axis y) {
		final double[][] columns = new double[x.target][y.source];
		final double[] line = new double[x.source];
		for (int row = 0; row < y.source; row++) {
			for (int i = 0; i < line.length; i++)
				line[i] = pixels[row * x.source + i] & 255;
			final double[] resized = x.apply(line);
			for (int i = 0; i < x.target; i++)
				columns[i][row] = resized[i];
		}
		final double[] result = new double[x.target * y.target];
		for (int i = 0; i < x.target; i++) {
			final double[] resized = y.apply(columns[i]);
			for (int row = 0; row < y.target; row++)
				result[row * x.target + i] = resized[row];
		}
		return result;
	}

	private static void clip(final byte[][] planes, final double[][] results, final Edge edge) {
		double low = 255;
		double high = 0;
		for (final byte[] plane : planes)
			for (final byte pixel : plane) {
				low = Math.min(low, pixel & 255);
				high = Math.max(high, pixel & 255);
			}
		final double least = Arrays.stream(results).flatMapToDouble(Arrays::stream).min().orElseThrow();
		// Zeros from beyond the edge may stay if the result reaches them.
		if (edge == Edge.ZERO && least <= 0) low = 0;
		for (final double[] result : results)
			for (int i = 0; i < result.length; i++)
				result[i] = Math.max(low, Math.min(high, result[i]));
	}

	private static int mirror(final int index, final int size) {
		if (size == 1) return 0;
		final int period = 2 * (size - 1);
		final int at = Math.floorMod(index, period);
		return Math.min(at, period - at);
	}

	/** Makes the coefficients of the spline that goes through the values, mirrored at both ends. */
	private static void prefilter(final double[] c) {
		final int n = c.length;
		if (n == 1) return;
		for (int i = 0; i < n; i++)
			c[i] *= GAIN;
		double power = POLE;
		final double last = Math.pow(POLE, n - 1);
		c[0] += last * c[n - 1];
		for (int i = 1; i < n - 1; i++) {
			c[0] += power * (c[i] + last * c[n - 1 - i]);
			power *= POLE;
		}
		c[0] /= 1 - last * last;
		for (int i = 1; i < n; i++)
			c[i] += POLE * c[i - 1];
		c[n - 1] = (POLE * c[n - 2] + c[n - 1]) * POLE / (POLE * POLE - 1);
		for (int i = n - 2; i >= 0; i--)
			c[i] = POLE * (c[i + 1] - c[i]);
	}

	/** {@return the spline's value at a place, mirrored where it lies beyond an end} */
	private static double at(final double[] c, final double place) {
		final int n = c.length;
		final double x = n == 1 ? 0 : place < 0 ? -place : place > n - 1 ? 2 * (n - 1) - place : place;
		final int left = (int) Math.floor(x);
		final double y = x - left;
		final double z = 1 - y;
		final double w0 = z * z * z / 6;
		final double w1 = (y * y * (y - 2) * 3 + 4) / 6;
		final double w2 = (z * z * (z - 2) * 3 + 4) / 6;
		final double w3 = 1 - w0 - w1 - w2;
		return w0 * c[mirror(left - 1, n)] + w1 * c[mirror(left, n)] + w2 * c[mirror(left + 1, n)] + w3 * c[mirror(left + 2,
			n)];
	}
}
