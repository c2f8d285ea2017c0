package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.WindowMonitor;

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
final class Monitors {

	static final String PROPERTY = "sonoflow.monitor";

	private Monitors() {
	}

	/** @param context of SciJava; may be null */
	static FrameMonitor open(final String title, final Context context) {
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
