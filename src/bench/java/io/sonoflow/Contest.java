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

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Two or more ways to do the same, timed turn by turn in one run, so that whatever else the machine does meets all of them.
 * Elapsed time and processor time of the whole process: on a machine that others use too, only the second can be trusted
 * (with one thread, on a quiet machine, they are the same).
 */
public final class Contest {

	private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	/**
	 * How long something took.
	 *
	 * @param elapsed seconds
	 * @param processor seconds, of all threads
	 */
	public record Time(double elapsed, double processor) {

		/** {@return that of this process for the work} */
		public static Time of(final Runnable work) {
			final long processor = PROCESS.getProcessCpuTime();
			final long start = System.nanoTime();
			work.run();
			return new Time((System.nanoTime() - start) / 1e9, (PROCESS.getProcessCpuTime() - processor) / 1e9);
		}
	}

	private final Map<String, Supplier<Time>> entrants = new LinkedHashMap<>();
	private final Map<String, List<Time>> times = new LinkedHashMap<>();

	/** Adds one; the first is the one that the others are baselines of. */
	public Contest add(final String name, final Supplier<Time> entrant) {
		entrants.put(name, entrant);
		times.put(name, new ArrayList<>());
		return this;
	}

	/** Times all of them in turn. @param warm rounds before that do not count */
	public Contest run(final int warm, final int rounds) {
		for (int i = -warm; i < rounds; i++)
			for (final Map.Entry<String, Supplier<Time>> entrant : entrants.entrySet()) {
				final Time time = entrant.getValue().get();
				if (i >= 0) times.get(entrant.getKey()).add(time);
			}
		return this;
	}

	/** Prints medians and minima, and how many times as fast the first is as each other by medians of processor time. */
	public Contest print(final String what) {
		final String first = times.keySet().iterator().next();
		System.out.println(what + ", ms of processor time (median, least; elapsed):");
		times.forEach((name, list) -> System.out.printf(Locale.ROOT, "  %-22s %9.2f %9.2f; %9.2f %9.2f%s%n", name, 1e3 * median(
			name), 1e3 * sorted(name, false)[0], 1e3 * middle(sorted(name, true)), 1e3 * sorted(name, true)[0], name.equals(first)
				? "" : String.format(Locale.ROOT, "   %s has %.3f times its speed, by the least %.3f", first, median(name) / median(
					first), sorted(name, false)[0] / sorted(first, false)[0])));
		return this;
	}

	/** {@return median of the processor time, seconds} */
	public double median(final String name) {
		return middle(sorted(name, false));
	}

	/** {@return median of the elapsed time, seconds} */
	public double elapsed(final String name) {
		return middle(sorted(name, true));
	}

	private double[] sorted(final String name, final boolean elapsed) {
		return times.get(name).stream().mapToDouble(elapsed ? Time::elapsed : Time::processor).sorted().toArray();
	}

	private static double middle(final double[] sorted) {
		return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1).average().orElseThrow();
	}
}
