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
package io.sonoflow.train.contrastive;

import ai.djl.ndarray.NDManager;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.Larc;
import io.sonoflow.train.Lars;
import io.sonoflow.train.Optimizer;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.List;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** How weights are changed. */
public final class UpdateSettings extends Parameters {

	private static final String LARS = "lars";
	private static final String LARC = "larc";
	private static final String ADAMW = "adamw";
	private static final String COSINE = "cosine";

	/**
	 * {@link Lars} with momentum 0.9 and trust 0.001; {@link Larc}, not clipped, over Adam: what the released code calls
	 * lars; {@link AdamW}.
	 */
	@Parameter(label = "Optimizer", description = "How weights are changed: lars for large batches, larc (over Adam) as the " +
		"released code, adamw for small data.", choices = { LARS, LARC, ADAMW })
	public String optimizer = LARS;

	@Parameter(label = "Rate", description = "Largest learning rate, above 0; with lars 0.3 x batch / 256 learns faster than " +
		"the default.", attrs = @Attr(name = Key.ABOVE, value = "0"))
	public double rate = 1e-3;

	@Parameter(label = "Weight decay", description = "Weight decay, at least 0.", min = "0")
	public double decay = 1e-6;

	@Parameter(label = "Skip vectors", description = "With lars: leave biases and norms out of layer-wise rates and decay, as " +
		"SimCLR does.")
	public boolean skip = false;

	@Parameter(label = "Schedule", description = "How the rate falls to 0: in a straight line (polynomial) or as a cosine.",
		choices = { "polynomial", COSINE })
	public String schedule = "polynomial";

	@Parameter(label = "Warm-up", description = "Steps over which the rate rises at first, 0 to 100000000.", min = "0",
		max = "100000000")
	public int warmup = 0;

	/**
	 * @param steps of the whole training, more than {@link #warmup}
	 * @return the learning rate over them
	 */
	RateSchedule rates(final int steps) {
		final long rest = steps - (long) warmup;
		final RateSchedule falling = schedule.equals(COSINE) ? RateSchedule.cosine(rate, 0, rest) : RateSchedule.polynomial(
			rate, rest, 1);
		return warmup == 0 ? falling : RateSchedule.warmUp(rate, warmup, falling);
	}

	/** {@return a new optimiser} */
	Optimizer optimizer(final NDManager manager, final ParameterGroup group) {
		final List<ParameterGroup> groups = List.of(group);
		final Lars.Options paper = Lars.Options.PAPER;
		return switch (optimizer) {
			case LARS -> new Lars(manager, groups, skip ? paper.skipping() : paper);
			case LARC -> new Larc(manager, groups, paper.trust(), false, AdamW::new);
			case ADAMW -> new AdamW(manager, groups);
			default -> throw new IllegalStateException("optimizer=" + optimizer);
		};
	}

	/**
	 * @param steps of the whole training
	 * @return the most by which LARS can change a tensor with layer-wise rates, as a share of its length; infinite for the
	 *         other optimisers
	 */
	public double reach(final int steps) {
		if (!optimizer.equals(LARS)) return Double.POSITIVE_INFINITY;
		final RateSchedule rates = rates(steps);
		double sum = 0;
		for (int step = 0; step < steps; step++)
			sum += rates.rate(step);
		return sum * Lars.Options.PAPER.trust() / (1 - Lars.Options.PAPER.momentum());
	}

	@Override
	public UpdateSettings clone() {
		return (UpdateSettings) super.clone();
	}
}
