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

		/** @return that of this process for the work */
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

	/** @return median of the processor time, seconds */
	public double median(final String name) {
		return middle(sorted(name, false));
	}

	private double[] sorted(final String name, final boolean elapsed) {
		return times.get(name).stream().mapToDouble(elapsed ? Time::elapsed : Time::processor).sorted().toArray();
	}

	private static double middle(final double[] sorted) {
		return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1).average().orElseThrow();
	}
}
