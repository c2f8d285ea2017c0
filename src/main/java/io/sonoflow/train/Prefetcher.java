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
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Numbered items, each made by threads of their own while the consumer works on the ones before: at most so many ahead,
 * always in order, and what is in an item depends on its number alone. An item is good until the next one is asked for:
 * its memory is used again, so that a training holds as many items as it keeps ahead, and one.
 *
 * <pre>
 * try (Prefetcher&lt;float[]&gt; noise = new Prefetcher&lt;&gt;("noise", steps, 1, 2, (step, spare) -&gt; {
 * 	float[] values = spare == null ? new float[1000] : spare;
 * 	return new Prefetcher.Item&lt;&gt;(values, List.of(() -&gt; fill(values, step)));
 * })) {
 * 	for (long step = 0; step &lt; steps; step++)
 * 		use(noise.get(step));
 * }
 * </pre>
 *
 * Used by one thread.
 *
 * @param <T> what an item is; Java's own memory
 */
public final class Prefetcher<T> implements AutoCloseable {

	/** Says how items are made. */
	@FunctionalInterface
	public interface Source<T> {

		/**
		 * Called in the consumer's thread, so that it may keep what it likes from item to item.
		 *
		 * @param number which item
		 * @param spare an item that nobody uses any more, whose memory may be taken; null = there is none
		 * @return the item and the work that is left to be done on it
		 */
		Item<T> plan(long number, T spare);
	}

	/**
	 * An item that is being made.
	 *
	 * @param value handed out when all work is done
	 * @param work pieces that may be done at once
	 */
	public record Item<T>(T value, List<Runnable> work) {
	}

	private record Pending<T>(long number, T value, List<Future<?>> work) {
	}

	private static final long SECONDS_TO_STOP = 60;

	private final long end;
	private final int ahead;
	private final Source<T> source;
	private final ExecutorService threads;
	private final Queue<Thread> workers = new ConcurrentLinkedQueue<>();
	private final Deque<Pending<T>> queue = new ArrayDeque<>();
	private final Deque<T> spare = new ArrayDeque<>();
	private T given;
	private long next;

	/**
	 * Nothing is begun before the first item is asked for.
	 *
	 * @param name of the threads
	 * @param end number of items
	 * @param ahead how many are made while one is used, at least 1
	 * @param threads at least 1; changes no item
	 * @param source makes them
	 */
	public Prefetcher(final String name, final long end, final int ahead, final int threads, final Source<T> source) {
		this.end = end;
		this.ahead = ahead;
		this.source = source;
		this.threads = Executors.newFixedThreadPool(threads, work -> {
			final Thread thread = new Thread(work, "Sonoflow " + name);
			thread.setDaemon(true);
			workers.add(thread);
			return thread;
		});
	}

	/**
	 * @param number 0..end-1; those that follow are begun. Out of order it costs the wait for one item
	 * @return the item, waiting for it if need be
	 * @throws RuntimeException as the work on it throws
	 * @throws SonoflowException.Cancelled if the thread is interrupted
	 */
	public T get(final long number) {
		if (number < 0 || number >= end) throw new IllegalArgumentException("item " + number + " of " + end);
		if (given != null) spare.add(given);
		given = null;
		if (queue.isEmpty() || queue.element().number != number) begin(number);
		final Pending<T> first = queue.remove();
		// Before the wait: a first item may be one piece of work, and the other threads would idle.
		refill();
		await(first);
		given = first.value;
		return given;
	}

	/** What was begun and is not wanted keeps its memory to itself, as it may still be written to. */
	private void begin(final long number) {
		queue.forEach(pending -> pending.work.forEach(work -> work.cancel(false)));
		queue.clear();
		next = number;
		plan();
	}

	private void refill() {
		while (queue.size() < ahead && next < end)
			plan();
	}

	private void plan() {
		final Item<T> item = source.plan(next, spare.poll());
		final List<Future<?>> work = new ArrayList<>();
		for (final Runnable piece : item.work)
			work.add(threads.submit(piece));
		queue.add(new Pending<>(next++, item.value, work));
	}

	private static void await(final Pending<?> pending) {
		try {
			for (final Future<?> each : pending.work)
				each.get();
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

	/** Stops the threads and waits until none runs any more. */
	@Override
	public void close() {
		threads.shutdownNow();
		final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
		boolean interrupted = false;
		for (final Thread worker : workers)
			while (worker.isAlive() && System.nanoTime() < until)
				try {
					TimeUnit.NANOSECONDS.timedJoin(worker, until - System.nanoTime());
				}
				catch (final InterruptedException e) {
					interrupted = true;
				}
		if (interrupted) Thread.currentThread().interrupt();
	}
}
