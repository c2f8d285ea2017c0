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
package io.sonoflow.train.masked;

import io.sonoflow.RandomStream;
import io.sonoflow.train.Batches;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Prefetcher;
import io.sonoflow.train.pretrain.EpochOrder;

import java.util.ArrayList;
import java.util.List;

/**
 * The varied images of each step, made by threads of their own one step ahead of the network. What one looks like depends on
 * (seed, epoch, image) alone. Used by one thread.
 */
final class MaskedLoader implements AutoCloseable {

	/**
	 * The images of a step.
	 *
	 * @param samples N images
	 * @param views (N, S, S): grey values; good until the next step is asked for
	 */
	record Loaded(int[] samples, byte[] views) {
	}

	private final ImageCache images;
	private final MaskedPlan plan;
	private final EpochOrder order;
	private final Prefetcher<Loaded> prefetcher;

	MaskedLoader(final ImageCache images, final MaskedPlan plan) {
		this.images = images;
		this.plan = plan;
		order = new EpochOrder(images.size(), plan.batch(), plan.seed());
		prefetcher = new Prefetcher<>("views", plan.steps(), 1, Batches.threads(), this::prepare);
	}

	/** {@return the images of a step (from 0); those of the next step are begun} */
	Loaded get(final long step) {
		return prefetcher.get(step);
	}

	private Prefetcher.Item<Loaded> prepare(final long step, final Loaded spare) {
		final int[] samples = order.samples(step);
		final long epoch = order.epoch(step);
		final int length = plan.size() * plan.size();
		final byte[] views = spare == null ? new byte[Math.multiplyExact(samples.length, length)] : spare.views;
		final List<Runnable> work = new ArrayList<>();
		for (int i = 0; i < samples.length; i++) {
			final int place = i;
			final RandomStream random = RandomStream.of(plan.seed(), "view", epoch, samples[i]);
			work.add(() -> plan.views().write(images.draw(samples[place], RandomStream.of(plan.seed(), "frame", epoch, samples[
				place])), plan.size(), random, views, place * length));
		}
		return new Prefetcher.Item<>(new Loaded(samples, views), work);
	}

	/** Stops the threads and waits until none runs any more. */
	@Override
	public void close() {
		prefetcher.close();
	}
}
