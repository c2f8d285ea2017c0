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

import io.sonoflow.SonoflowException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
 * 		batches.recycle(batch);
 * 	}
 * }
 * </pre>
 *
 * {@link #next} and {@link #recycle} belong to one thread.
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

	/** Where a batch begins and ends in its epoch. */
	private record Slice(int epoch, int from, int to, int[] order) {
	}

	private final int epochs;
	private final IntFunction<int[]> orders;
	private final int batch;
	private final Filler filler;
	private final int valuesPerSample;
	private final int ahead;
	private final ExecutorService threads;
	private final Deque<Future<Batch>> queue = new ArrayDeque<>();
	private final Deque<Slice> slices = new ArrayDeque<>();
	private final Queue<float[]> spare = new ConcurrentLinkedQueue<>();
	private int nextEpoch;

	/**
	 * @param epochs number of epochs, at least 0
	 * @param orders the samples of each epoch, in order
	 * @param batch samples in a batch, at least 1. The last of an epoch may be smaller; a single sample left over joins the
	 *          batch before it, because batch normalisation has no statistics of one
	 * @param filler writes an image
	 * @param valuesPerSample how many values an image has
	 * @param threads at least 1
	 */
	public Batches(final int epochs, final IntFunction<int[]> orders, final int batch, final Filler filler,
		final int valuesPerSample, final int threads)
	{
		this.epochs = epochs;
		this.orders = orders;
		this.batch = batch;
		this.filler = filler;
		this.valuesPerSample = valuesPerSample;
		this.ahead = threads + 1;
		this.threads = Executors.newFixedThreadPool(threads, work -> {
			final Thread thread = new Thread(work, "Sonoflow images");
			thread.setDaemon(true);
			return thread;
		});
		refill();
	}

	/** {@return half of the processors, 1..8: a network on the CPU wants the rest, one on a GPU waits for these} */
	public static int threads() {
		return Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() / 2));
	}

	/** {@return number of batches in an epoch of so many samples} */
	public static int count(final int samples, final int batch) {
		return bounds(samples, batch).size();
	}

	/** Ends of the batches of an epoch. */
	private static List<Integer> bounds(final int samples, final int batch) {
		final List<Integer> ends = new ArrayList<>();
		for (int end = batch; end < samples; end += batch)
			ends.add(end);
		if (batch > 1 && !ends.isEmpty() && samples - ends.get(ends.size() - 1) == 1) ends.remove(ends.size() - 1);
		if (samples > 0) ends.add(samples);
		return ends;
	}

	private void refill() {
		while (queue.size() < ahead) {
			if (slices.isEmpty() && !sliceNextEpoch()) return;
			final Slice slice = slices.remove();
			queue.add(threads.submit(() -> make(slice)));
		}
	}

	private boolean sliceNextEpoch() {
		while (nextEpoch < epochs && slices.isEmpty()) {
			final int[] order = orders.apply(nextEpoch);
			int from = 0;
			for (final int to : bounds(order.length, batch)) {
				slices.add(new Slice(nextEpoch, from, to, order));
				from = to;
			}
			nextEpoch++;
		}
		return !slices.isEmpty();
	}

	private Batch make(final Slice slice) {
		final int[] samples = Arrays.copyOfRange(slice.order, slice.from, slice.to);
		final float[] values = buffer(samples.length * valuesPerSample);
		for (int i = 0; i < samples.length; i++)
			filler.fill(slice.epoch, slice.from + i, samples[i], values, i * valuesPerSample);
		return new Batch(slice.epoch, samples, values, slice.to == slice.order.length);
	}

	private float[] buffer(final int length) {
		final float[] used = spare.poll();
		return used != null && used.length == length ? used : new float[length];
	}

	@Override
	public boolean hasNext() {
		return !queue.isEmpty();
	}

	/**
	 * @return the next batch, waiting for it if need be
	 * @throws SonoflowException as the filler throws
	 * @throws SonoflowException.Cancelled if the thread is interrupted
	 */
	@Override
	public Batch next() {
		if (queue.isEmpty()) throw new NoSuchElementException("no more batches");
		try {
			final Batch next = queue.remove().get();
			refill();
			return next;
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new SonoflowException.Cancelled("Interrupted while images were read.");
		}
		catch (final ExecutionException e) {
			if (e.getCause() instanceof RuntimeException cause) throw cause;
			if (e.getCause() instanceof Error cause) throw cause;
			throw new IllegalStateException(e.getCause());
		}
	}

	/** Gives a batch's memory back for later ones; its values must not be used any more. */
	public void recycle(final Batch used) {
		if (spare.size() < ahead) spare.add(used.values);
	}

	/** Stops the threads and waits until none runs any more. */
	@Override
	public void close() {
		threads.shutdownNow();
		try {
			threads.awaitTermination(1, TimeUnit.MINUTES);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
