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

import io.sonoflow.RandomStream;

import java.util.Arrays;

/**
 * Timesteps in proportion to the root mean square of their last 10 losses (Nichol and Dhariwal, Improved DDPM, 2021, eq.
 * 18), one in 1000 uniformly; all uniformly until each has had its 10.
 */
public final class LossAwareTimesteps implements TimestepSampler {

	private static final int HISTORY = 10;
	private static final double UNIFORM = 0.001;

	/** The last losses of each timestep, the oldest first. */
	private final double[][] history;
	private final int[] counts;

	/** @param steps T of the schedule */
	public LossAwareTimesteps(final int steps) {
		history = new double[steps][HISTORY];
		counts = new int[steps];
	}

	/** {@return the chance of each timestep; sum 1} */
	double[] probabilities() {
		final int steps = counts.length;
		final double[] result = new double[steps];
		Arrays.fill(result, 1.0 / steps);
		double sum = 0;
		final double[] roots = new double[steps];
		for (int t = 0; t < steps; t++) {
			if (counts[t] < HISTORY) return result;
			double squares = 0;
			for (final double loss : history[t])
				squares += loss * loss;
			sum += roots[t] = Math.sqrt(squares / HISTORY);
		}
		if (sum > 0) for (int t = 0; t < steps; t++)
			result[t] = roots[t] / sum * (1 - UNIFORM) + UNIFORM / steps;
		return result;
	}

	@Override
	public Draw draw(final RandomStream random, final int count) {
		final double[] chance = probabilities();
		final double[] upTo = chance.clone();
		for (int t = 1; t < upTo.length; t++)
			upTo[t] += upTo[t - 1];
		final int[] timesteps = new int[count];
		final double[] weights = new double[count];
		for (int i = 0; i < count; i++) {
			final int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
			timesteps[i] = Math.min(upTo.length - 1, found < 0 ? -found - 1 : found + 1);
			weights[i] = 1 / (chance.length * chance[timesteps[i]]);
		}
		return new Draw(timesteps, weights);
	}

	@Override
	public void update(final int[] timesteps, final double[] losses) {
		for (int i = 0; i < timesteps.length; i++) {
			final int t = timesteps[i];
			if (counts[t] == HISTORY) System.arraycopy(history[t], 1, history[t], 0, HISTORY - 1);
			else counts[t]++;
			history[t][counts[t] - 1] = losses[i];
		}
	}

	@Override
	public double[] state() {
		final double[] state = new double[counts.length * (HISTORY + 1)];
		for (int t = 0; t < counts.length; t++) {
			state[t * (HISTORY + 1)] = counts[t];
			System.arraycopy(history[t], 0, state, t * (HISTORY + 1) + 1, HISTORY);
		}
		return state;
	}

	@Override
	public void restore(final double[] state) {
		if (state.length != counts.length * (HISTORY + 1)) throw new IllegalArgumentException(state.length +
			" values are not the state of a loss-aware sampler of " + counts.length + " timesteps");
		for (int t = 0; t < counts.length; t++) {
			counts[t] = (int) state[t * (HISTORY + 1)];
			System.arraycopy(state, t * (HISTORY + 1) + 1, history[t], 0, HISTORY);
		}
	}
}
