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

import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Draws samples with replacement, each with weight 1 / (size of its class): every class is drawn equally often in the
 * mean, whatever its share. An epoch has as many draws as there are samples; a sample may be drawn several times or not at
 * all.
 */
public final class BalancedSampler {

	private final int[][] classes;
	private final int draws;
	private final long seed;

	/**
	 * @param samples numbers of the samples to draw from, at least one
	 * @param labels class of every sample of the data set, by number
	 * @param seed decides all draws
	 */
	public BalancedSampler(final int[] samples, final int[] labels, final long seed) {
		final int[] present = Arrays.stream(samples).map(i -> labels[i]).distinct().sorted().toArray();
		classes = IntStream.of(present).mapToObj(c -> Arrays.stream(samples).filter(i -> labels[i] == c).toArray())
			.toArray(int[][]::new);
		draws = samples.length;
		this.seed = seed;
	}

	/** {@return the samples of an epoch in the order they are drawn} */
	public int[] epoch(final int epoch) {
		final RandomStream random = RandomStream.of(seed, "sampler", epoch);
		final int[] drawn = new int[draws];
		for (int i = 0; i < draws; i++) {
			// Weight 1 / class size for each sample is the same as a class at random, then one of it.
			final int[] members = classes[random.nextInt(classes.length)];
			drawn[i] = members[random.nextInt(members.length)];
		}
		return drawn;
	}
}
