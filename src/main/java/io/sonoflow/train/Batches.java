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
package io.sonoflow.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Batches of images, made by threads of their own ahead of the network that consumes them, in order. What is in a batch
 * depends on its number alone, not on the number of threads or their timing.
 *
 * <pre>
 * try (Batches batches = new Batches(epochs, sampler::epoch, 64, filler, pixelsOfAnImage, Batches.threads())) {
 * 	while (batches.hasNext()) {
 * 		Batch batch = batches.next();
 * 		...
 * 	}
 * }
 * </pre>
 *
 * A batch is good until the next one is asked for. {@link #next} belongs to one thread.
 */
public final class Batches implements Iterator<Batches.Batch>, AutoCloseable {

	private static final int MOST_THREADS = 8;

	/** Writes one image into a batch; called by several threads at once. */
	@FunctionalInterface
	public interface Filler {

		/**
		 * @param epoch from 0
		 * @param draw place of the image in its epoch, from 0: (epoch, draw) keys everything random
		 * @param sample which image
		 * @param target the batch's values
		 * @param offset where the image's begin
		 */
		void fill(int epoch, int draw, int sample, float[] target, int offset);

		/** {@return the network, told the organs of these images where it must be} */
		default ImageNetwork told(final ImageNetwork network, final int[] samples) {
			return network;
		}

		/** {@return the file of an image, for messages; null = it has none} */
		default Path file(final int sample) {
			return null;
		}
	}

	/**
	 * One batch.
	 *
	 * @param epoch from 0
	 * @param samples which images it holds, N of them
	 * @param values (N, ...) in C order
	 * @param last whether it ends its epoch
	 */
	public record Batch(int epoch, int[] samples, float[] values, boolean last) {
	}

	private final IntFunction<int[]> orders;
	private final Filler filler;
	private final int valuesPerSample;
	private final List<Integer> ends;
	private final long count;
	private final Prefetcher<Batch> prefetcher;
	private int orderedEpoch;
	private int[] order;
	private long position;

	/**
	 * @param epochs number of epochs, at least 0
	 * @param orders the samples of each epoch, in order; as many in each
	 * @param batch samples in a batch, at least 1. The last of an epoch may be smaller; a single sample left over joins the
	 *          batch before it, because batch normalisation has no statistics of one
	 * @param filler writes an image
	 * @param valuesPerSample how many values an image has
	 * @param threads at least 1
	 */
	public Batches(final int epochs, final IntFunction<int[]> orders, final int batch, final Filler filler,
		final int valuesPerSample, final int threads)
	{
		this.orders = orders;
		this.filler = filler;
		this.valuesPerSample = valuesPerSample;
		order = epochs == 0 ? new int[0] : orders.apply(0);
		ends = ends(order.length, batch);
		count = (long) epochs * ends.size();
		prefetcher = new Prefetcher<>("images", count, threads + 1, threads, this::plan);
	}

	/** {@return half of the processors, 1..8: a network on the CPU wants the rest, one on a GPU waits for these} */
	public static int threads() {
		return Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() / 2));
	}

	/** {@return number of batches in an epoch of so many samples} */
	public static int count(final int samples, final int batch) {
		return ends(samples, batch).size();
	}

	/** Ends of the batches of an epoch. */
	private static List<Integer> ends(final int samples, final int batch) {
		final List<Integer> ends = new ArrayList<>();
		for (int end = batch; end < samples; end += batch)
			ends.add(end);
		if (batch > 1 && !ends.isEmpty() && samples - ends.get(ends.size() - 1) == 1) ends.remove(ends.size() - 1);
		if (samples > 0) ends.add(samples);
		return ends;
	}

	private Prefetcher.Item<Batch> plan(final long number, final Batch spare) {
		final int epoch = (int) (number / ends.size());
		final int index = (int) (number % ends.size());
		if (epoch != orderedEpoch) order(epoch);
		final int from = index == 0 ? 0 : ends.get(index - 1);
		final int[] samples = Arrays.copyOfRange(order, from, ends.get(index));
		final int length = samples.length * valuesPerSample;
		final float[] values = spare != null && spare.values.length == length ? spare.values : new float[length];
		return new Prefetcher.Item<>(new Batch(epoch, samples, values, index == ends.size() - 1), List.of(() -> {
			for (int i = 0; i < samples.length; i++)
				filler.fill(epoch, from + i, samples[i], values, i * valuesPerSample);
		}));
	}

	private void order(final int epoch) {
		final int[] drawn = orders.apply(epoch);
		if (drawn.length != order.length) throw new IllegalArgumentException("epoch " + epoch + " has " + drawn.length +
			" samples, the ones before " + order.length);
		order = drawn;
		orderedEpoch = epoch;
	}

	/** Goes on from a batch, counted over all epochs: those before it are not made. */
	public void startAt(final long number) {
		position = number;
	}

	@Override
	public boolean hasNext() {
		return position < count;
	}

	/**
	 * @return the next batch, waiting for it if need be
	 * @throws SonoflowException as the filler throws
	 * @throws SonoflowException.Cancelled if the thread is interrupted
	 */
	@Override
	public Batch next() {
		if (!hasNext()) throw new NoSuchElementException("no more batches");
		return prefetcher.get(position++);
	}

	/** Stops the threads and waits until none runs any more. */
	@Override
	public void close() {
		prefetcher.close();
	}

	/**
	 * Batches, their images where the network is. A GPU is given its next images while it works on the ones before.
	 */
	static final class Uploads implements AutoCloseable {

		/**
		 * @param batch as {@link Batches#next} gave it: its values are good until {@link Uploads#prefetch}
		 * @param images (N, 1, S, S), or (N, 1, T, S, S), in a manager of their own, which closing this closes
		 */
		record Upload(Batch batch, NDArray images) implements AutoCloseable {

			/** {@return where what is made of the images may be put} */
			NDManager scope() {
				return images.getManager();
			}

			@Override
			public void close() {
				images.getManager().close();
			}
		}

		private final Batches batches;
		private final NDManager manager;
		private final IntFunction<Shape> shape;
		private final Function<Batch, float[]> pixels;
		private Upload next;

		/**
		 * @param manager on the network's device
		 * @param shape of the images of so many samples
		 * @param pixels what of a batch's values is images
		 */
		Uploads(final Batches batches, final NDManager manager, final IntFunction<Shape> shape,
			final Function<Batch, float[]> pixels)
		{
			this.batches = batches;
			this.manager = manager;
			this.shape = shape;
			this.pixels = pixels;
		}

		/** {@return the next batch; to be closed} */
		Upload next() {
			final Upload found = next == null ? upload() : next;
			next = null;
			return found;
		}

		/** Brings the next batch to a GPU; to be called when that has its work. Nothing on a CPU, which has no time to spare. */
		void prefetch() {
			if (next == null && batches.hasNext() && !manager.getDevice().equals(Device.cpu())) next = upload();
		}

		private Upload upload() {
			final Batch batch = batches.next();
			final NDManager scope = manager.newSubManager();
			return new Upload(batch, Torch.floats(scope, pixels.apply(batch), shape.apply(batch.samples().length).getShape()));
		}

		@Override
		public void close() {
			if (next != null) next.close();
		}
	}
}
