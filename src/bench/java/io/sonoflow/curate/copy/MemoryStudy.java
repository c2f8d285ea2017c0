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
package io.sonoflow.curate.copy;

import io.sonoflow.Monitor;
import io.sonoflow.image.Images;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.sheet.Sheet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * How many planted copies the audit finds, and how many images of other patients it takes for copies, on phantoms; beside
 * it the nearest image by plain pixel distance (which knows no flip and no shift) with the threshold that gives it as many
 * false alarms. Arguments: patients (220 = 880 views), size (64), folder for the pictures (none).
 */
public final class MemoryStudy {

	private static final Map<String, Copies> KINDS = new LinkedHashMap<>();

	static {
		KINDS.put("as they are", new Copies(0, 0, 0, 0));
		KINDS.put("flipped, gain", new Copies(0, 0, 0, 0.3));
		KINDS.put("+ shift 10 %, noise 5", new Copies(0, 5, 0.1, 0.3));
		KINDS.put("+ shift 10 %, noise 5, blur 0.7 px", new Copies(0.7, 5, 0.1, 0.3));
		KINDS.put("+ shift 20 %, noise 10, blur 1 px", new Copies(1, 10, 0.2, 0.3));
		KINDS.put("+ shift 20 %, noise 20, blur 1 px", new Copies(1, 20, 0.2, 0.3));
		KINDS.put("+ shift 10 %, noise 5, blur 2 px", new Copies(2, 5, 0.1, 0.3));
	}

	private final int size;
	private final List<? extends RandomAccessibleInterval<UnsignedByteType>> real;
	private final List<? extends RandomAccessibleInterval<UnsignedByteType>> others;
	private final Path folder;

	private MemoryStudy(final int patients, final int size, final Path folder) {
		this.size = size;
		this.folder = folder;
		real = Copies.phantoms(1, patients, size);
		others = Copies.phantoms(2, patients, size);
	}

	/** @param args patients, size, folder */
	public static void main(final String[] args) {
		new MemoryStudy(args.length > 0 ? Integer.parseInt(args[0]) : 220, args.length > 1 ? Integer.parseInt(args[1]) : 64,
			args.length > 2 ? Path.of(args[2]) : null).run();
	}

	private void run() {
		final int n = real.size();
		final long start = System.nanoTime();
		final MemoryAudit audit = MemoryAudit.of(real::get, IntStream.range(0, n).mapToObj(i -> "p" + i / 4).toList(),
			Monitor.NONE);
		System.out.printf(Locale.ROOT, "%d real views of %d px: audit ready after %.1f s%n", n, size, (System.nanoTime() -
			start) * 1e-9);
		final List<Plots.Values> values = new ArrayList<>();
		for (final Map.Entry<String, Copies> kind : KINDS.entrySet()) {
			final Copies copies = kind.getValue();
			final long begin = System.nanoTime();
			final List<MemoryMatch> alarms = audit.matches(n, i -> copies.of(others.get(i), 5, i), Monitor.NONE);
			final double seconds = (System.nanoTime() - begin) * 1e-9;
			final List<MemoryMatch> planted = audit.matches(n, i -> copies.of(real.get(i), 6, i), Monitor.NONE);
			print(kind.getKey(), copies, alarms, planted, seconds);
			if (copies.blur() == 1 && copies.noise() == 10) {
				values.add(logs("other patients, altered alike", alarms));
				values.add(logs("planted copies", planted));
				if (folder != null) sheet(copies, planted);
			}
		}
		if (folder != null) Plots.histogram(Axes.of("-log10 p", "images").title("Memory audit, " + n + " phantom views"), 40,
			values).write(folder.resolve("memory-" + size + ".png"));
	}

	private void print(final String name, final Copies copies, final List<MemoryMatch> alarms,
		final List<MemoryMatch> planted, final double seconds)
	{
		final int n = real.size();
		final long found = IntStream.range(0, n).filter(i -> planted.get(i).p() <= MemoryMatch.ALARM).count();
		final long right = IntStream.range(0, n).filter(i -> planted.get(i).p() <= MemoryMatch.ALARM && planted.get(i)
			.nearest() == i).count();
		final long wrong = alarms.stream().filter(match -> match.p() <= MemoryMatch.ALARM).count();
		final double[] p = alarms.stream().mapToDouble(MemoryMatch::p).sorted().toArray();
		final double worst = planted.stream().mapToDouble(MemoryMatch::p).max().orElse(1);
		System.out.printf(Locale.ROOT, "%-36s found %.4f, the right image %.4f; false alarms %.4f (p: 1 %% below %.2g, least " +
			"%.2g); largest p of a copy %.2g; least similarity %.2f; plain distance finds %.4f; %.1f s%n", name, found /
				(double) n, right / (double) n, wrong / (double) n, p[n / 100], p[0], worst, planted.stream().mapToDouble(
					MemoryMatch::similarity).min().orElse(0), plain(copies, wrong), seconds);
	}

	/** {@return share of the copies whose pixel distance to the nearest real image is below that of all but wrong others} */
	private double plain(final Copies copies, final long wrong) {
		final int n = real.size();
		final double[] ours = IntStream.range(0, n).parallel().mapToDouble(i -> nearest(copies.of(real.get(i), 6, i))).toArray();
		final double[] foreign = IntStream.range(0, n).parallel().mapToDouble(i -> nearest(copies.of(others.get(i), 5, i)))
			.sorted().toArray();
		final double threshold = foreign[(int) wrong];
		return Arrays.stream(ours).filter(distance -> distance < threshold).count() / (double) n;
	}

	private double nearest(final RandomAccessibleInterval<UnsignedByteType> image) {
		final byte[] a = Images.pixels(image);
		long best = Long.MAX_VALUE;
		for (final RandomAccessibleInterval<UnsignedByteType> each : real) {
			final byte[] b = Images.pixels(each);
			long sum = 0;
			for (int i = 0; i < a.length; i++) {
				final int d = (a[i] & 255) - (b[i] & 255);
				sum += (long) d * d;
			}
			best = Math.min(best, sum);
		}
		return best;
	}

	private static Plots.Values logs(final String name, final List<MemoryMatch> matches) {
		return new Plots.Values(name, matches.stream().mapToDouble(match -> -Math.log10(match.p())).toArray());
	}

	/** The hardest copies, each beside the image it was found to be. */
	private void sheet(final Copies copies, final List<MemoryMatch> planted) {
		final Sheet sheet = new Sheet(8).cell(128).title("Planted copies with the largest p, each beside the real image found");
		IntStream.range(0, planted.size()).boxed().sorted(Comparator.comparingDouble(i -> -planted.get(i).p())).limit(12).forEach(
			i -> {
				final MemoryMatch match = planted.get(i);
				sheet.add(copies.of(real.get(i), 6, i), String.format(Locale.ROOT, "p %.1g", match.p()), Sheet.Frame.NONE);
				sheet.add(real.get(match.nearest()), String.format(Locale.ROOT, "r %.2f", match.similarity()), match.nearest() == i
					? Sheet.Frame.GREEN : Sheet.Frame.RED);
			});
		sheet.write(folder.resolve("memory-copies-" + size + ".png"));
	}
}
