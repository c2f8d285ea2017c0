package io.sonoflow.command;

import java.util.Locale;

/** How long a stage will still take, judged by its own pace so far. Thread-safe. */
final class Eta {

	private String stage;
	private long startNanos;
	private long startDone;

	/**
	 * @param now {@link System#nanoTime()}
	 * @return seconds left, or NaN while nothing of the stage is done yet
	 */
	synchronized double secondsLeft(final String stageNow, final long done, final long total, final long now) {
		if (!stageNow.equals(stage) || done < startDone) {
			stage = stageNow;
			startNanos = now;
			startDone = done;
		}
		return done <= startDone ? Double.NaN : (now - startNanos) * 1e-9 / (done - startDone) * Math.max(0, total -
			done);
	}

	/** @return e.g. "1 h 05 min", "3 min 20 s", "8 s" */
	static String format(final double seconds) {
		final long s = Math.round(seconds);
		if (s >= 3600) return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s % 3600 / 60);
		return s >= 60 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : s + " s";
	}
}
