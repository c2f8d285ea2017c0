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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How long work will still take, judged by its own pace so far: that of its stage, or, where stages lie within a stage (the
 * trainings of a cross-validation), that of the outer one. An outer stage is known by its coming back. Thread-safe.
 */
public final class Eta {

	private static final double NANOS = 1e-9;

	/** A stage since its time is taken. */
	private static final class Pace {

		private long since;
		private long from;
		private long done;
		private long total;
		private boolean holdsOthers;

		/** Takes the time from now on. */
		private void begin(final long now) {
			since = now;
			from = done;
		}
	}

	private final Map<String, Pace> stages = new HashMap<>();
	private String current = "";
	private Pace outer;
	/** Share of the outer stage's running unit that is done, as far as an inner stage has told it. */
	private double inner;

	/**
	 * @param stage as in {@link Monitor#progress}
	 * @param now {@link System#nanoTime()}
	 * @return seconds left, or NaN while nothing is done yet by which it could be judged
	 */
	public synchronized double secondsLeft(final String stage, final long done, final long total, final long now) {
		final Pace known = stages.get(stage);
		final boolean back = known != null && !stage.equals(current) && done >= known.done && known.done < known.total;
		final Pace pace = known == null || done < known.done || !stage.equals(current) && !back ? new Pace() : known;
		leave(stage, now);
		pace.done = done;
		pace.total = total;
		if (pace != known) pace.begin(now);
		stages.put(stage, pace);
		if (back) outer = pace;
		if (pace == outer) inner = 0;
		else if (outer != null) inner = Math.max(inner, (double) done / total);
		if (outer != null && outer.done >= outer.total) outer = null;
		current = stage;
		return outer == null ? left(pace, 0, now) : left(outer, inner, now);
	}

	/** A stage that others begin in may be an outer one: what it had skipped before says nothing of its pace. */
	private void leave(final String next, final long now) {
		final Pace left = stages.get(current);
		if (left == null || next.equals(current) || left.holdsOthers || left.done >= left.total) return;
		left.holdsOthers = true;
		left.begin(now);
	}

	private static double left(final Pace pace, final double more, final long now) {
		final double units = pace.done - pace.from + more;
		return units <= 0 ? Double.NaN : (now - pace.since) * NANOS / units * Math.max(0, pace.total - pace.done - more);
	}

	/** {@return whether the time is that of a stage which others lie in} */
	public synchronized boolean isOfAll() {
		return outer != null;
	}

	/** {@return e.g. "1 h 05 min", "3 min 20 s", "8 s"} */
	public static String format(final double seconds) {
		final long s = Math.round(seconds);
		if (s >= 3600) return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s % 3600 / 60);
		return s >= 60 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : s + " s";
	}

	/**
	 * {@return the time left for people, e.g. "3 min 20 s left", "1 h 05 min left in all"; empty if it is not known}
	 *
	 * @param seconds from {@link #secondsLeft}
	 */
	public String describe(final double seconds) {
		return Double.isNaN(seconds) ? "" : format(seconds) + " left" + (isOfAll() ? " in all" : "");
	}
}
