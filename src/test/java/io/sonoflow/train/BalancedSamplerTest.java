package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class BalancedSamplerTest {

	@Test
	void classesAreDrawnEquallyOftenAndSamplesOfAClassToo() {
		// 40 samples, every second one may be drawn; of these each fifth is of class 1
		final int[] labels = IntStream.range(0, 40).map(i -> i % 10 == 0 ? 1 : 0).toArray();
		final int[] samples = IntStream.range(0, 20).map(i -> 2 * i).toArray();
		final BalancedSampler sampler = new BalancedSampler(samples, labels, 4);
		final int[] counts = new int[40];
		final int epochs = 2000;
		for (int epoch = 0; epoch < epochs; epoch++) {
			final int[] drawn = sampler.epoch(epoch);
			assertEquals(20, drawn.length);
			for (final int sample : drawn)
				counts[sample]++;
		}
		final int draws = 20 * epochs;
		for (int i = 0; i < 40; i++) {
			final double share = i % 2 == 1 ? 0 : labels[i] == 1 ? 0.5 / 4 : 0.5 / 16;
			assertEquals(draws * share, counts[i], 5 * Math.sqrt(draws * share), "sample " + i);
		}
	}

	@Test
	void anEpochIsDrawnAgainTheSame() {
		final int[] labels = { 0, 1, 0, 1, 0, 0, 0, 0, 1, 0 };
		final int[] samples = IntStream.range(0, 10).toArray();
		final BalancedSampler sampler = new BalancedSampler(samples, labels, 1);
		final int[] second = sampler.epoch(1);
		assertFalse(Arrays.equals(sampler.epoch(0), second));
		assertArrayEquals(second, new BalancedSampler(samples, labels, 1).epoch(1));
		assertTrue(Arrays.stream(second).distinct().count() < 10, "with replacement");
	}
}
