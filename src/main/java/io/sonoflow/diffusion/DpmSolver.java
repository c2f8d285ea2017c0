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

import ai.djl.ndarray.NDArray;

import java.util.Arrays;
import java.util.List;

/**
 * DPM-Solver++(2M), the multistep solver of the diffusion ODE for x_0 (Lu et al., DPM-Solver++, 2022, algorithm 2). With
 * alpha = sqrt(A), sigma = sqrt(1 - A), lambda = ln(alpha / sigma), s now, t next, h = lambda_t - lambda_s:
 *
 * <pre>
 * x_t = sigma_t / sigma_s x + alpha_t (1 - exp(-h)) (x_0 + (x_0 - x_0 before) / (2 r)),  r = (lambda_s - lambda_before) / h
 * </pre>
 *
 * without the difference in the first step and in the last, which ends at noise 0 in x_0 itself. No randomness but the
 * first noise.
 */
public final class DpmSolver implements Sampler {

	private static final String CODE = """
		def advance(self: __torch__.Ops, x: Tensor, output: Tensor, before: Tensor, k: List[float]) -> int:
		  noise = torch.narrow(output, 1, 0, torch.size(x, 1))
		  start = torch.clamp(torch.div(torch.sub(x, torch.mul(noise, k[0])), k[1]), -k[5], k[5])
		  first = torch.add(torch.mul(x, k[2]), torch.mul(start, k[3]))
		  torch.copy_(x, torch.add(first, torch.mul(torch.sub(start, before), k[4])))
		  torch.copy_(before, start)
		  return 0
		""";

	/** How the second order corrects the first. */
	enum Correction {
		MIDPOINT, HEUN
	}

	private final int[] timesteps;
	private final double[] signal;
	private final double[] noise;
	/** Factors of x, x_0 and x_0 - x_0 before. */
	private final double[] keep;
	private final double[] gain;
	private final double[] bend;
	private final boolean clip;

	/**
	 * @param schedule trained on, not respaced
	 * @param timesteps where the network is asked, descending, see {@link Spacing#timesteps}
	 * @param clip whether x_0 is held in [-1, 1] before it is used and remembered
	 */
	public DpmSolver(final NoiseSchedule schedule, final int[] timesteps, final boolean clip) {
		this(schedule, timesteps, 1, orders(timesteps.length), Correction.MIDPOINT, clip);
	}

	/**
	 * @param end alphaBar after the last step; 1 = no noise
	 * @param orders 1 or 2 for each step, the first 1, the last 1 if end is 1
	 */
	DpmSolver(final NoiseSchedule schedule, final int[] timesteps, final double end, final int[] orders,
		final Correction correction, final boolean clip)
	{
		this.timesteps = timesteps.clone();
		this.clip = clip;
		final int count = timesteps.length;
		signal = new double[count + 1];
		noise = new double[count + 1];
		final double[] lambda = new double[count + 1];
		for (int k = 0; k <= count; k++) {
			final double alphaBar = k < count ? schedule.alphaBar(timesteps[k]) : end;
			signal[k] = Math.sqrt(alphaBar);
			noise[k] = Math.sqrt(1 - alphaBar);
			lambda[k] = StrictMath.log(signal[k]) - StrictMath.log(noise[k]);
		}
		keep = new double[count];
		gain = new double[count];
		bend = new double[count];
		for (int k = 0; k < count; k++) {
			final double h = lambda[k + 1] - lambda[k];
			final double grown = -StrictMath.expm1(-h);
			keep[k] = noise[k + 1] / noise[k];
			gain[k] = signal[k + 1] * grown;
			if (orders[k] == 1) continue;
			final double r = (lambda[k] - lambda[k - 1]) / h;
			bend[k] = (correction == Correction.MIDPOINT ? gain[k] / 2 : signal[k + 1] * (1 - grown / h)) / r;
		}
	}

	private static int[] orders(final int steps) {
		final int[] orders = new int[steps];
		Arrays.fill(orders, 2);
		orders[0] = 1;
		orders[steps - 1] = 1;
		return orders;
	}

	@Override
	public int steps() {
		return timesteps.length;
	}

	@Override
	public int timestep(final int step) {
		return timesteps[step];
	}

	@Override
	public boolean isRandom(final int step) {
		return false;
	}

	@Override
	public int channelFactor() {
		return 1;
	}

	@Override
	public Update start(final NDArray x) {
		final SamplerScript script = new SamplerScript(x, CODE);
		final NDArray before = x.zerosLike();
		return (step, output, none) -> script.run("advance", List.of(output, before), noise[step], signal[step], keep[step],
			gain[step], bend[step], SamplerScript.limit(clip));
	}
}
