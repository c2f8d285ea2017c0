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
package io.sonoflow.diffusion.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.diffusion.NoisePredictor;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Batches;
import io.sonoflow.train.Prefetcher;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images, classes and noise of each step, drawn by threads of their own one step ahead of the network. Every image is used
 * once before any is used again. What is drawn depends on (seed, step, item) alone, so there is no state to be saved.
 * Used by one thread.
 */
final class BatchDraws implements AutoCloseable {

	/**
	 * What a step learns from; the timesteps are not in it, as they may depend on the losses of the step before.
	 * Good until the next step is asked for.
	 *
	 * @param samples N images
	 * @param start x_0, (N, 1, S, S) in [-1, 1]
	 * @param noise standard normal, as many
	 * @param labels N classes, or {@link NoisePredictor#NO_CLASS}
	 */
	record Drawn(int[] samples, float[] start, float[] noise, int[] labels) {
	}

	private final TrainingImages images;
	private final int[] labels;
	private final Plan plan;
	private final Prefetcher<Drawn> prefetcher;
	private long epoch = -1;
	private int[] order;

	/** @param labels class of each image; null = no classes */
	BatchDraws(final TrainingImages images, final int[] labels, final Plan plan) {
		this.images = images;
		this.labels = labels;
		this.plan = plan;
		prefetcher = new Prefetcher<>("batches", plan.loop().steps(), 1, Batches.threads(), this::prepare);
	}

	/** {@return the batch of a step (from 0); that of the next step is begun} */
	Drawn get(final long step) {
		return prefetcher.get(step);
	}

	private Prefetcher.Item<Drawn> prepare(final long step, final Drawn spare) {
		final int values = images.size() * images.size();
		final int[] samples = samples(step);
		final Drawn drawn = spare != null ? new Drawn(samples, spare.start, spare.noise, spare.labels) : new Drawn(samples,
			new float[samples.length * values], new float[samples.length * values], new int[samples.length]);
		final List<Runnable> work = new ArrayList<>();
		for (int i = 0; i < samples.length; i++) {
			final int item = i;
			work.add(() -> draw(step, item, samples[item], drawn));
		}
		return new Prefetcher.Item<>(drawn, work);
	}

	private void draw(final long step, final int item, final int sample, final Drawn drawn) {
		final int values = images.size() * images.size();
		final boolean flip = plan.settings().flips && RandomStream.of(plan.seed(), "flip", step, item).chance(0.5);
		images.write(sample, RandomStream.of(plan.seed(), "frame", step, item), flip, drawn.start, item * values);
		final RandomStream noise = RandomStream.of(plan.seed(), "noise", step, item);
		for (int i = item * values; i < (item + 1) * values; i++)
			drawn.noise[i] = (float) noise.nextGaussian();
		drawn.labels[item] = label(sample, RandomStream.of(plan.seed(), "label", step, item));
	}

	private int label(final int sample, final RandomStream random) {
		return labels == null || random.chance(plan.settings().keptBack()) ? NoisePredictor.NO_CLASS : labels[sample];
	}

	/** The images of a step: a new order in each epoch, and batches that may span two. */
	private int[] samples(final long step) {
		final int[] samples = new int[plan.settings().batch];
		for (int item = 0; item < samples.length; item++) {
			final long number = step * plan.settings().batch + item;
			if (number / images.count() != epoch) {
				epoch = number / images.count();
				order = IntStream.range(0, images.count()).toArray();
				RandomStream.of(plan.seed(), "order", epoch).shuffle(order);
			}
			samples[item] = order[(int) (number % images.count())];
		}
		return samples;
	}

	/** Stops the threads and waits until none runs any more. */
	@Override
	public void close() {
		prefetcher.close();
	}

	/** {@return a batch, its images and noise in double precision's place for a network on that device} */
	static Brought bring(final Drawn drawn, final Device device) {
		final NDManager scope = Torch.manager(Devices.precise(device));
		final long images = drawn.labels.length;
		final long values = drawn.start.length / images;
		try {
			return new Brought(drawn.samples, drawn.labels, Torch.floats(scope, drawn.start, images, values), Torch.floats(scope,
				drawn.noise, images, values));
		}
		catch (final RuntimeException e) {
			scope.close();
			throw e;
		}
	}

	/**
	 * A batch where it is wanted.
	 *
	 * @param samples N images
	 * @param labels N classes, good until the next step is begun
	 * @param start x_0, (N, S * S) in [-1, 1]
	 * @param noise standard normal, as many; both in a manager of their own, which closing this closes
	 */
	record Brought(int[] samples, int[] labels, NDArray start, NDArray noise) implements AutoCloseable {

		@Override
		public void close() {
			start.getManager().close();
		}
	}

	/** {@return the batches where a network is; a GPU is given its next while it works on the one before} */
	Ahead ahead(final Device device) {
		// A CPU has no time to spare.
		return new Ahead(device, !device.equals(Device.cpu()));
	}

	/** Batches where the network is. */
	final class Ahead implements AutoCloseable {

		private final Device device;
		private final boolean early;
		private long number;
		private Brought next;
		/** What went wrong when the next batch was begun: that step's fault, not the one's before. */
		private RuntimeException fault;

		/** @param early whether a batch is brought before it is asked for */
		Ahead(final Device device, final boolean early) {
			this.device = device;
			this.early = early;
		}

		/** {@return the batch of a step; to be closed} */
		Brought get(final long step) {
			final Brought found = next;
			final RuntimeException thrown = fault;
			next = null;
			fault = null;
			if (thrown != null && number == step) throw thrown;
			if (found != null && number == step) return found;
			if (found != null) found.close();
			return bring(BatchDraws.this.get(step), device);
		}

		/** Brings the batch of a step; to be called when the device has its work. */
		void begin(final long step) {
			if (!early || next != null || fault != null || step >= plan.loop().steps()) return;
			number = step;
			try {
				next = bring(BatchDraws.this.get(step), device);
			}
			catch (final RuntimeException e) {
				fault = e;
			}
		}

		@Override
		public void close() {
			if (next != null) next.close();
		}
	}
}
