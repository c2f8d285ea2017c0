package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/** Independent pieces of work on all processors, their results in order. */
final class Parallel {

	private Parallel() {
	}

	/**
	 * @param stage for the progress
	 * @param count pieces
	 * @param work by index, must not depend on other pieces
	 * @return the results by index
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it; pieces in progress are finished first
	 */
	static <R> List<R> map(final String stage, final int count, final Monitor monitor, final IntFunction<R> work) {
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
