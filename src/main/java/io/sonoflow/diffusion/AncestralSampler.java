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

/**
 * The random walk back (Ho et al. 2020, algorithm 2): x_{t-1} = mean(x_t, x_0) + sigma noise, with x_0 from the predicted
 * noise, for all steps of a schedule, the last to the first. No noise in the last step executed.
 */
public final class AncestralSampler implements Sampler {

	private final NoiseSchedule schedule;
	private final Variance variance;
	private final boolean clip;
	private final PosteriorStep[] table;

	/**
	 * @param schedule possibly respaced
	 * @param variance of the steps back; what the network was trained for
	 * @param clip whether x_0 is held in [-1, 1] in every step (usual)
	 */
	public AncestralSampler(final NoiseSchedule schedule, final Variance variance, final boolean clip) {
		this.schedule = schedule;
		this.variance = variance;
		this.clip = clip;
		table = new PosteriorStep[schedule.steps()];
		for (int t = 0; t < table.length; t++)
			table[t] = PosteriorStep.of(schedule, variance, t);
	}

	@Override
	public int steps() {
		return table.length;
	}

	@Override
	public int timestep(final int step) {
		return schedule.timestep(table.length - 1 - step);
	}

	@Override
	public boolean isRandom(final int step) {
		return step < table.length - 1;
	}

	@Override
	public int channelFactor() {
		return variance.channelFactor();
	}

	@Override
	public Update start(final int images) {
		return (step, image, x, output, noise) -> advance(table.length - 1 - step, x, output, noise);
	}

	private void advance(final int t, final double[] x, final double[] output, final double[] noise) {
		final PosteriorStep step = table[t];
		final boolean learned = variance == Variance.LEARNED_RANGE;
		final double fixed = Math.exp(0.5 * step.logLow());
		for (int i = 0; i < x.length; i++) {
			final double start = step.start(x[i], output[i]);
			final double mean = step.mean(clip ? PosteriorStep.clip(start) : start, x[i]);
			if (noise == null) x[i] = mean;
			else x[i] = mean + (learned ? Math.exp(0.5 * step.logVariance(output[x.length + i])) : fixed) * noise[i];
		}
	}
}
