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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** What every sampler must do, tried with networks that know the distribution exactly. */
abstract class AbstractSamplerTest {

	private static final NoiseSchedule TRAINED = NoiseSchedule.cosine(1000);

	/** Of every pixel: two separate levels. */
	private static final double[] WEIGHTS = { 0.3, 0.7 }, DEVIATIONS = { 0.15, 0.12 };
	private static final double LOW = -0.5, HIGH = 0.4;

	/**
	 * @param steps wanted
	 * @return a sampler of the schedule
	 */
	abstract Sampler sampler(NoiseSchedule trained, int steps);

	/** {@return steps with which it recovers a distribution} */
	abstract int enoughSteps();

	/** {@return the least steps it can do} */
	int leastSteps() {
		return 1;
	}

	/** {@return whether it may ask twice in a row at one timestep} */
	boolean looksTwice() {
		return false;
	}

	private static MixtureModel mixture(final int values) {
		final double[][] means = new double[2][values];
		Arrays.fill(means[0], LOW);
		Arrays.fill(means[1], HIGH);
		return new MixtureModel(TRAINED, WEIGHTS, means, DEVIATIONS);
	}

	/** The exact noise; where a variance is asked, it is 0: the middle between its bounds. */
	private static HostPredictor network(final int values) {
		final MixtureModel noise = mixture(values);
		return (x, timestep, classes, output) -> {
			final double[][] eps = new double[x.length][values];
			noise.predict(x, timestep, classes, eps);
			for (int n = 0; n < x.length; n++) {
				Arrays.fill(output[n], 0);
				System.arraycopy(eps[n], 0, output[n], 0, values);
			}
		};
	}

	private static Map<Long, double[]> generate(final Sampler sampler, final int values, final long seed,
		final long[] numbers, final int batch)
	{
		final Map<Long, double[]> images = new TreeMap<>();
		new Generation(sampler, network(values), 2, values, batch).run(NoiseSource.seeded(seed), numbers,
			new int[numbers.length], Monitor.NONE, (number, image) -> images.put(number, image.clone()));
		return images;
	}

	@Test
	void asksTimestepsOfTheScheduleFromNoiseToImage() {
		for (final int steps : new int[] { leastSteps(), 7, 50 }) {
			final Sampler sampler = sampler(TRAINED, steps);
			assertEquals(steps, sampler.steps());
			for (int k = 0; k < steps; k++) {
				assertTrue(sampler.timestep(k) >= 0 && sampler.timestep(k) < TRAINED.steps(), steps + ": " + sampler.timestep(k));
				assertTrue(k == 0 || sampler.timestep(k) < sampler.timestep(k - 1) + (looksTwice() ? 1 : 0), "not downwards at " + k);
			}
			assertTrue(sampler.channelFactor() == 1 || sampler.channelFactor() == 2);
		}
	}

	/** The network is asked once a step, at the step's timestep, with the whole batch. */
	@Test
	void theNetworkIsAskedOnceAStep() {
		final Sampler sampler = sampler(TRAINED, 7);
		final List<Integer> asked = new ArrayList<>();
		try (Sampling sampling = new Sampling(sampler, (HostPredictor) (x, timestep, classes, output) -> {
			asked.add(timestep);
			assertEquals(3, x.length);
			assertEquals(5, x[0].length);
			network(5).predict(x, timestep, classes, output);
		}, NoiseSource.seeded(1), 5, new long[] { 4, 5, 6 }, new int[3])) {
			while (sampling.hasNext())
				sampling.next();
			assertEquals(IntStream.range(0, 7).map(sampler::timestep).boxed().toList(), asked);
			assertEquals(3, sampling.images().length);
		}
	}

	@Test
	void theLastStepAddsNoNoise() {
		final Sampler sampler = sampler(TRAINED, 7);
		assertFalse(sampler.isRandom(sampler.steps() - 1));
	}

	/** Where it adds none, the source is not asked: only for the start, and once a random step. */
	@Test
	void noiseIsDrawnForRandomStepsOnly() {
		final Sampler sampler = sampler(TRAINED, 7);
		final Set<Integer> draws = new HashSet<>();
		try (Sampling sampling = new Sampling(sampler, network(5), (image, draw, target) -> {
			assertTrue(draws.add(draw), "draw " + draw + " twice");
			NoiseSource.seeded(1).fill(image, draw, target);
		}, 5, new long[] { 0 }, new int[1])) {
			while (sampling.hasNext())
				sampling.next();
		}
		assertEquals(1 + IntStream.range(0, 7).filter(sampler::isRandom).count(), draws.size());
	}

	@Test
	void equalSeedsGiveEqualImages() {
		final Sampler sampler = sampler(TRAINED, 7);
		final long[] all = LongStream.range(0, 6).toArray();
		final Map<Long, double[]> once = generate(sampler, 9, 5, all, 4);
		generate(sampler, 9, 5, all, 4).forEach((number, image) -> assertArrayEquals(once.get(number), image));
		generate(sampler(TRAINED, 7), 9, 5, all, 4).forEach((number, image) -> assertArrayEquals(once.get(number), image));
		final Map<Long, double[]> other = generate(sampler, 9, 6, all, 4);
		once.forEach((number, image) -> assertFalse(Arrays.equals(image, other.get(number))));
		assertFalse(Arrays.equals(once.get(0L), once.get(1L)));
	}

	/** An image depends on its seed and number alone: not on the batch, the others, or which part of a set it is in. */
	@Test
	void theBatchChangesNothing() {
		final Sampler sampler = sampler(TRAINED, 7);
		final long[] all = LongStream.range(0, 10).toArray();
		final Map<Long, double[]> whole = generate(sampler, 9, 5, all, 4);
		final Map<Long, double[]> parts = new TreeMap<>();
		for (int part = 0; part < 3; part++) {
			final int shard = part;
			parts.putAll(generate(sampler, 9, 5, LongStream.of(all).filter(i -> i % 3 == shard).toArray(), 2));
		}
		assertEquals(whole.keySet(), parts.keySet());
		whole.forEach((number, image) -> assertArrayEquals(image, parts.get(number)));
	}

	/** Two levels: their shares, means and widths. */
	@Test
	void theMixtureIsRecovered() {
		final int values = 2048;
		final Map<Long, double[]> images = generate(sampler(TRAINED, enoughSteps()), values, 1, new long[] { 0, 1, 2, 3 }, 4);
		final double[] all = ImageArrays.join(images.values().toArray(double[][]::new));
		final double middle = (LOW + HIGH) / 2;
		assertLevel(0, Arrays.stream(all).filter(v -> v < middle).toArray(), all.length);
		assertLevel(1, Arrays.stream(all).filter(v -> v >= middle).toArray(), all.length);
	}

	private static void assertLevel(final int level, final double[] found, final int all) {
		final double mean = Arrays.stream(found).average().orElseThrow();
		final double deviation = Math.sqrt(Arrays.stream(found).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
		// Standard error of a share of 8192: 0.005.
		assertEquals(WEIGHTS[level], found.length / (double) all, 0.03, "share of level " + level);
		assertEquals(level == 0 ? LOW : HIGH, mean, 0.015, "mean of level " + level);
		assertEquals(1, deviation / DEVIATIONS[level], 0.15, "width of level " + level);
	}
}
