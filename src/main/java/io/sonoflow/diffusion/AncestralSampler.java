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

import java.util.List;

/**
 * The random walk back (Ho et al. 2020, algorithm 2): x_{t-1} = mean(x_t, x_0) + sigma noise, with x_0 from the predicted
 * noise, for all steps of a schedule, the last to the first. No noise in the last step executed.
 */
public final class AncestralSampler implements Sampler {

	private static final String CODE = """
		def back(self: __torch__.Ops, x: Tensor, output: Tensor, k: List[float]) -> Tensor:
		  noise = torch.narrow(output, 1, 0, torch.size(x, 1))
		  start = torch.clamp(torch.sub(torch.mul(x, k[0]), torch.mul(noise, k[1])), -k[4], k[4])
		  return torch.add(torch.mul(start, k[2]), torch.mul(x, k[3]))
		def mean(self: __torch__.Ops, x: Tensor, output: Tensor, k: List[float]) -> int:
		  torch.copy_(x, self.back(x, output, k))
		  return 0
		def fixed(self: __torch__.Ops, x: Tensor, output: Tensor, noise: Tensor, k: List[float]) -> int:
		  torch.copy_(x, torch.add(self.back(x, output, k), torch.mul(noise, torch.exp(torch.mul(k[5], 0.5)))))
		  return 0
		def learned(self: __torch__.Ops, x: Tensor, output: Tensor, noise: Tensor, k: List[float]) -> int:
		  n = torch.size(x, 1)
		  share = torch.div(torch.add(torch.narrow(output, 1, n, n), 1.), 2.)
		  variance = torch.add(torch.mul(share, k[6]), torch.mul(torch.add(torch.neg(share), 1.), k[5]))
		  torch.copy_(x, torch.add(self.back(x, output, k), torch.mul(torch.exp(torch.mul(variance, 0.5)), noise)))
		  return 0
		""";

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
	public Update start(final NDArray x) {
		final SamplerScript script = new SamplerScript(x, CODE);
		return (step, output, noise) -> {
			final PosteriorStep back = table[table.length - 1 - step];
			final String method = noise == null ? "mean" : variance == Variance.LEARNED_RANGE ? "learned" : "fixed";
			script.run(method, noise == null ? List.of(output) : List.of(output, noise), back.now(), back.noise(), back.meanStart(),
				back.meanNow(), SamplerScript.limit(clip), back.logLow(), back.logHigh());
		};
	}
}
