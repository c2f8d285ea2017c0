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
 * {@code none}; without it, a window where somebody looks and lines on the standard error elsewhere.
 */
public final class Monitors {

	static final String PROPERTY = "sonoflow.monitor";

	private Monitors() {
	}

	/** @param context of SciJava; may be null */
	public static FrameMonitor open(final String title, final Context context) {
		final String kind = System.getProperty(PROPERTY, "auto").toLowerCase(Locale.ROOT);
		switch (kind) {
			case "none":
				return plain(Monitor.NONE);
			case "json":
				return plain(new JsonMonitor(title, System.err));
			case "line":
				return plain(new LineMonitor(title, System.err, System::nanoTime));
			default:
				return Host.isInteractive() ? window(title, context) : plain(new LineMonitor(title, System.err,
					System::nanoTime));
		}
	}

	private static FrameMonitor plain(final Monitor monitor) {
		return new FrameMonitor(monitor, () -> {
		});
	}

	private static FrameMonitor window(final String title, final Context context) {
		final UIService ui = context == null ? null : context.getService(UIService.class);
		final TaskService tasks = context == null ? null : context.getService(TaskService.class);
		if (ui == null || tasks == null || !ui.isVisible()) return windowOver(title, null, () -> {
		});
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
		return windowOver(title, new TaskMonitor(task, context.getService(LogService.class)), end::countDown);
	}

	private static FrameMonitor windowOver(final String title, final Monitor task, final Runnable end) {
		final WindowMonitor window = new WindowMonitor(title, task);
		return new FrameMonitor(window, () -> {
			window.close();
			end.run();
		});
	}
}
