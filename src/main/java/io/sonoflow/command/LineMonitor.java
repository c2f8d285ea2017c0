package io.sonoflow.command;

import io.sonoflow.Monitor;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Lines on a stream for who runs headless: messages at once, progress at most once a pause, with the time left and the
 * latest values of all curves.
 */
final class LineMonitor implements Monitor {

	/** Between two lines of progress, nanoseconds. */
	static final long PAUSE = 5_000_000_000L;

	private final String title;
	private final PrintStream out;
	private final LongSupplier clock;
	private final Eta eta = new Eta();
	private final Map<String, Double> values = new TreeMap<>();
	private long lastLine;

	/**
	 * @param title begins every line
	 * @param clock nanoseconds; {@code System::nanoTime}
	 */
	LineMonitor(final String title, final PrintStream out, final LongSupplier clock) {
		this.title = title;
		this.out = out;
		this.clock = clock;
		this.lastLine = clock.getAsLong();
	}

	@Override
	public void message(final String text) {
		out.println(title + ": " + text);
	}

	@Override
	public void warn(final String text) {
		out.println(title + ": WARNING: " + text);
	}

	@Override
	public synchronized void progress(final String stage, final long done, final long total) {
		final long now = clock.getAsLong();
		final double left = eta.secondsLeft(stage, done, total, now);
		if (now - lastLine < PAUSE) return;
		lastLine = now;
		final StringBuilder line = new StringBuilder(title).append(": ").append(stage).append(' ').append(done).append(
			'/').append(total);
		if (!Double.isNaN(left)) line.append(", ").append(Eta.format(left)).append(" left");
		values.forEach((series, y) -> line.append(", ").append(series).append(' ').append((float) (double) y));
		out.println(line);
	}

	@Override
	public synchronized void value(final String series, final double x, final double y) {
		values.put(series, y);
	}
}
