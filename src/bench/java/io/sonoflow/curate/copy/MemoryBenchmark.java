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

import io.sonoflow.image.Images;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * CPU time of the audit's parts, and how much faster one comparison under all flips and shifts is than the same sums written
 * out. Arguments: patients (30 = 120 views).
 */
public final class MemoryBenchmark {

	private static final int ROUNDS = 3;

	private MemoryBenchmark() {
	}

	/** @param args patients */
	public static void main(final String[] args) {
		final List<? extends RandomAccessibleInterval<UnsignedByteType>> images = Copies.phantoms(1, args.length > 0 ? Integer
			.parseInt(args[0]) : 30, 64);
		final int n = images.size();
		final List<Fingerprint> prints = images.stream().map(Fingerprint::of).toList();
		final Correlation correlation = new Correlation();
		final double print = best(() -> images.forEach(Fingerprint::of)) / n;
		final double pair = best(() -> prints.forEach(each -> correlation.search(prints.get(0), each))) / n;
		final double direct = best(() -> direct(images.get(0), images.get(1)));
		final double fine = best(() -> prints.forEach(each -> Alignment.refine(prints.get(0), each, correlation))) / n;
		final NearestCopies search = new NearestCopies(prints, IntStream.range(0, n).map(i -> i / 4).toArray());
		final double query = best(() -> IntStream.range(0, n).forEach(i -> search.find(prints.get(i), i / 4))) / n;
		System.out.printf(Locale.ROOT, "fingerprint %.2f ms; coarse pair %.1f us (written out %.0f us, ratio %.0f); fine pair %.2f " +
			"ms; query among %d %.2f ms%n", 1e3 * print, 1e6 * pair, 1e6 * direct, direct / pair, 1e3 * fine, n, 1e3 * query);
		System.out.printf(Locale.ROOT, "1,000 generated against 880 real, with 880 real against each other: about %.0f s of CPU%n",
			1880 * (print + 880 * pair + NearestCopies.CANDIDATES * (fine + pair)));
	}

	/** {@return CPU seconds of the fastest of several rounds} */
	private static double best(final Runnable work) {
		double best = Double.POSITIVE_INFINITY;
		for (int round = 0; round <= ROUNDS; round++) {
			final long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			work.run();
			best = Math.min(best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) * 1e-9);
		}
		return best;
	}

	/** The correlations of two images at every flip and shift, at the coarse resolution. */
	private static double direct(final RandomAccessibleInterval<UnsignedByteType> first,
		final RandomAccessibleInterval<UnsignedByteType> second)
	{
		final int side = Correlation.SIDE;
		final float[] a = Images.floatPixels(first);
		double best = 0;
		for (final Flip flip : Flip.values()) {
			final float[] b = flip.apply(Arrays.copyOf(Images.floatPixels(second), side * side), side);
			for (int dy = -Correlation.REACH; dy <= Correlation.REACH; dy++)
				for (int dx = -Correlation.REACH; dx <= Correlation.REACH; dx++) {
					float sum = 0;
					for (int y = 0; y < side; y++)
						for (int x = 0; x < side; x++)
							sum += a[y * side + x] * b[(y - dy & side - 1) * side + (x - dx & side - 1)];
					best = Math.max(best, sum);
				}
		}
		return best;
	}
}
