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

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.augment.contrastive.CircleFinder;
import io.sonoflow.image.augment.contrastive.Views;
import io.sonoflow.train.Batches;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Prefetcher;
import io.sonoflow.train.pretrain.EpochOrder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The views of each step, made by threads of their own one step ahead of the network. An epoch uses every image once, but
 * for a rest that does not fill a batch: a batch never holds an image twice, which would be told apart from itself. What a
 * view looks like depends on (seed, epoch, image, view) alone, so that there is no state to be saved. Used by one thread.
 */
final class ViewLoader implements AutoCloseable {

	/**
	 * The views of a step.
	 *
	 * @param samples N images
	 * @param views (N, 2, S, S): first and second view of each, grey values; good until the next step is asked for
	 */
	record Loaded(int[] samples, byte[] views) {
	}

	private final ImageCache images;
	private final Plan plan;
	private final Views views;
	private final AtomicReferenceArray<List<Box>> circles;
	private final Prefetcher<Loaded> prefetcher;
	private final EpochOrder order;

	ViewLoader(final ImageCache images, final Plan plan) {
		this.images = images;
		this.plan = plan;
		order = new EpochOrder(images.size(), plan.batch(), plan.seed());
		views = new Views(plan.size(), plan.views());
		circles = new AtomicReferenceArray<>(images.size());
		prefetcher = new Prefetcher<>("views", plan.loop().steps(), 1, Batches.threads(), this::prepare);
	}

	/** {@return the views of a step (from 0); those of the next step are begun} */
	Loaded get(final long step) {
		return prefetcher.get(step);
	}

	private Prefetcher.Item<Loaded> prepare(final long step, final Loaded spare) {
		final int[] samples = order.samples(step);
		final long epoch = order.epoch(step);
		final byte[] target = spare == null ? new byte[Math.multiplyExact(2 * plan.batch(), views.length())] : spare.views;
		final List<Runnable> work = new ArrayList<>();
		for (int i = 0; i < samples.length; i++) {
			final int place = i;
			work.add(() -> write(epoch, samples[place], target, 2 * place * views.length()));
		}
		return new Prefetcher.Item<>(new Loaded(samples, target), work);
	}

	private void write(final long epoch, final int sample, final byte[] target, final int offset) {
		final int count = images.numbers(sample).length;
		final RandomStream random = RandomStream.of(plan.seed(), "frame", epoch, sample);
		final int first = count == 1 ? 0 : random.nextInt(count);
		// Of the others each as often.
		final int second = count == 1 || !plan.views().ofFrames() ? first : (first + 1 + random.nextInt(count - 1)) % count;
		final List<ArrayImg<UnsignedByteType, ByteArray>> frames = images.frames(sample, first, second);
		final ArrayImg<UnsignedByteType, ByteArray> other = frames.get(1);
		views.first(frames.get(0), RandomStream.of(plan.seed(), "view", epoch, sample, 1), target, offset);
		views.second(other, count == 1 ? circles(sample, other) : circles(other), RandomStream.of(plan.seed(), "view", epoch, sample,
			2), target, offset + views.length());
	}

	private List<Box> circles(final ArrayImg<UnsignedByteType, ByteArray> image) {
		return views.needsCircles() ? CircleFinder.find(image) : List.of();
	}

	/** Sought once: they are the image's and not the epoch's. */
	private List<Box> circles(final int sample, final ArrayImg<UnsignedByteType, ByteArray> image) {
		if (!views.needsCircles()) return List.of();
		List<Box> found = circles.get(sample);
		if (found == null) {
			found = CircleFinder.find(image);
			circles.set(sample, found);
		}
		return found;
	}

	/** Stops the threads and waits until none runs any more. */
	@Override
	public void close() {
		prefetcher.close();
	}
}
