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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Heun's method without churn. */
class HeunSamplerTest extends AbstractSamplerTest {

	private static final NoiseSchedule TRAINED = NoiseSchedule.cosine(1000);
	private static final double MEAN = 0.2, DEVIATION = 0.1;

	@Override
	Sampler sampler(final NoiseSchedule trained, final int steps) {
		return Samplers.of("heun", steps, 0, trained, Variance.LEARNED_RANGE);
	}

	@Override
	int enoughSteps() {
		return 99;
	}

	@Override
	boolean looksTwice() {
		return true;
	}

	/** The second look of a step is the first of the next, but for the last step; an even number goes without one. */
	@Test
	void whereItAsks() {
		assertEquals(List.of(999), asked(1, 0));
		final List<Integer> five = asked(5, 0);
		assertEquals(999, five.get(0));
		assertEquals(five.get(1), five.get(2));
		assertEquals(five.get(3), five.get(4));
		assertEquals(0, five.get(4));
		final List<Integer> six = asked(6, 0);
		assertEquals(six.get(2), six.get(3));
		assertEquals(six.get(4), six.get(5));
		assertEquals(0, six.get(5));
		// Equal steps of s^(1/7) between 80 and the least; six levels of which the third is two fifths of the way.
		final double least = TRAINED.noise(0) / TRAINED.signal(0);
		final double third = Math.pow(Math.pow(80, 1 / 7.0) + 0.25 * (Math.pow(least, 1 / 7.0) - Math.pow(80, 1 / 7.0)), 7);
		final int t = asked(11, 0).get(4);
		assertEquals(1, TRAINED.noise(t) / TRAINED.signal(t) / third, 0.02);
		assertTrue(asked(1000, 0).stream().allMatch(each -> each >= 0));
	}

	/** Noise is added where the paper adds it, and the network asked at the louder level. */
	@Test
	void churnAsksAbove() {
		final Sampler quiet = Samplers.of("heun", 21, 0, TRAINED, Variance.LEARNED_RANGE);
		final Sampler churned = Samplers.of("heun", 21, 1, TRAINED, Variance.LEARNED_RANGE);
		int random = 0;
		for (int k = 0; k < 21; k++) {
			assertFalse(quiet.isRandom(k));
			if (!churned.isRandom(k)) continue;
			random++;
			final int before = churned.timestep(k);
			final int after = churned.timestep(k + 1);
			final double ratio = TRAINED.noise(after) / TRAINED.signal(after) * TRAINED.signal(before) / TRAINED.noise(before);
			assertTrue(ratio > 1.3 && ratio <= Math.sqrt(2), "step " + k + ": " + ratio);
		}
		assertTrue(random >= 4, random + " steps are random");
	}

	private static List<Integer> asked(final int steps, final double eta) {
		final Sampler sampler = Samplers.of("heun", steps, eta, TRAINED, Variance.LEARNED_RANGE);
		return IntStream.range(0, sampler.steps()).map(sampler::timestep).boxed().toList();
	}

	/** Of a normal distribution the end of the ODE is known: the first noise, scaled and moved. */
	private static double error(final Sampler sampler) {
		final int values = 4096;
		final MixtureModel model = new MixtureModel(TRAINED, new double[] { 1 }, new double[][] { filled(values) }, new double[] {
			DEVIATION });
		final double[] start = new double[values];
		NoiseSource.seeded(3).fill(0, NoiseSource.START, start);
		final double[] worst = new double[1];
		new Generation(sampler, model, 1, values, 1).run(NoiseSource.seeded(3), new long[] { 0 }, new int[1], Monitor.NONE, (number,
			image) -> {
			for (int i = 0; i < values; i++)
				worst[0] += Math.pow(image[i] - MEAN - DEVIATION * start[i], 2) / values;
		});
		return Math.sqrt(worst[0]);
	}

	private static double[] filled(final int values) {
		final double[] mean = new double[values];
		Arrays.fill(mean, MEAN);
		return mean;
	}

	/** Half the step, a quarter of the error; and with as many calls it is nearer than a method of several steps. */
	@Test
	void itIsOfTheSecondOrder() {
		final double coarse = error(sampler(TRAINED, 25));
		final double fine = error(sampler(TRAINED, 49));
		assertTrue(fine < coarse / 3, coarse + " -> " + fine);
		assertTrue(fine < 0.7 * error(Samplers.of("dpm++", 49, 0, TRAINED, Variance.LEARNED_RANGE)));
	}

	/** With churn the distribution is still the distribution. */
	@Test
	void churnKeepsTheDistribution() {
		final int values = 4096;
		final MixtureModel model = new MixtureModel(TRAINED, new double[] { 1 }, new double[][] { filled(values) }, new double[] {
			DEVIATION });
		for (final double eta : new double[] { 0.2, 1 })
			new Generation(Samplers.of("heun", 199, eta, TRAINED, Variance.LEARNED_RANGE), model, 1, values, 1).run(NoiseSource
				.seeded(3),
				new long[] { 0 }, new int[1], Monitor.NONE, (number, image) -> {
					final double mean = Arrays.stream(image).average().orElseThrow();
					final double deviation = Math.sqrt(Arrays.stream(image).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
					assertEquals(MEAN, mean, 0.005);
					assertEquals(DEVIATION, deviation, 0.005);
				});
	}
}
