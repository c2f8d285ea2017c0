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
 * The numbers of one step back, q(x_{t-1} | x_t, x_0) and p(x_{t-1} | x_t), taken out of the schedule once and used for
 * every value of an image.
 *
 * @param now x_t's factor in x_0 = now x_t - noise eps
 * @param noise eps's factor there
 * @param meanStart x_0's factor in the mean of x_{t-1}
 * @param meanNow x_t's factor there
 * @param logPosterior log variance of q(x_{t-1} | x_t, x_0)
 * @param logLow log variance of p for v = -1
 * @param logHigh log variance of p for v = 1
 */
record PosteriorStep(double now, double noise, double meanStart, double meanNow, double logPosterior, double logLow,
	double logHigh)
{

	static PosteriorStep of(final NoiseSchedule schedule, final Variance variance, final int t) {
		final double posterior = schedule.posteriorLogVariance(t);
		final double beta = StrictMath.log(schedule.beta(t));
		// The reference's fixed variance takes the first step's from the posterior, its learned range does not.
		final double large = t == 0 ? posterior : beta;
		final double low = variance == Variance.FIXED_LARGE ? large : posterior;
		final double high = variance == Variance.LEARNED_RANGE ? beta : low;
		return new PosteriorStep(Math.sqrt(1 / schedule.alphaBar(t)), Math.sqrt(1 / schedule.alphaBar(t) - 1), schedule
			.posteriorStart(t), schedule.posteriorNow(t), posterior, low, high);
	}
}
