package io.sonoflow.command;

import io.sonoflow.Monitor;

import org.scijava.log.LogService;
import org.scijava.task.Task;

/** SciJava's task: a progress bar with a cancel button in Fiji. */
final class TaskMonitor implements Monitor {

	private final Task task;
	private final LogService log;
	private final Eta eta = new Eta();

	/** @param log for messages; may be null */
	TaskMonitor(final Task task, final LogService log) {
		this.task = task;
		this.log = log;
	}

	@Override
	public void message(final String text) {
		task.setStatusMessage(text);
		if (log != null) log.info(text);
	}

	@Override
	public void warn(final String text) {
		task.setStatusMessage(text);
		if (log != null) log.warn(text);
	}

	@Override
	public void progress(final String stage, final long done, final long total) {
		final double left = eta.secondsLeft(stage, done, total, System.nanoTime());
		task.setProgressMaximum(total);
		task.setProgressValue(done);
		task.setStatusMessage(stage + (Double.isNaN(left) ? "" : ", " + Eta.format(left) + " left"));
	}

	@Override
	public boolean isCancelled() {
		return task.isCanceled();
	}
}
