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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionTest {

	private static final NoiseSchedule COSINE = NoiseSchedule.cosine(1000);
	private static final int[] TIMESTEPS = { 0, 20, 500, 980, 999 };

	/** v = alpha eps - sigma x_0, by hand at alpha = 0.6, sigma = 0.8. */
	@Test
	void whatTheyAre() {
		assertEquals(0.5, Prediction.NOISE.target(0.6, 0.8, -0.25, 0.5));
		assertEquals(-0.25, Prediction.IMAGE.target(0.6, 0.8, -0.25, 0.5));
		assertEquals(0.6 * 0.5 + 0.8 * 0.25, Prediction.VELOCITY.target(0.6, 0.8, -0.25, 0.5), 1e-15);
		assertEquals(Prediction.VELOCITY, Prediction.named("velocity"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Prediction.named("score")).getMessage().contains(
			"predict=score"));
	}

	@ParameterizedTest
	@EnumSource(Prediction.class)
	void imageAndNoiseFollowFromIt(final Prediction prediction) {
		for (final int t : TIMESTEPS) {
			final double signal = COSINE.signal(t);
			final double noise = COSINE.noise(t);
			final double x = signal * -0.25 + noise * 0.5;
			final double output = prediction.target(signal, noise, -0.25, 0.5);
			assertEquals(-0.25, prediction.start(signal, noise, x, output), 1e-9, "t = " + t);
			assertEquals(0.5, prediction.eps(signal, noise, x, output), 1e-9, "t = " + t);
		}
	}

	/** Why there are others than the noise: a thousandth of error is as much in the image, but for the noise. */
	@Test
	void onlyAnErrorOfTheNoiseGrows() {
		for (final int t : TIMESTEPS) {
			final double signal = COSINE.signal(t);
			final double noise = COSINE.noise(t);
			for (final Prediction prediction : List.of(Prediction.IMAGE, Prediction.VELOCITY))
				assertTrue(Math.abs(prediction.start(signal, noise, 0.3, 0.101) - prediction.start(signal, noise, 0.3, 0.1)) < 1.001e-3,
					prediction + " at t = " + t);
		}
		assertTrue(Prediction.NOISE.start(COSINE.signal(999), COSINE.noise(999), 0.3, 0.1) - Prediction.NOISE.start(COSINE.signal(
			999), COSINE.noise(999), 0.3, 0.101) > 1);
	}

	/** The exact network, made to tell something else and read as that, makes the same images as the one of the noise. */
	@ParameterizedTest
	@EnumSource(Prediction.class)
	void samplersMakeTheSameImages(final Prediction prediction) {
		final HostPredictor exact = new MixtureModel(COSINE, new double[] { 0.3, 0.7 }, new double[][] { { -0.5, -0.4 }, { 0.4,
			0.5 } }, new double[] { 0.15, 0.12 });
		final HostPredictor other = (x, t, classes, output) -> {
			exact.predict(x, t, classes, output);
			for (int n = 0; n < x.length; n++)
				for (int i = 0; i < x[n].length; i++)
					output[n][i] = prediction.target(COSINE.signal(t), COSINE.noise(t), Prediction.NOISE.start(COSINE.signal(t), COSINE
						.noise(t), x[n][i], output[n][i]), output[n][i]);
		};
		for (final String sampler : List.of("ddpm", "ddim", "dpm++")) {
			final List<double[]> expected = images(sampler, exact);
			final List<double[]> found = images(sampler, prediction.noise(other, COSINE));
			for (int n = 0; n < expected.size(); n++)
				assertArrayEquals(expected.get(n), found.get(n), 1e-6, sampler);
		}
	}

	private static List<double[]> images(final String sampler, final NoisePredictor network) {
		final List<double[]> images = new ArrayList<>();
		new Generation(Samplers.of(sampler, 20, 0, COSINE, Variance.FIXED_SMALL), network, 1, 2, 4).run(NoiseSource.seeded(1),
			new long[] { 0, 1, 2, 3 }, new int[4], Monitor.NONE, (number, image) -> images.add(image.clone()));
		return images;
	}
}
