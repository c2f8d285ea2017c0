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
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The end of the process while work is going on: by a signal, by closing ImageJ, by {@code System.exit}. The work is asked to
 * stop as if the user had cancelled it, and the process ends when it has saved what it has and stands still: a native library
 * that is taken down while one of its threads computes crashes. Whoever works says so:
 *
 * <pre>
 * try (Shutdown.Work work = Shutdown.begin("Train Classifier", monitor)) {
 * 	train(work.monitor());
 * }
 * </pre>
 *
 * The system property {@value #PROPERTY} sets how long the end waits at most.
 */
public final class Shutdown {

	/** Name of the system property: seconds, 60 if it is not set or no whole number. */
	public static final String PROPERTY = "sonoflow.stop.seconds";

	private static final int SECONDS = 60;
	private static final Set<Work> RUNNING = new LinkedHashSet<>();
	private static volatile boolean requested;
	private static boolean hooked;

	private Shutdown() {
	}

	/** Work that the end of the process waits for, until it is closed. */
	public static final class Work implements AutoCloseable {

		private final String title;
		private final Monitor monitor;
		private final Thread thread = Thread.currentThread();

		private Work(final String title, final Monitor monitor) {
			this.title = title;
			this.monitor = new StoppedMonitor(monitor);
		}

		/** {@return what the work asks whether to stop; passes everything on to the monitor that was given} */
		public Monitor monitor() {
			return monitor;
		}

		/** {@return whether its own thread ends the process, and will never come back to close it} */
		private boolean isExiting() {
			return Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
		}

		@Override
		public void close() {
			synchronized (RUNNING) {
				RUNNING.remove(this);
				RUNNING.notifyAll();
			}
		}
	}

	/** Stops when the process is to end; windows, which may be going at that moment, are then told no more. */
	private static final class StoppedMonitor extends ForwardingMonitor {

		StoppedMonitor(final Monitor target) {
			super(target);
		}

		@Override
		public void progress(final String stage, final long done, final long total) {
			if (!requested) super.progress(stage, done, total);
		}

		@Override
		public void value(final String series, final double x, final double y) {
			if (!requested) super.value(series, x, y);
		}

		@Override
		public void preview(final String name, final RandomAccessibleInterval<UnsignedByteType> image) {
			if (!requested) super.preview(name, image);
		}

		@Override
		public boolean isCancelled() {
			return requested || super.isCancelled();
		}
	}

	/**
	 * @param title for people
	 * @param monitor of the work
	 * @return to be closed when the work is over
	 * @throws SonoflowException.Cancelled if the process is about to end
	 */
	public static Work begin(final String title, final Monitor monitor) {
		synchronized (RUNNING) {
			if (requested || !hook()) throw new SonoflowException.Cancelled(title +
				" was not begun: the process was told to end. Run it again.");
			final Work work = new Work(title, monitor);
			RUNNING.add(work);
			return work;
		}
	}

	/** {@return false if the process ends already} */
	private static boolean hook() {
		if (hooked) return true;
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::end, "Sonoflow shutdown"));
			hooked = true;
		}
		catch (final IllegalStateException e) {
			requested = true;
		}
		return hooked;
	}

	/** Before the process ends, whatever ends it. */
	private static void end() {
		final List<Work> works = ask();
		works.forEach(work -> work.monitor.message("The process was told to end: stopping after this step, within " + seconds() +
			" s."));
		await();
	}

	private static List<Work> ask() {
		synchronized (RUNNING) {
			requested = true;
			return List.copyOf(RUNNING);
		}
	}

	/**
	 * Asks all work to stop; none begins any more. This is never taken back: for whoever is about to end the process, and for
	 * nobody else, as {@link #begin} fails until Java is started again.
	 *
	 * @return titles of what is still going on
	 */
	public static List<String> request() {
		return ask().stream().map(work -> work.title).toList();
	}

	/** {@return whether the process was told to end} */
	public static boolean isRequested() {
		return requested;
	}

	/**
	 * Waits until all work stands still.
	 *
	 * @return titles of what does not within {@link #seconds}
	 */
	public static List<String> await() {
		final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds());
		boolean interrupted = false;
		final List<String> left = new ArrayList<>();
		synchronized (RUNNING) {
			long rest = until - System.nanoTime();
			while (rest > 0 && RUNNING.stream().anyMatch(work -> !work.isExiting())) {
				try {
					TimeUnit.NANOSECONDS.timedWait(RUNNING, rest);
				}
				catch (final InterruptedException e) {
					interrupted = true;
				}
				rest = until - System.nanoTime();
			}
			RUNNING.forEach(work -> left.add(work.title));
		}
		if (interrupted) Thread.currentThread().interrupt();
		return left;
	}

	/** {@return how long the end of the process waits at most} */
	public static int seconds() {
		return Math.max(0, Integer.getInteger(PROPERTY, SECONDS));
	}
}
