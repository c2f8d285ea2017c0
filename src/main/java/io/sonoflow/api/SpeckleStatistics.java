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
import io.sonoflow.image.Box;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.image.Images;
import io.sonoflow.metric.Speckle;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.NumericType;

/**
 * First and second order statistics of speckle in a window: shape of the Nakagami distribution and autocovariance widths,
 * see {@link Speckle}. The display is taken as linear in decibels.
 *
 * <pre>
 * Speckle speckle = SpeckleStatistics.of(picture, new Box(100, 120, 48, 48), 60);
 * </pre>
 */
public final class SpeckleStatistics {

	private SpeckleStatistics() {
	}

	/**
	 * Measures all three figures in the whole image.
	 *
	 * @implNote op names='stats.speckle'
	 * @param <T> pixel type
	 * @param image grey or colour, of even tissue
	 * @param dynamicRange of the display in decibels, above 0; usual 60
	 * @return Nakagami shape, axial and lateral width
	 * @throws SonoflowException.Input if the image is not as described or smaller than 8 x 8 pixels
	 */
	public static <T extends NumericType<T>> Speckle of(final RandomAccessibleInterval<T> image,
		final double dynamicRange)
	{
		return of(image, new Box(0, 0, Images.width(Arguments.image(image)), Images.height(image)), dynamicRange);
	}

	/**
	 * Measures all three figures in a window.
	 *
	 * @implNote op names='stats.speckle'
	 * @param <T> pixel type
	 * @param image grey or colour
	 * @param window rectangle of even tissue, at least 8 x 8 pixels
	 * @param dynamicRange of the display in decibels, above 0; usual 60
	 * @return Nakagami shape, axial and lateral width
	 * @throws SonoflowException.Input if the image or the window is not as described
	 */
	public static <T extends NumericType<T>> Speckle of(final RandomAccessibleInterval<T> image, final Box window,
		final double dynamicRange)
	{
		Arguments.positive(dynamicRange, "dynamicRange", "decibels; scanners show 40 to 80");
		Arguments.within(Arguments.image(image), window, "window");
		if (Math.min(window.w(), window.h()) < Speckle.LEAST_SIDE) throw new SonoflowException.Input("The window of " + window
			.w() + " x " + window.h() + " pixels is too small for statistics. Give one of at least " + Speckle.LEAST_SIDE + " x " +
			Speckle.LEAST_SIDE + ".");
		return Speckle.of(GrayLevels.of(image), window.x(), window.y(), window.w(), window.h(), 255 / dynamicRange);
	}

	/**
	 * Measures the shape of the Nakagami distribution of the envelope by moments: 1 = fully developed speckle, below =
	 * fewer scatterers or changing brightness, above = smoothed.
	 *
	 * @implNote op names='stats.speckleNakagami'
	 * @param <T> pixel type
	 * @param image grey or colour, of even tissue
	 * @param dynamicRange of the display in decibels, above 0; usual 60
	 * @return the shape m, above 0; not a number if all pixels are equal
	 * @throws SonoflowException.Input if the image is not as described or smaller than 8 x 8 pixels
	 */
	public static <T extends NumericType<T>> double nakagami(final RandomAccessibleInterval<T> image,
		final double dynamicRange)
	{
		return of(image, dynamicRange).nakagami();
	}

	/**
	 * Measures the full width at half maximum of the intensity's autocovariance along y.
	 *
	 * @implNote op names='stats.speckleAxialWidth'
	 * @param <T> pixel type
	 * @param image grey or colour, of even tissue
	 * @param dynamicRange of the display in decibels, above 0; usual 60
	 * @return the width in pixels; 1 = uncorrelated pixels
	 * @throws SonoflowException.Input if the image is not as described or smaller than 8 x 8 pixels
	 */
	public static <T extends NumericType<T>> double axialWidth(final RandomAccessibleInterval<T> image,
		final double dynamicRange)
	{
		return of(image, dynamicRange).axial();
	}

	/**
	 * Measures the full width at half maximum of the intensity's autocovariance along x.
	 *
	 * @implNote op names='stats.speckleLateralWidth'
	 * @param <T> pixel type
	 * @param image grey or colour, of even tissue
	 * @param dynamicRange of the display in decibels, above 0; usual 60
	 * @return the width in pixels; 1 = uncorrelated pixels
	 * @throws SonoflowException.Input if the image is not as described or smaller than 8 x 8 pixels
	 */
	public static <T extends NumericType<T>> double lateralWidth(final RandomAccessibleInterval<T> image,
		final double dynamicRange)
	{
		return of(image, dynamicRange).lateral();
	}
}
