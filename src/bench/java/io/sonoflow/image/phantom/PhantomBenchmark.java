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
package io.sonoflow.image.phantom;

import io.sonoflow.RandomStream;

import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Views per second of 256 px: on all cores by the clock, per core by CPU time, and the gain of the separable convolution
 * over the point-spread function written out in two dimensions (same scatterers, same result). Run with
 * {@code mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.image.phantom.PhantomBenchmark}.
 */
public final class PhantomBenchmark {

	private static final int SIZE = 256;

	private PhantomBenchmark() {
	}

	private static void make(final int index) {
		Phantom.of(new ViewSpec(1, Organ.values()[index % 2], index / 4, index / 2 % 2, index % 2, SIZE, index % 5 == 0));
	}

	private static double seconds(final int count, final IntConsumer body) {
		final long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		for (int i = 0; i < count; i++)
			body.accept(i);
		return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) * 1e-9;
	}

	/** @param args number of views, default 400 */
	public static void main(final String[] args) {
		final int count = args.length > 0 ? Integer.parseInt(args[0]) : 400;
		seconds(count, PhantomBenchmark::make);
		final long start = System.nanoTime();
		IntStream.range(0, count).parallel().forEach(PhantomBenchmark::make);
		final double all = count / ((System.nanoTime() - start) * 1e-9);
		final double core = count / seconds(count, PhantomBenchmark::make);

		final Acquisition acquisition = Acquisition.draw(1, Organ.TESTIS, 0);
		final TissueMap map = new TissueMap(SIZE, acquisition.depth());
		final float[] field = new float[map.width * map.height];
		final RandomStream random = RandomStream.of(1, "benchmark");
		for (int i = 0; i < field.length; i++)
			field[i] = (float) random.nextGaussian();
		final PointSpread spread = new PointSpread(map, acquisition);
		seconds(50, i -> spread.apply(field));
		seconds(5, i -> DirectConvolution.apply(map, acquisition, field));
		final double separable = seconds(100, i -> spread.apply(field)) / 100;
		final double direct = seconds(10, i -> DirectConvolution.apply(map, acquisition, field)) / 10;
		System.out.printf("views/s on %d cores: %.0f%n", Runtime.getRuntime().availableProcessors(), all);
		System.out.printf("views/s/core (CPU time): %.0f%n", core);
		System.out.printf("convolution of one part: separable %.2f ms, direct %.2f ms, ratio %.1f%n", 1e3 * separable, 1e3 *
			direct, direct / separable);
		System.out.printf("a view with direct convolution would run at %.1f views/s/core: ratio %.1f%n", 1 / (1 / core + 2 *
			(direct - separable)), core * (1 / core + 2 * (direct - separable)));
	}
}
