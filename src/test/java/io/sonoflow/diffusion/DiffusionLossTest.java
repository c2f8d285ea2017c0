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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiffusionLossTest {

	private static final NoiseSchedule COSINE = NoiseSchedule.cosine(1000);
	private static final int[] T = { 0, 1, 300, 998 };
	private static final int VALUES = 12;

	private static final double[] FACTORS = { 0.25, 0.5, 1, 2 };

	private static NDManager manager;

	@BeforeAll
	static void open() {
		manager = Torch.manager(Device.cpu());
		Torch.inference();
	}

	@AfterAll
	static void close() {
		manager.close();
	}

	private static DiffusionLoss loss(final NoiseSchedule schedule, final Variance variance,
		final DiffusionLoss.Weighting weighting, final Prediction prediction)
	{
		return new DiffusionLoss(manager, schedule, variance, weighting, prediction);
	}

	private static NDArray rows(final float... values) {
		return Torch.floats(manager, values, T.length, values.length / T.length);
	}

	/** A loss and its slope, fetched. */
	private record Found(double[] mse, double[] vb, double[] loss, float[] gradient) {
	}

	/** Images with both edges and the middle of the grey scale, a network that is about right. */
	private static final class Case {

		final float[] start = new float[T.length * VALUES];
		final float[] noise = new float[start.length];
		final float[] noisy;
		final float[] output = new float[2 * start.length];

		Case() {
			final RandomStream random = RandomStream.of(0, "loss");
			for (int i = 0; i < start.length; i++) {
				start[i] = i % 4 == 0 ? -1 : i % 4 == 1 ? 1 : GreyRange.toUnit(random.nextInt(256));
				noise[i] = (float) random.nextGaussian();
			}
			for (int n = 0; n < T.length; n++) {
				for (int i = 0; i < VALUES; i++) {
					output[2 * n * VALUES + i] = noise[n * VALUES + i] + 0.1f * (float) random.nextGaussian();
					output[(2 * n + 1) * VALUES + i] = (float) random.uniform(-1.2, 1.2);
				}
			}
			try (DiffusionLoss loss = DiffusionLossTest.loss(COSINE, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.MSE,
				Prediction.NOISE))
			{
				noisy = loss.noisy(rows(start), rows(noise), T).toFloatArray();
			}
		}

		/** {@return what the loss says of it} */
		Found found(final DiffusionLoss loss, final int[] timesteps, final double[] factors, final float[] told) {
			final DiffusionLoss.Terms terms = loss.of(rows(start), rows(noisy), rows(noise), timesteps, factors, rows(told));
			final DiffusionLoss.Losses losses = terms.read();
			return new Found(losses.mse(), losses.vb(), losses.loss(), terms.gradient().toFloatArray());
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

		Found loss(final DiffusionLoss loss) {
			return found(loss, T, FACTORS, output);
		}
	}

	/** The noise half follows the error only, the variance half the bound only; each compared with a difference quotient. */
	@ParameterizedTest
	@EnumSource(Prediction.class)
	void theGradientIsTheSlope(final Prediction prediction) {
		final Case c = new Case();
		c.tell(prediction);
		final DiffusionLoss loss = loss(COSINE, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.MSE, prediction);
		final float[] gradient = c.loss(loss).gradient();
		for (int i = 0; i < gradient.length; i++) {
			final int n = i / (2 * VALUES);
			final boolean variance = i / VALUES % 2 == 1;
			final float before = c.output[i];
			final double[] sides = new double[2];
			final float[] at = { before - 0x1p-8f, before + 0x1p-8f };
			for (int side = 0; side < 2; side++) {
				c.output[i] = at[side];
				final Found terms = c.loss(loss);
				sides[side] = FACTORS[n] * (variance ? terms.vb()[n] : terms.mse()[n]);
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
		final Found terms = c.loss(loss(COSINE, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.MSE, prediction));
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
		final int[] timesteps = { 0, 1, 2, 499 };
		final double[] ones = { 1, 1, 1, 1 };
		final Found plain = c.found(loss(half, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.MSE, Prediction.NOISE), timesteps,
			ones, c.output);
		final Found rescaled = c.found(loss(half, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.RESCALED_MSE, Prediction.NOISE),
			timesteps, ones, c.output);
		for (int n = 0; n < 4; n++) {
			assertEquals(plain.vb()[n] / 2, rescaled.vb()[n], 1e-12 * plain.vb()[n]);
			assertEquals(rescaled.mse()[n] + rescaled.vb()[n], rescaled.loss()[n]);
		}
		final float[] noise = Arrays.copyOf(c.output, c.start.length);
		final DiffusionLoss large = loss(COSINE, Variance.FIXED_LARGE, DiffusionLoss.Weighting.MSE, Prediction.NOISE);
		final Found fixed = c.found(large, T, new double[4], noise);
		assertArrayEquals(new double[4], fixed.vb());
		assertArrayEquals(fixed.mse(), fixed.loss());
		assertThrows(IllegalArgumentException.class, () -> c.found(large, T, new double[4], c.output));
	}

	/** The 256 levels share out the whole probability, wherever the distribution lies. */
	@Test
	void greyLevelsShareTheWholeProbability() {
		final double[] levels = IntStream.range(0, 256).mapToDouble(GreyRange::toUnit).toArray();
		final NDArray x = Torch.doubles(manager, levels, 256);
		try (TorchScript ops = TorchScript.compile(manager, GreyLikelihood.CODE)) {
			for (final double mean : new double[] { -1.2, -0.5, 0.003, 0.98 })
				for (final double logVariance : new double[] { -12, -6, 0 }) {
					final double[] found = ops.call("grey", x, x.mul(0).add(mean), x.mul(0).add(logVariance)).get(0).toDoubleArray();
					assertEquals(1, Arrays.stream(found).map(each -> Math.exp(-each)).sum(), 1e-5, mean + " " + logVariance);
				}
		}
	}
}
