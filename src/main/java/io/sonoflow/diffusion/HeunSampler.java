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

import java.util.ArrayList;
import java.util.List;

/**
 * Heun's method on the diffusion ODE, as Karras et al. (Elucidating the Design Space of Diffusion-Based Generative Models,
 * NeurIPS 2022, algorithms 1 and 2). With y = x / alpha and s = sigma / alpha the ODE is dy/ds = (y - x_0(y, s)) / s; a step goes
 * along its slope here, asks the network again there, and goes along the mean of both slopes. The last step ends at s = 0 in x_0
 * itself. With churn a step first adds noise, to (1 + gamma) s, which forgets earlier errors.
 * <p>
 * Levels: pure noise, then equally spaced in s^(1/7) from at most 80 to the least of the schedule, each at the timestep that is
 * nearest. A number of calls n that is odd makes (n + 1) / 2 levels; one that is even a level more, whose step goes without the
 * second look (the first, in which nearly nothing of the image is decided).
 */
public final class HeunSampler implements Sampler {

	private static final String CODE = """
		def start(self: __torch__.Ops, x: Tensor, output: Tensor, k: List[float]) -> Tensor:
		  noise = torch.narrow(output, 1, 0, torch.size(x, 1))
		  return torch.clamp(torch.div(torch.sub(x, torch.mul(noise, k[0])), k[1]), -k[2], k[2])
		def end(self: __torch__.Ops, x: Tensor, output: Tensor, k: List[float]) -> int:
		  torch.copy_(x, self.start(x, output, k))
		  return 0
		def first(self: __torch__.Ops, x: Tensor, output: Tensor, place: Tensor, slope: Tensor, k: List[float]) -> int:
		  torch.copy_(place, torch.div(x, k[1]))
		  torch.copy_(slope, torch.div(torch.sub(place, self.start(x, output, k)), k[3]))
		  torch.copy_(x, torch.add(place, torch.mul(slope, k[4])))
		  return 0
		def second(self: __torch__.Ops, x: Tensor, output: Tensor, place: Tensor, slope: Tensor, k: List[float]) -> int:
		  here = torch.div(torch.sub(torch.div(x, k[1]), self.start(x, output, k)), k[3])
		  torch.copy_(x, torch.add(place, torch.div(torch.mul(torch.add(slope, here), k[4]), 2.)))
		  return 0
		def add(self: __torch__.Ops, x: Tensor, noise: Tensor, k: List[float]) -> int:
		  torch.add_(x, torch.mul(noise, k[0]))
		  return 0
		def scale(self: __torch__.Ops, x: Tensor, k: List[float]) -> int:
		  torch.mul_(x, k[0])
		  return 0
		""";

	/** Above it an image is told from noise by nobody. */
	private static final double LARGEST = 80;

	private static final double RHO = 7;

	/** Levels between which noise is added, and how much more of it at most. */
	private static final double CHURN_FROM = 0.05, CHURN_TO = 50, CHURN = Math.sqrt(2) - 1;

	/** A place on the way. */
	private record Level(int timestep, double signal, double noise) {

		double s() {
			return noise / signal;
		}
	}

	/**
	 * A call of the network.
	 *
	 * @param at where x stands
	 * @param to where the step leads; null = to the image
	 * @param from where the step began, if this is its second look; else null
	 * @param last whether the step ends with it
	 * @param after where x stands after the noise that is added when the step has ended; null = none is
	 */
	private record Call(Level at, Level to, Level from, boolean last, Level after) {
	}

	private final List<Call> calls;
	private final boolean clip;

