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
