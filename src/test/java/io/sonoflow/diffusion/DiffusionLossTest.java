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
package io.sonoflow.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiffusionLossTest {

	private static final NoiseSchedule COSINE = NoiseSchedule.cosine(1000);
	private static final int[] T = { 0, 1, 300, 998 };
	private static final int VALUES = 12;

	/** Images with both edges and the middle of the grey scale, a network that is about right. */
	private static final class Case {

		final float[] start = new float[T.length * VALUES];
		final float[] noise = new float[start.length];
		final float[] noisy = new float[start.length];
		final float[] output = new float[2 * start.length];

		Case() {
			final RandomStream random = RandomStream.of(0, "loss");
			for (int i = 0; i < start.length; i++) {
				start[i] = i % 4 == 0 ? -1 : i % 4 == 1 ? 1 : GreyRange.toUnit(random.nextInt(256));
				noise[i] = (float) random.nextGaussian();
			}
			for (int n = 0; n < T.length; n++) {
				COSINE.diffuse(T[n], start, noise, noisy, n * VALUES, VALUES);
				for (int i = 0; i < VALUES; i++) {
					output[2 * n * VALUES + i] = noise[n * VALUES + i] + 0.1f * (float) random.nextGaussian();
					output[(2 * n + 1) * VALUES + i] = (float) random.uniform(-1.2, 1.2);
				}
			}
		}

		/** Puts a network of that kind that is about right in the place of one that tells the noise. */
		void tell(final Prediction prediction) {
			for (int n = 0; n < T.length; n++)
				for (int i = 0; i < VALUES; i++) {
					final int at = n * VALUES + i;
					// An image as wrong as the noise's error makes it: with more, the first step's likelihood is flat.
					final double error = (output[2 * n * VALUES + i] - noise[at]) * (prediction == Prediction.IMAGE ? COSINE.noise(
						T[n]) : 1);
					output[2 * n * VALUES + i] = (float) (error + prediction.target(COSINE.signal(T[n]), COSINE.noise(T[n]),
						start[at], noise[at]));
				}
		}

		DiffusionLoss.Terms loss(final DiffusionLoss loss) {
			return loss.of(start, noisy, noise, T, new double[] { 0.25, 0.5, 1, 2 }, output);
		}
	}

	/** The noise half follows the error only, the variance half the bound only; each compared with a difference quotient. */
	@ParameterizedTest
	@EnumSource(Prediction.class)
	void theGradientIsTheSlope(final Prediction prediction) {
		final Case c = new Case();
		c.tell(prediction);
		final DiffusionLoss loss = new DiffusionLoss(COSINE, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.MSE,
			prediction);
		final float[] gradient = c.loss(loss).gradient();
		final double[] factors = { 0.25, 0.5, 1, 2 };
		for (int i = 0; i < gradient.length; i++) {
			final int n = i / (2 * VALUES);
			final boolean variance = i / VALUES % 2 == 1;
			final float before = c.output[i];
			final double[] sides = new double[2];
			final float[] at = { before - 0x1p-8f, before + 0x1p-8f };
			for (int side = 0; side < 2; side++) {
				c.output[i] = at[side];
				final DiffusionLoss.Terms terms = c.loss(loss);
				sides[side] = factors[n] * (variance ? terms.vb()[n] : terms.mse()[n]);
			}
			c.output[i] = before;
			final double slope = (sides[1] - sides[0]) / ((double) at[1] - at[0]);
			assertEquals(slope, gradient[i], 1e-4 * Math.abs(slope) + 1e-6, "image " + n + " output " + i % (2 * VALUES));
			assertTrue(Math.abs(slope) > 0);
		}
	}

	/** Perfect noise (or image, or velocity) and v = -1 make p equal to q: no error, no divergence. */
	@ParameterizedTest
	@EnumSource(Prediction.class)
	void aPerfectNetworkHasNoLoss(final Prediction prediction) {
		final Case c = new Case();
		for (int n = 0; n < T.length; n++)
			for (int i = 0; i < VALUES; i++) {
				c.output[2 * n * VALUES + i] = (float) prediction.target(COSINE.signal(T[n]), COSINE.noise(T[n]), c.start[n * VALUES +
					i], c.noise[n * VALUES + i]);
				c.output[(2 * n + 1) * VALUES + i] = -1;
			}
		final DiffusionLoss.Terms terms = c.loss(new DiffusionLoss(COSINE, Variance.LEARNED_RANGE,
			DiffusionLoss.Weighting.MSE, prediction));
		assertArrayEquals(new double[4], terms.mse(), prediction == Prediction.VELOCITY ? 1e-12 : 0);
		for (int n = 1; n < 4; n++)
			assertEquals(0, terms.vb()[n], 1e-4, "t = " + T[n]);
		// The first step's deviation is 1.5 half levels: 0.98 bits between the edges, 0.41 at them, where one side is open.
		long edges = 0;
		for (int i = 0; i < VALUES; i++)
			edges += Math.abs(c.start[i]) > 0.999 ? 1 : 0;
		final double half = 1 / 255.0 / Math.exp(0.5 * COSINE.posteriorLogVariance(0));
		final double inside = 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (half + 0.044715 * half * half * half)));
		final double bits = -(edges * Math.log(inside) + (VALUES - edges) * Math.log(2 * inside - 1)) / VALUES / Math.log(2);
		assertEquals(bits, terms.vb()[0], 1e-4);
	}

	@Test
	void weightingAndFixedVariance() {
		final Case c = new Case();
		final NoiseSchedule half = NoiseSchedule.cosine(500);
		final DiffusionLoss.Terms plain = new DiffusionLoss(half, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.MSE).of(
			c.start, c.noisy, c.noise, new int[] { 0, 1, 2, 499 }, new double[] { 1, 1, 1, 1 }, c.output);
		final DiffusionLoss.Terms rescaled = new DiffusionLoss(half, Variance.LEARNED_RANGE,
			DiffusionLoss.Weighting.RESCALED_MSE).of(c.start, c.noisy, c.noise, new int[] { 0, 1, 2, 499 }, new double[] { 1,
				1, 1, 1 }, c.output);
		for (int n = 0; n < 4; n++) {
			assertEquals(plain.vb()[n] / 2, rescaled.vb()[n], 1e-12 * plain.vb()[n]);
			assertEquals(rescaled.mse()[n] + rescaled.vb()[n], rescaled.loss()[n]);
		}
		final float[] noise = Arrays.copyOf(c.output, c.start.length);
		final DiffusionLoss.Terms fixed = new DiffusionLoss(COSINE, Variance.FIXED_LARGE, DiffusionLoss.Weighting.MSE).of(
			c.start, c.noisy, c.noise, T, new double[4], noise);
		assertArrayEquals(new double[4], fixed.vb());
		assertArrayEquals(fixed.mse(), fixed.loss());
		assertThrows(IllegalArgumentException.class, () -> new DiffusionLoss(COSINE, Variance.FIXED_LARGE,
			DiffusionLoss.Weighting.MSE).of(c.start, c.noisy, c.noise, T, new double[4], c.output));
	}

	/** The 256 levels share out the whole probability, wherever the distribution lies. */
	@Test
	void greyLevelsShareTheWholeProbability() {
		for (final double mean : new double[] { -1.2, -0.5, 0.003, 0.98 })
			for (final double logVariance : new double[] { -12, -6, 0 }) {
				double sum = 0;
				for (int grey = 0; grey < 256; grey++)
					sum += Math.exp(-GreyLikelihood.negativeLog(GreyRange.toUnit(grey), mean, logVariance));
				assertEquals(1, sum, 1e-5, mean + " " + logVariance);
			}
	}
}
