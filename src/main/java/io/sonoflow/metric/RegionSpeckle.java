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
package io.sonoflow.metric;

/**
 * Speckle of a region of any shape over the frames of a clip, in grey levels as displayed, about the mean of the region's pixels
 * within 9 x 9: its spread, and how far it is correlated. Frames are given one after the other; nothing is kept of them.
 *
 * <pre>
 * RegionSpeckle speckle = new RegionSpeckle();
 * for (...) speckle.add(pixels, region, width);
 * double contrast = speckle.contrast();
 * </pre>
 */
public final class RegionSpeckle {

	private static final int RADIUS = 4, LAGS = 8;

	private final double[] axial = new double[LAGS + 1];
	private final double[] lateral = new double[LAGS + 1];
	private final double[] axialPairs = new double[LAGS + 1];
	private final double[] lateralPairs = new double[LAGS + 1];
	private double sum;

	/**
	 * @param pixels of the next frame, 0..255, row by row
	 * @param region not 0 where it is, as many
	 * @param width columns
	 */
	public void add(final byte[] pixels, final byte[] region, final int width) {
		if (pixels.length != region.length || pixels.length % width != 0) throw new IllegalArgumentException(pixels.length +
			" pixels, a region of " + region.length + ", rows of " + width);
		final double[] rest = rest(pixels, region, width);
		for (int i = 0; i < pixels.length; i++) {
			if (region[i] == 0) continue;
			sum += pixels[i] & 255;
			for (int lag = 0; lag <= LAGS; lag++) {
				if (i % width + lag < width && region[i + lag] != 0) {
					lateral[lag] += rest[i] * rest[i + lag];
					lateralPairs[lag]++;
				}
				final int below = i + lag * width;
				if (below < pixels.length && region[below] != 0) {
					axial[lag] += rest[i] * rest[below];
					axialPairs[lag]++;
				}
			}
		}
	}

	/** {@return the pixels without the mean of what is round them in the region, by sums over rectangles} */
	private static double[] rest(final byte[] pixels, final byte[] region, final int width) {
		final int height = pixels.length / width;
		final double[] sums = new double[(width + 1) * (height + 1)];
		final double[] counts = new double[sums.length];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final int i = y * width + x;
				final int at = (y + 1) * (width + 1) + x + 1;
				sums[at] = sums[at - 1] + sums[at - width - 1] - sums[at - width - 2] + (region[i] == 0 ? 0 : pixels[i] & 255);
				counts[at] = counts[at - 1] + counts[at - width - 1] - counts[at - width - 2] + (region[i] == 0 ? 0 : 1);
			}
		final double[] rest = new double[pixels.length];
		for (int i = 0; i < pixels.length; i++) {
			if (region[i] == 0) continue;
			final int left = Math.max(0, i % width - RADIUS);
			final int right = Math.min(width, i % width + RADIUS + 1);
			final int top = Math.max(0, i / width - RADIUS) * (width + 1);
			final int bottom = Math.min(height, i / width + RADIUS + 1) * (width + 1);
			rest[i] = (pixels[i] & 255) - (sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left]) /
				(counts[bottom + right] - counts[bottom + left] - counts[top + right] + counts[top + left]);
		}
		return rest;
	}

	/** {@return mean grey level; not a number of no pixel} */
	public double mean() {
		return sum / axialPairs[0];
	}

	/** {@return standard deviation about the mean round each pixel, grey levels; not a number of no pixel} */
	public double contrast() {
		return Math.sqrt(axial[0] / axialPairs[0]);
	}

	/** {@return full width at half maximum of the autocovariance along y, pixels; not a number where nothing changes} */
	public double axial() {
		return width(axial, axialPairs);
	}

	/** {@return the same along x} */
	public double lateral() {
		return width(lateral, lateralPairs);
	}

	/** Between whole lags the autocovariance is taken as a straight line. */
	private static double width(final double[] products, final double[] pairs) {
		final double variance = products[0] / pairs[0];
		if (!(variance > 0)) return Double.NaN;
		double before = 1;
		for (int lag = 1; lag <= LAGS; lag++) {
			final double here = pairs[lag] == 0 ? 0 : products[lag] / pairs[lag] / variance;
			if (here < 0.5) return 2 * (lag - 1 + (before - 0.5) / (before - here));
			before = here;
		}
		return 2 * LAGS;
	}
}
