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
package io.sonoflow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Independent pieces of work on all processors, their results in order: the one parallel map for work that takes long enough
 * to be shown and stopped. Results depend on no number of threads.
 */
public final class Parallel {

	private Parallel() {
	}

	/**
	 * @param stage for the progress
	 * @param count pieces
	 * @param work by index, must not depend on other pieces
	 * @return the results by index
	 * @throws SonoflowException.Cancelled if the user stops it; pieces in progress are finished first
	 */
	public static <R> List<R> map(final String stage, final int count, final Monitor monitor, final IntFunction<R> work) {
		final ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, Math.min(count, Runtime.getRuntime()
			.availableProcessors())));
		final AtomicBoolean stop = new AtomicBoolean();
		try {
			final List<Future<R>> futures = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				final int index = i;
				futures.add(executor.submit(() -> stop.get() ? null : work.apply(index)));
			}
			final List<R> results = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				monitor.checkCancelled();
				results.add(result(futures.get(i)));
				monitor.progress(stage, i + 1, count);
			}
			return results;
		}
		finally {
			stop.set(true);
			finish(executor);
		}
	}

	/**
	 * The same for work without a result.
	 *
	 * @throws SonoflowException.Cancelled as {@link #map}
	 */
	public static void forEach(final String stage, final int count, final Monitor monitor, final IntConsumer work) {
		map(stage, count, monitor, i -> {
			work.accept(i);
			return null;
		});
	}

	private static <R> R result(final Future<R> future) {
		try {
			return future.get();
		}
		catch (final ExecutionException e) {
			if (e.getCause() instanceof RuntimeException cause) throw cause;
			if (e.getCause() instanceof Error cause) throw cause;
			throw new IllegalStateException(e.getCause());
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new SonoflowException.Cancelled("Cancelled.");
		}
	}

	/** Nobody may write into the output folder after the step has returned. */
	private static void finish(final ExecutorService executor) {
		executor.shutdown();
		boolean interrupted = false;
		while (!executor.isTerminated())
			try {
				executor.awaitTermination(1, TimeUnit.HOURS);
			}
			catch (final InterruptedException e) {
				interrupted = true;
			}
		if (interrupted) Thread.currentThread().interrupt();
	}
}
