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

import io.sonoflow.SonoflowException;

/** The samplers by the names users give them. */
public final class Samplers {

	private static final int DDIM_STEPS = 50;
	private static final int DPM_STEPS = 20;

	/** 18 steps, the last of one call: the paper's for small images. */
	private static final int HEUN_STEPS = 35;

	private Samplers() {
	}

	/**
	 * @param name {@code ddpm}, {@code ddim}, {@code dpm++} or {@code heun}
	 * @param steps how often the network is asked, 0..T; 0 = all for ddpm, 50 for ddim, 20 for dpm++, 35 for heun (or T if that is
	 *          less)
	 * @param eta randomness of ddim and heun, 0..1; the others have no such choice and take only 0
	 * @param trained the schedule the network was trained on
	 * @param variance what the network was trained for
	 * @return the sampler: ddpm respaced as guided-diffusion does, ddim and dpm++ with trailing spacing; x_0 is clipped
	 * @throws SonoflowException.Input naming the key that does not fit
	 */
	public static Sampler of(final String name, final int steps, final double eta, final NoiseSchedule trained,
		final Variance variance)
	{
		if (steps < 0 || steps > trained.steps()) throw new SonoflowException.Input("steps=" + steps +
			" is impossible: this model was trained with " + trained.steps() + " steps. Use steps=1 to steps=" + trained
				.steps() + ", or 0 for the sampler's usual number.");
		final boolean choice = "ddim".equals(name) || "heun".equals(name);
		if (eta != 0 && !choice) throw new SonoflowException.Input("eta=" + eta + " does not fit sampler=" +
			name + ", which has no such choice. Leave eta out, or use sampler=ddim or sampler=heun.");
		if (steps == 1 && "ddpm".equals(name)) throw new SonoflowException.Input(
			"steps=1 is impossible with sampler=ddpm, whose randomness needs a step to vanish in. Use steps=2 or more.");
		return switch (name) {
			case "ddpm" -> new AncestralSampler(steps == 0 ? trained : trained.respaced(Integer.toString(steps)), variance, true);
			case "ddim" -> new Ddim(trained, trailing(trained, steps == 0 ? DDIM_STEPS : steps), eta, true);
			case "dpm++" -> new DpmSolver(trained, trailing(trained, steps == 0 ? DPM_STEPS : steps), true);
			case "heun" -> new HeunSampler(trained, Math.min(steps == 0 ? HEUN_STEPS : steps, trained.steps()), eta, true);
			default -> throw new SonoflowException.Input("sampler=" + name +
				" does not exist. Use sampler=ddpm, sampler=ddim, sampler=dpm++ or sampler=heun.");
		};
	}

	private static int[] trailing(final NoiseSchedule trained, final int steps) {
		return Spacing.TRAILING.timesteps(trained.steps(), Math.min(steps, trained.steps()));
	}
}
