package io.sonoflow.command;

import io.sonoflow.Monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The monitor a command hands to its step: passes everything on, and may be cancelled from two sides. */
final class FrameMonitor implements Monitor, AutoCloseable {

	private final Monitor target;
	private final Runnable end;
	private final List<String> warnings = new CopyOnWriteArrayList<>();
	private volatile BooleanSupplier stop = () -> false;

	/**
	 * @param target who shows it
	 * @param end done when the command is over, whether well or not
	 */
	FrameMonitor(final Monitor target, final Runnable end) {
		this.target = target;
		this.end = end;
	}

	/** Also stops when this is true. */
	void stopWhen(final BooleanSupplier condition) {
		stop = condition;
	}

	@Override
	public void message(final String text) {
		target.message(text);
	}

	@Override
	public void warn(final String text) {
		warnings.add(text);
		target.warn(text);
	}

	@Override
	public List<String> warnings() {
		return List.copyOf(warnings);
	}

	@Override
	public void progress(final String stage, final long done, final long total) {
		target.progress(stage, done, total);
	}

	@Override
	public void value(final String series, final double x, final double y) {
		target.value(series, x, y);
	}

	@Override
	public void preview(final String name, final RandomAccessibleInterval<UnsignedByteType> image) {
		target.preview(name, image);
	}

	@Override
	public boolean isCancelled() {
		return stop.getAsBoolean() || target.isCancelled();
	}

	@Override
	public void close() {
		end.run();
	}
}
