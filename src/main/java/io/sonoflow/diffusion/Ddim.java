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

import io.sonoflow.SonoflowException;

import java.util.List;

/**
 * Denoising Diffusion Implicit Models (Song et al., ICLR 2021, eq. 12 and 16): with x_0 from the predicted noise eps,
 *
 * <pre>
 * x' = sqrt(A') x_0 + sqrt(1 - A' - sigma^2) eps + sigma noise, sigma = eta sqrt((1 - A') / (1 - A)) sqrt(1 - A / A')
 * </pre>
 *
 * A and A' being alphaBar now and at the timestep the network is asked next (1 after the last). eta 0: the image follows
 * from its first noise alone; 1: as random as the ancestral walk.
 */
public final class Ddim implements Sampler {

	private static final String CODE = """
		def start(self: __torch__.Ops, x: Tensor, eps: Tensor, k: List[float]) -> Tensor:
		  return torch.clamp(torch.div(torch.sub(x, torch.mul(eps, k[0])), k[1]), -k[4], k[4])
		def noise(self: __torch__.Ops, x: Tensor, output: Tensor) -> Tensor:
		  return torch.narrow(output, 1, 0, torch.size(x, 1))
		def move(self: __torch__.Ops, x: Tensor, start: Tensor, eps: Tensor, k: List[float]) -> int:
		  torch.copy_(x, torch.add(torch.mul(start, k[2]), torch.mul(eps, k[3])))
		  return 0
		def predicted(self: __torch__.Ops, x: Tensor, output: Tensor, k: List[float]) -> int:
		  eps = self.noise(x, output)
		  return self.move(x, self.start(x, eps, k), eps, k)
		def rederived(self: __torch__.Ops, x: Tensor, output: Tensor, k: List[float]) -> int:
		  start = self.start(x, self.noise(x, output), k)
		  return self.move(x, start, torch.div(torch.sub(x, torch.mul(start, k[1])), k[0]), k)
		def add(self: __torch__.Ops, x: Tensor, z: Tensor, k: List[float]) -> int:
		  torch.add_(x, torch.mul(z, k[0]))
		  return 0
		""";

	private final int[] timesteps;
	private final double[] signal;
	private final double[] noise;
	private final double[] nextSignal;
	private final double[] direction;
	private final double[] sigma;
	private final boolean clip;
	private final boolean rederive;

	/**
	 * @param schedule trained on, not respaced
	 * @param timesteps where the network is asked, descending, see {@link Spacing#timesteps} and {@link Respacing#keep}
	 * @param eta 0..1
	 * @param clip whether x_0 is held in [-1, 1] in every step, eps then being what leads from that x_0 to x (as
	 *          guided-diffusion does)
	 */
	public Ddim(final NoiseSchedule schedule, final int[] timesteps, final double eta, final boolean clip) {
		this(schedule, timesteps, consistent(schedule, timesteps), eta, clip, true);
	}

	/**
	 * @param targets alphaBar after each step
	 * @param rederive whether eps follows a clipped x_0, or stays as predicted
	 */
	Ddim(final NoiseSchedule schedule, final int[] timesteps, final double[] targets, final double eta,
		final boolean clip, final boolean rederive)
	{
		if (!(eta >= 0 && eta <= 1)) throw new SonoflowException.Input("eta=" + eta +
			" is not allowed. Use 0 (no randomness on the way) to 1 (as random as ddpm).");
		this.timesteps = timesteps.clone();
		this.clip = clip;
		this.rederive = rederive;
		final int count = timesteps.length;
		signal = new double[count];
		noise = new double[count];
		nextSignal = new double[count];
		direction = new double[count];
		sigma = new double[count];
		for (int k = 0; k < count; k++) {
			final double now = schedule.alphaBar(timesteps[k]);
			final double next = targets[k];
			signal[k] = Math.sqrt(now);
			noise[k] = Math.sqrt(1 - now);
			nextSignal[k] = Math.sqrt(next);
			sigma[k] = eta * Math.sqrt((1 - next) / (1 - now)) * Math.sqrt(1 - now / next);
			direction[k] = Math.sqrt(Math.max(0, 1 - next - sigma[k] * sigma[k]));
		}
	}

	private static double[] consistent(final NoiseSchedule schedule, final int[] timesteps) {
		final double[] targets = new double[timesteps.length];
		for (int k = 0; k < targets.length; k++)
			targets[k] = k == targets.length - 1 ? 1 : schedule.alphaBar(timesteps[k + 1]);
		return targets;
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
		return sigma[step] > 0;
	}

	@Override
	public int channelFactor() {
		return 1;
	}

	@Override
	public Update start(final NDArray x) {
		final SamplerScript script = new SamplerScript(x, CODE);
		final String method = clip && rederive ? "rederived" : "predicted";
		return (step, output, z) -> {
			script.run(method, List.of(output), noise[step], signal[step], nextSignal[step], direction[step], SamplerScript.limit(
				clip));
			if (z != null) script.run("add", List.of(z), sigma[step]);
		};
	}
}
