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

import io.sonoflow.train.AdamW;
import io.sonoflow.train.Larc;
import io.sonoflow.train.Lars;
import io.sonoflow.train.Optimizer;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;
import io.sonoflow.train.StepLoop;

import java.util.List;

/**
 * How to pretrain.
 *
 * @param size side of the views in pixels
 * @param steps of the optimiser, at least 1
 * @param batch images a step, at least 2 and at most as many as there are; published 1024
 * @param chunk images that go through the network at once, two views of each: the memory is that of a chunk, and batch
 *          statistics are a chunk's
 * @param loss what is learned
 * @param update how
 * @param every steps between checkpoints, at least 1
 * @param threads that make views, at least 1; changes no result
 * @param seed decides everything random
 */
public record Plan(int size, int steps, int batch, int chunk, Loss loss, Update update, int every, int threads,
	long seed)
{

	/** About how many rows of losses there are at most, beside those at checkpoints. */
	private static final int ROWS = 200;

	/**
	 * L = L_con + lambda L_sup.
	 *
	 * @param contrastive whether L_con counts; else L = L_sup
	 * @param temperature of {@link NtXent}; published 0.5
	 * @param epsilon of {@link NtXent}
	 * @param lambda weight of the organs' loss; published 0.2
	 * @param summed whether that is the sum of the two views' means, as in the released code, instead of the mean over all
	 *          views: twice as much
	 */
	public record Loss(boolean contrastive, double temperature, double epsilon, double lambda, boolean summed) {

		/** {@return factor of the mean over all views} */
		double organWeight() {
			return (contrastive ? lambda : 1) * (summed ? 2 : 1);
		}
	}

	/** Which optimiser. */
	public enum Method {
		/** {@link Lars} with momentum 0.9 and trust 0.001. */
		LARS,
		/** {@link Larc}, not clipped, over Adam: what the released code calls lars. */
		LARC,
		/** {@link AdamW}. */
		ADAMW
	}

	/**
	 * @param method the optimiser
	 * @param rate over the steps
	 * @param decay weight decay; published 1e-6
	 * @param skipVectors whether LARS leaves tensors of one dimension out of layer-wise rates and decay
	 */
	public record Update(Method method, RateSchedule rate, double decay, boolean skipVectors) {

		/** {@return a new optimiser} */
		Optimizer optimizer(final NDManager manager, final ParameterGroup group) {
			final List<ParameterGroup> groups = List.of(group);
			final Lars.Options paper = Lars.Options.PAPER;
			return switch (method) {
				case LARS -> new Lars(manager, groups, skipVectors ? paper.skipping() : paper);
				case LARC -> new Larc(manager, groups, paper.trust(), false, AdamW::new);
				case ADAMW -> new AdamW(manager, groups);
			};
		}

		/**
		 * @param steps of the whole training
		 * @return the most by which LARS can change a tensor with layer-wise rates, as a share of its length; infinite for
		 *         the other methods
		 */
		public double reach(final int steps) {
			if (method != Method.LARS) return Double.POSITIVE_INFINITY;
			double sum = 0;
			for (int step = 0; step < steps; step++)
				sum += rate.rate(step);
			return sum * Lars.Options.PAPER.trust() / (1 - Lars.Options.PAPER.momentum());
		}
	}

	/** {@return number of chunks of a batch} */
	int chunks() {
		return (batch + chunk - 1) / chunk;
	}

	/** {@return where a chunk begins in its batch: chunks differ by at most one image, so that none has a lone one} */
	int chunkStart(final int index) {
		return (int) ((long) index * batch / chunks());
	}

	/** {@return when there are checkpoints and rows of losses} */
	StepLoop loop() {
		return new StepLoop(steps, every, steps / ROWS);
	}
}
