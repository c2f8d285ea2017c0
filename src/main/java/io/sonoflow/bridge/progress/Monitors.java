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
package io.sonoflow.bridge.progress;

import io.sonoflow.Monitor;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.window.WindowMonitor;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;

import org.scijava.Context;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.ui.UIService;

/**
 * Which monitor a command gets. The system property {@code sonoflow.monitor} decides: {@code line}, {@code json},
 * {@code none}; without it, a window where somebody looks, a task of SciJava for a script beside windows, and lines on the
 * standard error elsewhere.
 */
public final class Monitors {

	static final String PROPERTY = "sonoflow.monitor";

	private Monitors() {
	}

	/**
	 * @param context of SciJava; may be null
	 * @param windows whether somebody wants to see windows; without them Fiji's list of tasks and its log tell the progress
	 */
	public static FrameMonitor open(final String title, final Context context, final boolean windows) {
		return open(title, context, windows, Host.isInteractive());
	}

	/** @param interactive whether ImageJ's main window is there */
	static FrameMonitor open(final String title, final Context context, final boolean windows, final boolean interactive) {
		final String kind = System.getProperty(PROPERTY, "auto").toLowerCase(Locale.ROOT);
		switch (kind) {
			case "none":
				return plain(Monitor.NONE);
			case "json":
				return plain(new JsonMonitor(title, System.err));
			case "line":
				return plain(new LineMonitor(title, System.err, System::nanoTime));
			default:
				return interactive ? beside(title, context, windows) : plain(new LineMonitor(title, System.err,
					System::nanoTime));
		}
	}

	private static FrameMonitor beside(final String title, final Context context, final boolean windows) {
		final UIService ui = context == null ? null : context.getService(UIService.class);
		if (ui == null || !ui.isVisible()) return beside(title, null, null, windows);
		return beside(title, context.getService(TaskService.class), context.getService(LogService.class), windows);
	}

	/**
	 * A monitor beside ImageJ's main window.
	 *
	 * @param tasks whose list somebody sees; null = nobody does
	 */
	static FrameMonitor beside(final String title, final TaskService tasks, final LogService log, final boolean windows) {
		if (tasks == null) return plain(windows ? new WindowMonitor(title, null) : new LineMonitor(title, System.err,
			System::nanoTime));
		final CountDownLatch end = new CountDownLatch(1);
		final Task task = tasks.createTask(title);
		// A task ends with what it runs; ours runs in this thread, so the task's own thread only waits for it.
		task.run(() -> {
			try {
				end.await();
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		});
		final Monitor monitor = new TaskMonitor(task, log);
		return over(windows ? new WindowMonitor(title, monitor) : monitor, end::countDown);
	}

	private static FrameMonitor plain(final Monitor monitor) {
		return over(monitor, () -> {
		});
	}

	private static FrameMonitor over(final Monitor monitor, final Runnable end) {
		return new FrameMonitor(monitor, () -> {
			if (monitor instanceof WindowMonitor window) window.close();
			end.run();
		});
	}
}