	/**
	 * @param schedule trained on, not respaced
	 * @param count how often the network is asked, 1..T
	 * @param churn 0 = none, 1 = as much as the paper allows (gamma = sqrt(2) - 1)
	 * @param clip whether x_0 is held in [-1, 1]
	 */
	public HeunSampler(final NoiseSchedule schedule, final int count, final double churn, final boolean clip) {
		if (!(churn >= 0 && churn <= 1)) throw new IllegalArgumentException("churn " + churn + " is not in 0..1");
		this.clip = clip;
		final List<Level> levels = levels(schedule, count / 2 + 1);
		calls = new ArrayList<>();
		Level at = levels.get(0);
		for (int i = 0; i < levels.size(); i++) {
			final Level to = i + 1 < levels.size() ? levels.get(i + 1) : null;
			final Level after = to == null || i + 2 == levels.size() ? null : louder(schedule, to, churn);
			final boolean once = to == null || i == 0 && count % 2 == 0;
			calls.add(new Call(at, to, null, once, once ? after : null));
			if (!once) calls.add(new Call(to, to, at, true, after));
			at = after == null ? to : after;
		}
	}

	private static Level level(final NoiseSchedule schedule, final int t) {
		return new Level(t, schedule.signal(t), schedule.noise(t));
	}

	private static List<Level> levels(final NoiseSchedule schedule, final int count) {
		final int top = schedule.steps() - 1;
		final List<Level> levels = new ArrayList<>(List.of(level(schedule, top)));
		final double most = root(Math.min(LARGEST, level(schedule, Math.max(0, top - 1)).s()));
		final double least = root(level(schedule, 0).s());
		for (int i = 1; i < count; i++) {
			final double share = count == 2 ? 0.5 : (i - 1) / (count - 2.0);
			final double s = Math.pow(most + share * (least - most), RHO);
			final int below = levels.get(i - 1).timestep() - 1;
			// Enough must be left for those that follow.
			levels.add(level(schedule, Math.max(count - 1 - i, Math.min(below, nearest(schedule, s)))));
		}
		return levels;
	}

	private static double root(final double s) {
		return Math.pow(s, 1 / RHO);
	}

	/** {@return the timestep whose level is nearest, by ratio} */
	private static int nearest(final NoiseSchedule schedule, final double s) {
		int best = 0;
		for (int t = 1; t < schedule.steps(); t++)
			if (distance(schedule, t, s) < distance(schedule, best, s)) best = t;
		return best;
	}

	private static double distance(final NoiseSchedule schedule, final int t, final double s) {
		return Math.abs(Math.log(level(schedule, t).s() / s));
	}

	/** {@return the loudest level that churn allows from here; null = this one} */
	private static Level louder(final NoiseSchedule schedule, final Level level, final double churn) {
		if (level.s() < CHURN_FROM || level.s() > CHURN_TO) return null;
		int t = level.timestep();
		while (t + 1 < schedule.steps() && level(schedule, t + 1).s() <= level.s() * (1 + churn * CHURN))
			t++;
		return t == level.timestep() ? null : level(schedule, t);
	}

	@Override
	public int steps() {
		return calls.size();
	}

	@Override
	public int timestep(final int step) {
		return calls.get(step).at.timestep;
	}

	@Override
	public boolean isRandom(final int step) {
		return calls.get(step).after != null;
	}

	@Override
	public int channelFactor() {
		return 1;
	}

	@Override
	public Update start(final NDArray x) {
		final SamplerScript script = new SamplerScript(x, CODE);
		// Place and slope of the step's begin, for its second look.
		final NDArray place = x.zerosLike();
		final NDArray slope = x.zerosLike();
		return (step, output, noise) -> {
			final Call call = calls.get(step);
			final Level at = call.at;
			final double limit = SamplerScript.limit(clip);
			if (call.to == null) {
				script.run("end", List.of(output), at.noise, at.signal, limit);
				return;
			}
			final double way = call.to.s() - (call.from == null ? at : call.from).s();
			script.run(call.from == null ? "first" : "second", List.of(output, place, slope), at.noise, at.signal, limit, at.s(), way);
			if (call.after != null) script.run("add", List.of(noise), Math.sqrt(call.after.s() * call.after.s() - call.to.s() * call.to
				.s()));
			script.run("scale", List.of(), (call.after == null ? call.to : call.after).signal);
		};
	}
}
