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
package io.sonoflow.legacy.review;

import io.sonoflow.Monitor;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import javax.swing.SwingUtilities;
import javax.swing.Timer;

/**
 * The work of a window in which images are judged, so that it answers meanwhile: one thread reads the image that is shown and
 * writes what is decided, in their order; another compares all images, which takes long. What is asked for one image is left
 * when the next is shown.
 */
final class ReviewThreads {

	private final ExecutorService files = thread("Sonoflow review");
	private final ExecutorService comparing = thread("Sonoflow review neighbours");
	/** Number of the image that is shown, counted anew each time. */
	private volatile int turn;
	private volatile boolean closed;

	private static ExecutorService thread(final String name) {
		return Executors.newSingleThreadExecutor(task -> {
			final Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
	}

	/** Another image is shown: what is still to be done for the one before is no longer wanted. In the thread of windows. */
	void next() {
		turn = turn + 1;
	}

	/**
	 * Reads something for the image that is shown.
	 *
	 * @param work gives what is to be done in the window with it
	 * @param failed is told in the window why there is nothing
	 */
	void read(final Work work, final Consumer<Throwable> failed) {
		submit(files, work, failed);
	}

	/** As {@link #read}, behind all that is compared. */
	void compare(final Work work, final Consumer<Throwable> failed) {
		submit(comparing, work, failed);
	}

	private void submit(final ExecutorService executor, final Work work, final Consumer<Throwable> failed) {
		final int mine = turn;
		if (!closed) executor.execute(() -> {
			if (mine != turn) return;
			final Runnable shown = result(work, failed);
			SwingUtilities.invokeLater(() -> {
				if (mine == turn) shown.run();
			});
		});
	}

	/** Writes something, whatever is shown by then, and also if the window is closed meanwhile. */
	void write(final Work work, final Consumer<Throwable> failed) {
		if (!closed) files.execute(() -> SwingUtilities.invokeLater(result(work, failed)));
	}

	/** Else an exception that nobody expected would leave the window as it was, without a word. */
	private static Runnable result(final Work work, final Consumer<Throwable> failed) {
		try {
			return work.run();
		}
		catch (final RuntimeException | Error e) {
			return () -> failed.accept(e);
		}
	}

	/** Does something in the window after a while, if the same is still shown. In the thread of windows. */
	void later(final int milliseconds, final Runnable action) {
		final int mine = turn;
		final Timer timer = new Timer(milliseconds, event -> {
			if (mine == turn) action.run();
		});
		timer.setRepeats(false);
		timer.start();
	}

	/** Work that ends in the window. */
	@FunctionalInterface
	interface Work {

		/** {@return what is to be done in the thread of windows} */
		Runnable run();
	}

	/** {@return stops what goes on when the window is closed} */
	Monitor monitor(final Consumer<String> progress) {
		return new Monitor() {

			@Override
			public boolean isCancelled() {
				return closed;
			}

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (100 * done / total != 100 * (done - 1) / total) SwingUtilities.invokeLater(() -> progress.accept(stage + ": " + 100 *
					done / total + " %"));
			}
		};
	}

	/** What is being written is written to its end. */
	void close() {
		closed = true;
		next();
		files.shutdown();
		comparing.shutdown();
	}
}
