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
package io.sonoflow.image.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image formation, against what theory says of it. */
class PhantomPhysicsTest {

	private static final int SIZE = 256;

	/** Gain and slope 0, next to no noise: what remains is speckle. */
	private static Acquisition plain(final double frequency, final double depth) {
		return new Acquisition(frequency, depth, depth / 2, 2.8, 3.6, 60, 0, 0, -115);
	}

	private static float[] intensity(final TissueMap map, final Acquisition acquisition, final int index) {
		final BMode mode = new BMode(map, acquisition);
		return mode.intensity(RandomStream.of(7, "physics", index), mode.transmission());
	}

	private static double mean(final float[] values, final int fromRow, final int toRow, final int fromColumn,
		final int toColumn)
	{
		double sum = 0;
		for (int row = fromRow; row < toRow; row++)
			for (int column = fromColumn; column < toColumn; column++)
				sum += values[row * SIZE + column];
		return sum / ((toRow - fromRow) * (double) (toColumn - fromColumn));
	}

	/** Shape of the Nakagami distribution by moments: E[I]² / Var[I] of the intensity I; 1 = Rayleigh envelope. */
	private static double nakagami(final double sum, final double squares, final double count) {
		final double mean = sum / count;
		return mean * mean / (squares / count - mean * mean);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 8, 10.5, 13 })
	void homogeneousTissueIsFullyDevelopedSpeckle(final double frequency) {
		double sum = 0;
		double squares = 0;
		double count = 0;
		for (int i = 0; i < 12; i++)
			for (final float value : intensity(new TissueMap(SIZE, 40), plain(frequency, 40), i)) {
				sum += value;
				squares += (double) value * value;
				count++;
			}
		assertEquals(1, nakagami(sum, squares, count), 0.05);
		assertEquals(1, sum / count, 0.03, "kernels of unit energy keep the mean intensity");
	}

	@Test
	void sparseScatterersAreNotFullyDevelopedSpeckleButAsBright() {
		double sum = 0;
		double squares = 0;
		for (int i = 0; i < 12; i++) {
			final TissueMap map = new TissueMap(SIZE, 40);
			Arrays.fill(map.density, 0.2f);
			for (final float value : intensity(map, plain(10, 40), i)) {
				sum += value;
				squares += (double) value * value;
			}
		}
		final double count = 12.0 * SIZE * SIZE;
		assertEquals(1, sum / count, 0.04);
		assertTrue(nakagami(sum, squares, count) < 0.8, "Nakagami m " + nakagami(sum, squares, count));
	}

	/** The displayed image, expanded again: exponential intensities, by moments and by the whole distribution. */
	@Test
	void expandedGreyLevelsAreRayleigh() {
		final Acquisition acquisition = plain(10, 40);
		double sum = 0;
		double squares = 0;
		double count = 0;
		final double[] below = new double[4];
		for (int i = 0; i < 12; i++) {
			final TissueMap map = new TissueMap(SIZE, 40);
			final byte[] pixels = new BMode(map, acquisition).image(new ViewSpec(i, Organ.TESTIS, 0, 0, 0, SIZE, false));
			for (int at = 0; at < pixels.length; at++) {
				final double grey = (pixels[at] & 255) - acquisition.greyOfZero();
				final double level = grey / acquisition.greyPerDecibel() - acquisition.residualGain(map.z(at / SIZE +
					TissueMap.MARGIN_Z));
				final double value = StrictMath.pow(10, level / 10);
				sum += value;
				squares += value * value;
				count++;
				for (int k = 0; k < below.length; k++)
					if (value < 0.25 * (1 << k)) below[k]++;
			}
		}
		assertEquals(1, nakagami(sum, squares, count), 0.05);
		for (int k = 0; k < below.length; k++)
			assertEquals(1 - Math.exp(-0.25 * (1 << k)), below[k] / count, 0.015);
	}

	/** The intensity's autocorrelation of Gaussian beams of amplitude width s falls as exp(-d² / (2 s²)). */
	@Test
	void speckleWidensAwayFromTheFocusAsTheBeamDoes() {
		final Acquisition acquisition = new Acquisition(10, 40, 15, 2.8, 3.6, 60, 0, 0, -115);
		final int[] rows = { 90, 230 };
		final double[] widths = new double[rows.length];
		for (int band = 0; band < rows.length; band++) {
			final int lag = 2;
			double covariance = 0;
			double variance = 0;
			for (int i = 0; i < 30; i++) {
				final float[] values = intensity(new TissueMap(SIZE, 40), acquisition, i);
				for (int row = rows[band] - 12; row < rows[band] + 12; row++)
					for (int column = 0; column + lag < SIZE; column++) {
						final double a = values[row * SIZE + column] - 1;
						covariance += a * (values[row * SIZE + column + lag] - 1);
						variance += a * a;
					}
			}
			widths[band] = lag / Math.sqrt(-2 * Math.log(covariance / variance));
			final double expected = acquisition.lateralSigma((rows[band] + 0.5) * 40 / SIZE) * SIZE / 40;
			assertEquals(expected, widths[band], 0.1 * expected);
		}
		assertTrue(widths[1] > 1.25 * widths[0], widths[0] + " at the focus, " + widths[1] + " beyond");
	}

	@Test
	void fluidEnhancesWhatIsBelowAndStonesShadeIt() {
		final Acquisition acquisition = plain(10, 40);
		double left = 0;
		double middle = 0;
		double right = 0;
		for (int i = 0; i < 8; i++) {
			final TissueMap map = new TissueMap(SIZE, 40);
			for (int row = TissueMap.MARGIN_Z + 32; row < TissueMap.MARGIN_Z + 64; row++)
				for (int column = 0; column < TissueMap.MARGIN_X + 60; column++)
					map.set(row * map.width + column, -45, 0.05f);
			map.shadow(10, 8, 4, 12);
			final float[] values = intensity(map, acquisition, i);
			left += mean(values, 100, 250, 5, 45) / 8;
			middle += mean(values, 100, 250, 85, 100) / 8;
			final int shade = (int) (SIZE / 2.0 + 10 * SIZE / 40.0);
			right += mean(values, 100, 250, shade - 3, shade + 4) / 8;
		}
		// 32 samples of 0.156 mm = 0.5 cm, 0.45 dB / cm / MHz less than expected, 10 MHz, both ways.
		assertEquals(4.5, 10 * Math.log10(left / middle), 0.9);
		assertEquals(-12 + 0.4, 10 * Math.log10(right / middle), 1.2);
	}

	@Test
	void anechoicFluidShowsOnlyNoiseThatGrowsWithTheGain() {
		final Acquisition acquisition = new Acquisition(10, 40, 20, 2.8, 3.6, 60, 0, 0, -60);
		final TissueMap map = new TissueMap(SIZE, 40);
		Arrays.fill(map.echo, -100);
		final float[] values = intensity(map, acquisition, 0);
		final double shallow = 10 * Math.log10(mean(values, 59, 69, 0, SIZE));
		final double deep = 10 * Math.log10(mean(values, 187, 197, 0, SIZE));
		assertEquals(-50, shallow, 1);
		assertEquals(20, deep - shallow, 1);
	}

	@Test
	void tablesAreTheFunctionsTheyReplace() {
		for (float level = -60; level < 60; level += 0.37f)
			assertEquals(1, Decibels.amplitude(level) / StrictMath.pow(10, level / 20), 0.002);
		for (float value = 1e-6f; value < 1e6f; value *= 1.37f)
			assertEquals(10 * StrictMath.log10(value), Decibels.ofIntensity(value), 0.001);
		// Far from the clips the mean of log speckle is -10 gamma / ln 10 dB (Euler's constant 0.5772).
		assertEquals(130 - 4 * 2.5068, Decibels.shownMeans(4, 130, 1)[0], 0.35);
		assertEquals(255, Decibels.shownMeans(4, 900, 1)[0]);
	}

	/** Against the convolution written out in two dimensions. */
	@Test
	void separableConvolutionIsTheDirectOne() {
		final Acquisition acquisition = plain(9, 40);
		final TissueMap map = new TissueMap(64, 12);
		final float[] field = new float[map.width * map.height];
		final RandomStream random = RandomStream.of(1, "field");
		for (int i = 0; i < field.length; i++)
			field[i] = (float) random.nextGaussian();
		final float[] fast = new PointSpread(map, acquisition).apply(field);
		final float[] direct = DirectConvolution.apply(map, acquisition, field);
		for (int i = 0; i < fast.length; i++)
			assertEquals(direct[i], fast[i], 1e-4f);
	}
}
