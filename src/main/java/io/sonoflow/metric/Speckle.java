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

import io.sonoflow.image.Images;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * First and second order statistics of speckle in a window of a displayed image: the grey levels are expanded to
 * intensities, I = 10^(grey / (10 greyPerDecibel)), which undoes a display that is linear in decibels up to a factor, and
 * neither figure depends on a factor. Levels that the display clipped stay clipped, so figures of two sets of images are
 * comparable where both were displayed alike, and a range taken for another (60 dB for 55) shifts m by a tenth.
 * <p>
 * m takes every change of brightness for spread, also the slow one of real tissue. Homogeneous testis phantoms (40 patients,
 * 256 px, fully developed speckle throughout) show 0.95 with a standard deviation of 0.07 over the whole parenchyma, and
 * 1.00 with one of 0.08, more chance and less brightness, in a window of 48 x 48 pixels in its middle. What they are made of,
 * divided by the mean of each place, has 1.01 with 0.03; grey levels and display change m by less than 0.02.
 *
 * @param nakagami shape of the Nakagami distribution of the envelope by moments, E[I]² / Var[I]: 1 = fully developed
 *          speckle, below = fewer scatterers or changing brightness, above = smoothed
 * @param axial full width at half maximum of the intensity's autocovariance along y, pixels; 1.0 = uncorrelated pixels
 * @param lateral the same along x
 */
public record Speckle(double nakagami, double axial, double lateral) {

	/** Windows are at least so wide and high, pixels. */
	public static final int LEAST_SIDE = 8;

	/**
	 * @param image (x, y), 8-bit grey
	 * @param x left column of the window
	 * @param y upper row of the window
	 * @param width of the window, at least {@value #LEAST_SIDE}
	 * @param height of the window, at least {@value #LEAST_SIDE}
	 * @param greyPerDecibel grey levels a decibel of the display, above 0: 255 / dynamic range
	 * @return its statistics; not numbers if all pixels of the window are equal
	 * @throws IllegalArgumentException if the window is too small or not within the image
	 */
	public static Speckle of(final RandomAccessibleInterval<UnsignedByteType> image, final int x, final int y,
		final int width, final int height, final double greyPerDecibel)
	{
		final int stride = Images.width(image);
		if (width < LEAST_SIDE || height < LEAST_SIDE || x < 0 || y < 0 || x + width > stride || y + height > Images
			.height(image)) throw new IllegalArgumentException("window " + width + " x " + height + " at " + x + ", " + y);
		final byte[] pixels = Images.pixels(image);
		final double[] intensity = new double[width * height];
		for (int row = 0; row < height; row++)
			for (int column = 0; column < width; column++)
				intensity[row * width + column] = Math.pow(10, (pixels[(y + row) * stride + x + column] & 255) / (10 *
					greyPerDecibel));
		return of(intensity, width, height);
	}

	private static Speckle of(final double[] intensity, final int width, final int height) {
		double sum = 0;
		for (final double value : intensity)
			sum += value;
		final double mean = sum / intensity.length;
		for (int i = 0; i < intensity.length; i++)
			intensity[i] -= mean;
		final double variance = covariance(intensity, width, height, 0, 0);
		return new Speckle(mean * mean / variance, fullWidth(intensity, width, height, 0, 1, variance), fullWidth(intensity,
			width, height, 1, 0, variance));
	}

	/** Between whole lags the autocovariance is taken as a straight line. */
	private static double fullWidth(final double[] values, final int width, final int height, final int dx, final int dy,
		final double variance)
	{
		final int lags = (dx == 0 ? height : width) - 1;
		double before = 1;
		for (int lag = 1; lag < lags; lag++) {
			final double here = covariance(values, width, height, lag * dx, lag * dy) / variance;
			if (here < 0.5) return 2 * (lag - 1 + (before - 0.5) / (before - here));
			before = here;
		}
		return variance > 0 ? 2 * lags : Double.NaN;
	}

	private static double covariance(final double[] values, final int width, final int height, final int dx, final int dy) {
		double sum = 0;
		for (int y = 0; y + dy < height; y++)
			for (int x = 0; x + dx < width; x++)
				sum += values[y * width + x] * values[(y + dy) * width + x + dx];
		return sum / ((double) (width - dx) * (height - dy));
	}
}
