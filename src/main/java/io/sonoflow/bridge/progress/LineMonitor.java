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

import io.sonoflow.Eta;
import io.sonoflow.Monitor;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Lines on a stream for who runs headless: messages at once, progress at most once a pause, with the time left and the
 * latest values of the stage's curves.
 */
public final class LineMonitor implements Monitor {

	/** Between two lines of progress, nanoseconds. */
	static final long PAUSE = 5_000_000_000L;

	private final String title;
	private final PrintStream out;
	private final LongSupplier clock;
	private final Eta eta = new Eta();
	private final Map<String, Double> values = new TreeMap<>();
	private final Set<String> fresh = new HashSet<>();
	private String lastStage = "";
	private long lastLine;

	/**
	 * @param title begins every line
	 * @param clock nanoseconds; {@code System::nanoTime}
	 */
	public LineMonitor(final String title, final PrintStream out, final LongSupplier clock) {
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
		// The curves of stages that are over would soon fill the line.
		if (!stage.equals(lastStage)) values.keySet().retainAll(fresh);
		lastStage = stage;
		fresh.clear();
		if (now - lastLine < PAUSE) return;
		lastLine = now;
		final StringBuilder line = new StringBuilder(title).append(": ").append(stage).append(' ').append(done).append(
			'/').append(total);
		if (!Double.isNaN(left)) line.append(", ").append(eta.describe(left));
		// Curves of a stage bear its name, which stands before.
		values.forEach((series, y) -> line.append(", ").append(series.replace(stage, "").strip()).append(' ').append(
			(float) (double) y));
		out.println(line);
	}

	@Override
	public synchronized void value(final String series, final double x, final double y) {
		values.put(series, y);
		fresh.add(series);
	}
}
