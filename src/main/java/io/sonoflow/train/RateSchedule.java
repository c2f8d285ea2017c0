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

/**
 * The learning rate over the steps of a training. Step 0 is the first step.
 *
 * <pre>
 * RateSchedule rate = RateSchedule.warmUp(1e-3, 500, RateSchedule.cosine(1e-3, 0, 9500));
 * </pre>
 */
@FunctionalInterface
public interface RateSchedule {

	/**
	 * @param step number of steps done before this one, at least 0
	 * @return the rate to be used in this step
	 */
	double rate(long step);

	/** {@return the same rate always} */
	static RateSchedule constant(final double rate) {
		return step -> rate;
	}

	/**
	 * @param base rate of the first step
	 * @param total step from which on the rate is 0
	 * @param power 1 = straight line
	 * @return base * (1 - min(step, total) / total)^power, as torch's PolynomialLR
	 */
	static RateSchedule polynomial(final double base, final long total, final double power) {
		return step -> base * Math.pow(1 - (double) Math.min(step, total) / total, power);
	}

	/**
	 * @param base rate of the first step
	 * @param least rate of step {@code total}; beyond it the rate rises again
	 * @param total half a period, in steps
	 * @return least + (base - least) / 2 * (1 + cos(pi * step / total)), as torch's CosineAnnealingLR
	 */
	static RateSchedule cosine(final double base, final double least, final long total) {
		return step -> least + (base - least) / 2 * (1 + Math.cos(Math.PI * step / total));
	}

	/**
	 * The straight line to 0 of guided-diffusion's training loop, in which the rate is set after a step for the next one:
	 * steps 0 and 1 both run at the full rate.
	 */
	static RateSchedule anneal(final double base, final long total) {
		return step -> base * (1 - (double) Math.max(0, step - 1) / total);
	}

	/** {@return base * (step + 1) / steps during the first steps, then another schedule from its own step 0} */
	static RateSchedule warmUp(final double base, final long steps, final RateSchedule then) {
		return step -> step < steps ? base * (step + 1) / steps : then.rate(step - steps);
	}

	/** {@return number of steps of a warm-up that is a share of all; at least the last step has a rate} */
	static long rising(final double share, final long steps) {
		return Math.max(0, Math.min(Math.round(share * steps), steps - 1));
	}

	/** {@return as {@link #warmUp}, but base * step / steps: the very first step has rate 0 (masked autoencoders)} */
	static RateSchedule warmUpFromZero(final double base, final long steps, final RateSchedule then) {
		return step -> step < steps ? base * step / steps : then.rate(step - steps);
	}
}
