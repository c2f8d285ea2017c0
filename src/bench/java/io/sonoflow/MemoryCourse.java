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

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Memory of this process in the course of something that does the same over and over: twice as many steps to settle as are
 * looked at then. Linux with glibc 2.33 or later, and a JVM that keeps books ({@code -XX:NativeMemoryTracking=summary}) and has
 * touched its heap ({@code -Xms} as {@code -Xmx}, {@code -XX:+AlwaysPreTouch}).
 * <p>
 * Resident memory is what counts in the end, but it moves by what the JVM's compilers need for a while, and never shrinks by
 * as much as it grew. So it is also told apart: what malloc has handed out and not got back, less what the JVM has of it by its
 * own books, is PyTorch's, DJL's and Java's direct memory, to the byte; and Java's heap after a collection. The rise of each is
 * Theil and Sen's (the median of the slopes between all pairs), with Sen's interval of 95 percent.
 */
public final class MemoryCourse {

	private static final int EVERY = 20, SETTLE = 2;
	private static final double Z95 = 1.96;
	private static final int PARTS = 4;
	private static final double MEGA = 1 << 20;

	/** What of its malloc the JVM's books call direct memory. */
	private static final String DIRECT = "Other";

	private static final Pattern CATEGORY = Pattern.compile("-\\s+([\\w ]+) \\(reserved");
	private static final Pattern TAKEN = Pattern.compile("\\((?:malloc|arena)=(\\d+)");

	private final int steps;
	private final List<Reading> readings = new ArrayList<>();
	private final List<Long> heap = new ArrayList<>();
	private int step;

	/** In bytes. */
	private record Reading(int step, long resident, long libraries, Map<String, Long> jvm) {

		long virtualMachine() {
			return jvm.values().stream().mapToLong(Long::longValue).sum();
		}
	}

	/** As glibc has it. */
	@Structure.FieldOrder({ "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks",
		"keepcost" })
	public static final class MallInfo extends Structure implements Structure.ByValue {

		public NativeLong arena;
		public NativeLong ordblks;
		public NativeLong smblks;
		public NativeLong hblks;
		public NativeLong hblkhd;
		public NativeLong usmblks;
		public NativeLong fsmblks;
		public NativeLong uordblks;
		public NativeLong fordblks;
		public NativeLong keepcost;
	}

	/** @param steps to look at, after twice as many to settle */
	public MemoryCourse(final int steps) {
		this.steps = steps;
	}

	/** To be called after each step. */
	public void step() {
		step++;
		if (step % EVERY != 0 || step > steps()) return;
		// From the first step on: what looking itself takes (classes, compiled code) must have settled, too.
		final boolean counts = step >= SETTLE * steps;
		if (step % (steps / PARTS) == 0) {
			final long used = heap();
			if (counts) heap.add(used);
		}
		final Reading reading = read();
		if (counts) readings.add(reading);
	}

	/** {@return how many are needed in all} */
	public int steps() {
		return (SETTLE + 1) * steps;
	}

	/** {@return whether all steps are done} */
	public boolean isOver() {
		return step >= steps();
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private Reading read() {
		final Map<String, Long> jvm = books();
		final MallInfo info = (MallInfo) NativeLibrary.getProcess().getFunction("mallinfo2").invoke(MallInfo.class,
			new Object[0]);
		jvm.remove(DIRECT);
		return new Reading(step, resident(), info.uordblks.longValue() + info.hblkhd.longValue() - jvm.values().stream().mapToLong(
			Long::longValue).sum(), jvm);
	}

	/** {@return bytes that the JVM has got from malloc, by what for} */
	private static Map<String, Long> books() {
		try {
			final String text = (String) ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName(
				"com.sun.management:type=DiagnosticCommand"), "vmNativeMemory", new Object[] { new String[] { "summary", "scale=B" } },
				new String[] { String[].class.getName() });
			final Map<String, Long> found = new TreeMap<>();
			String category = "";
			for (final String line : text.split("\n")) {
				final Matcher name = CATEGORY.matcher(line);
				if (name.find()) category = name.group(1);
				final Matcher taken = TAKEN.matcher(line);
				if (taken.find() && !category.isEmpty()) found.merge(category, Long.parseLong(taken.group(1)), Long::sum);
			}
			if (found.isEmpty()) throw new IllegalStateException("-XX:NativeMemoryTracking=summary is not set: " + text);
			return found;
		}
		catch (final JMException e) {
			throw new IllegalStateException(e);
		}
	}

	private static long resident() {
		try {
			return 1024 * Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:")).mapToLong(
				line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Prints a line for each kind of memory. */
	public void print(final String what) {
		System.out.println("memory " + what + ", steps " + SETTLE * steps + " to " + readings.get(readings.size() - 1).step + ":");
		line("resident", Reading::resident);
		line("PyTorch and DJL, in use", Reading::libraries);
		line("the JVM's own, in use", Reading::virtualMachine);
		for (final String category : readings.get(0).jvm.keySet()) {
			final ToDoubleFunction<Reading> value = reading -> reading.jvm.getOrDefault(category, 0L);
			if (Math.abs(value.applyAsDouble(readings.get(readings.size() - 1)) - value.applyAsDouble(readings.get(0))) > 1 << 16)
				line("  of it " + category, value);
		}
		System.out.println("  Java's heap after collections, KB: " + heap.stream().map(bytes -> bytes / 1024).toList());
	}

	private void line(final String what, final ToDoubleFunction<Reading> value) {
		final double[] y = readings.stream().mapToDouble(value).toArray();
		final double[] slopes = slopes(y);
		final double n = y.length;
		final double spread = Z95 * Math.sqrt(n * (n - 1) * (2 * n + 5) / 18);
		final int low = (int) Math.max(0, (slopes.length - spread) / 2);
		System.out.printf(Locale.ROOT, "  %-26s %8.2f MB, then %8.2f: %+.3f KB a step (95 %%: %+.3f to %+.3f)%n", what, y[0] /
			MEGA, y[y.length - 1] / MEGA, slopes[slopes.length / 2], slopes[low], slopes[slopes.length - 1 - low]);
	}

	/** {@return KB a step between all pairs, sorted} */
	private double[] slopes(final double... y) {
		final double[] slopes = new double[y.length * (y.length - 1) / 2];
		int k = 0;
		for (int i = 0; i < y.length; i++)
			for (int j = 0; j < i; j++)
				slopes[k++] = (y[i] - y[j]) / 1024 / (readings.get(i).step - readings.get(j).step);
		Arrays.sort(slopes);
		return slopes;
	}
}
