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
import io.sonoflow.RandomStream;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** The distribution that generation may start in. */
class GaussianStartTest {

	private static final int SIDE = 32;
	private static final int COUNT = 600;
	private static final double LEVEL = -0.4;
	private static final double SLOPE = 0.3;
	private static final double GRAIN = 0.2;

	/** A brightness of its own, a slope from left to right of its own, and grain. */
	private static void image(final int index, final float[] target) {
		final RandomStream random = RandomStream.of(1, "images", index);
		final double level = LEVEL + 0.1 * random.nextGaussian();
		final double slope = SLOPE * random.nextGaussian();
		for (int i = 0; i < target.length; i++)
			target[i] = (float) (level + slope * (i % SIDE - (SIDE - 1) / 2.) / SIDE + GRAIN * random.nextGaussian());
	}

	private static double mean(final double[] values) {
		double sum = 0;
		for (final double value : values)
			sum += value;
		return sum / values.length;
	}

	private static double slope(final double[] image) {
		double sum = 0;
		double squares = 0;
		for (int i = 0; i < image.length; i++) {
			final double x = (i % SIDE - (SIDE - 1) / 2.) / SIDE;
			sum += x * image[i];
			squares += x * x;
		}
		return sum / squares;
	}

	private static void assertStatistics(final double[][] images, final double tolerance) {
		double levels = 0;
		double levelSquares = 0;
		double slopeSquares = 0;
		double grain = 0;
		for (final double[] image : images) {
			final double level = mean(image);
			levels += level / images.length;
			levelSquares += level * level / images.length;
			slopeSquares += slope(image) * slope(image) / images.length;
			double differences = 0;
			for (int i = SIDE; i < image.length; i++)
				differences += (image[i] - image[i - SIDE]) * (image[i] - image[i - SIDE]) / 2 / (image.length - SIDE);
			grain += Math.sqrt(differences) / images.length;
		}
		assertEquals(LEVEL, levels, 0.1 * tolerance);
		assertEquals(0.1, Math.sqrt(levelSquares - levels * levels), 0.1 * tolerance);
		assertEquals(SLOPE, Math.sqrt(slopeSquares), SLOPE * tolerance);
		assertEquals(GRAIN, grain, GRAIN * tolerance);
	}

	@Test
	void drawsAreDistributedLikeTheImages() {
		final GaussianStart start = GaussianStart.fit(COUNT, SIDE, GaussianStartTest::image, false);
		// At the first step next to no noise is added.
		final NoiseSource source = start.over(NoiseSource.seeded(3), NoiseSchedule.cosine(1000).first(2));
		final double[][] images = new double[COUNT][SIDE * SIDE];
		for (int i = 0; i < COUNT; i++)
			source.fill(i, NoiseSource.START, images[i]);
		assertStatistics(images, 0.12);
		final double[] step = new double[5];
		final double[] plain = new double[5];
		source.fill(1, 7, step);
		NoiseSource.seeded(3).fill(1, 7, plain);
		assertArrayEquals(plain, step, "the noise of later steps is untouched");
	}

	@Test
	void mirroredImagesCount() {
		final GaussianStart start = GaussianStart.fit(3, SIDE, (index, target) -> {
			for (int i = 0; i < target.length; i++)
				target[i] = i % SIDE < SIDE / 2 ? 0.5f : -0.5f;
		}, true);
		for (final float value : start.mean())
			assertEquals(0, value, 1e-6);
	}

	/** With the exact noise estimate of the normal distribution, starting at 85 % gives what starting in noise gives. */
	@Test
	void startingLateGivesTheSameDistribution() {
		final NoiseSchedule all = NoiseSchedule.cosine(1000);
		final GaussianStart start = new GaussianStart(16, 1, new float[] { 0.3f }, new float[0][], 0.25f);
		for (final String sampler : new String[] { "ddpm", "ddim", "dpm++" })
			for (final double share : new double[] { 0.6, 0.85 }) {
				final NoiseSchedule late = all.first((int) (1000 * share));
				final HostPredictor exact = (x, t, classes, output) -> {
					final double signal = all.signal(t);
					final double noise = all.noise(t);
					for (int n = 0; n < x.length; n++)
						for (int i = 0; i < 256; i++)
							output[n][i] = noise * (x[n][i] - signal * 0.3) / (signal * signal * 0.0625 + noise * noise);
				};
				final double[] pixels = new double[40 * 256];
				new Generation(Samplers.of(sampler, 100, 0, late, Variance.FIXED_SMALL), exact, 1, 256, 20).run(start.over(NoiseSource
					.seeded(5), late), LongStream.range(0, 40).toArray(), new int[40], Monitor.NONE, (number, image) -> System
						.arraycopy(image, 0, pixels, (int) number * 256, 256));
				final double mean = mean(pixels);
				double variance = 0;
				for (final double pixel : pixels)
					variance += (pixel - mean) * (pixel - mean) / pixels.length;
				assertEquals(0.3, mean, 0.01, sampler + " from " + share);
				assertEquals(0.25, Math.sqrt(variance), 0.02, sampler + " from " + share);
			}
	}

	@Test
	void textsAreReadBack() {
		final GaussianStart start = GaussianStart.fit(20, SIDE, GaussianStartTest::image, false);
		final GaussianStart read = GaussianStart.decode(start.encode());
		assertEquals(start.side(), read.side());
		assertEquals(start.residual(), read.residual());
		assertArrayEquals(start.mean(), read.mean());
		assertArrayEquals(start.components(), read.components());
		assertEquals(19, read.components().length, "one less than there are images");
	}

	@Test
	void damagedTextsAreRefused() {
		final String text = GaussianStart.fit(3, SIDE, GaussianStartTest::image, false).encode();
		for (final String wrong : new String[] { "", "32,16,2", text.substring(0, text.length() - 8), text.replaceFirst("32",
			"33"), text.replaceFirst("16", "-1"), text.replaceFirst("16", "1e9"), text + "!" })
			assertThrows(IllegalArgumentException.class, () -> GaussianStart.decode(wrong));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> GaussianStart.decode("1,1,0,AADAf///wH8=")).getMessage()
			.contains("number 0"));
	}

	@Test
	void theFirstStepsAreThoseOfTheWhole() {
		final NoiseSchedule all = NoiseSchedule.cosine(1000);
		final NoiseSchedule first = all.respaced("50").first(40);
		assertEquals(40, first.steps());
		assertEquals(all.respaced("50").timestep(39), first.timestep(39));
		assertEquals(all.respaced("50").alphaBar(39), first.alphaBar(39));
		assertThrows(IllegalArgumentException.class, () -> all.first(1001));
		assertThrows(IllegalArgumentException.class, () -> all.first(1));
	}
}
