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
package io.sonoflow.curate.manifold;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Speed of algorithm 1 beside its plain matrix product (float32, the same matrices, already in PyTorch's memory, one call;
 * aim: at most twice its time), of FID (aim: under 20 s), KID and the other scores, and the peak of resident memory (Linux
 * only).
 * <p>
 * Arguments: generated images (default 20000), real images (880), features (2048), rounds (5), threads (PyTorch's default).
 */
public final class ManifoldBench {

	private static final int LATENT = 24;

	private ManifoldBench() {
	}

	public static void main(final String[] args) throws IOException {
		final int[] values = { 20000, 880, 2048, 5, 0 };
		for (int i = 0; i < args.length; i++)
			values[i] = Integer.parseInt(args[i]);
		Torch.inference();
		if (values[4] > 0) Torch.threads(values[4]);
		System.out.printf("%d generated, %d real, %d features, %d torch threads%n", values[0], values[1], values[2], Torch
			.threads());
		final Features real = features(1, values[1], values[2], 1);
		final Features fake = features(2, values[0], values[2], 0.8);
		System.out.printf("features in memory %.0f MB%n", 4.0 * values[2] * (values[0] + values[1]) / 1e6);
		memory("before");
		filter(real, fake, values[3]);
		memory("after the filter");
		// Sets with fewer images than features (the singular values), and with more (the eigenvalues).
		time("FID, " + real.rows() + " real", () -> Fid.between(real, fake));
		memory("after FID of few real images");
		final Features many = features(3, values[2] + 452, values[2], 1);
		time("FID, " + many.rows() + " real", () -> Fid.between(many, fake));
		memory("after FID of many real images");
		time("KID, 100 subsets of " + Math.min(1000, real.rows()), () -> Kid.score(real, fake, 0).mean());
		final FaithfulFilter.Result kept = FaithfulFilter.run(real, fake, FaithfulFilter.defaultK(real.rows()),
			Monitor.NONE);
		final Features chosen = fake.select(Arrays.copyOf(kept.rows(), Math.min(5000, kept.rows().length)));
		time("precision, recall, density, coverage of " + chosen.rows(), () -> ManifoldScores.of(real, chosen, 3,
			Monitor.NONE).recall());
		time("coverage selection, 1000 of " + chosen.rows(), () -> CoverageFilter.run(real, chosen, kept.k(), 1000,
			Monitor.NONE).order().length);
		memory("after all");
	}

	/** Rectified features of few hidden causes, as networks make them. */
	private static Features features(final long seed, final int rows, final int columns, final double spread) {
		final float[][] mixing = new float[LATENT][columns];
		final RandomStream common = RandomStream.of(0, "mixing");
		for (final float[] row : mixing)
			for (int c = 0; c < columns; c++)
				row[c] = (float) (common.nextGaussian() / Math.sqrt(LATENT));
		final float[] values = new float[rows * columns];
		for (int r = 0; r < rows; r++) {
			final RandomStream random = RandomStream.of(seed, "features", r);
			final float[] row = new float[columns];
			for (final float[] direction : mixing) {
				final float z = (float) (spread * random.nextGaussian());
				for (int c = 0; c < columns; c++)
					row[c] += z * direction[c];
			}
			// Some images have more noise than others.
			final float noise = seed == 2 ? 0.2f + 1.2f * random.nextFloat() : 0.2f;
			for (int c = 0; c < columns; c++)
				values[r * columns + c] = Math.max(0, 0.4f + 0.5f * row[c] + noise * (random.nextFloat() - 0.5f));
		}
		return Features.of(values, columns);
	}

	private static void filter(final Features real, final Features fake, final int rounds) {
		final double[] product = new double[rounds];
		final double[] filter = new double[rounds];
		final double[] cpu = new double[2];
		int kept = 0;
		// Alternating, so that other work on the machine hits both alike.
		for (int round = -1; round < rounds; round++) {
			final double plain = product(real, fake, cpu, round < 0 ? 0 : rounds);
			final double before = cpu();
			final long start = System.nanoTime();
			kept = FaithfulFilter.run(real, fake, FaithfulFilter.defaultK(real.rows()), Monitor.NONE).rows().length;
			final double seconds = (System.nanoTime() - start) / 1e9;
			if (round < 0) continue;
			product[round] = plain;
			filter[round] = seconds;
			cpu[1] += (cpu() - before) / rounds;
		}
		Arrays.sort(product);
		Arrays.sort(filter);
		System.out.printf("matrix product  %7.3f s (median of %d)%n", product[rounds / 2], rounds);
		System.out.printf("filter          %7.3f s   ratio %.2f   (best %.3f / %.3f, ratio %.2f), kept %d%n", filter[rounds /
			2], filter[rounds / 2] / product[rounds / 2], filter[0], product[0], filter[0] / product[0], kept);
		System.out.printf("processor time  %.2f s and %.2f s, ratio %.2f%n", cpu[0], cpu[1], cpu[1] / cpu[0]);
	}

	/** {@return seconds of the processors, all threads together} */
	private static double cpu() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
			.getProcessCpuTime() / 1e9;
	}

	private static double product(final Features real, final Features fake, final double[] cpu, final int rounds) {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray left = Torch.floats(manager, fake.values(), fake.rows(), fake.columns());
			final NDArray right = Torch.floats(manager, real.values(), real.rows(), real.columns()).transpose();
			final double before = cpu();
			final long start = System.nanoTime();
			left.matMul(right);
			final double seconds = (System.nanoTime() - start) / 1e9;
			if (rounds > 0) cpu[0] += (cpu() - before) / rounds;
			return seconds;
		}
	}

	private static void time(final String name, final java.util.function.DoubleSupplier work) {
		final double before = cpu();
		final long start = System.nanoTime();
		final double value = work.getAsDouble();
		final double seconds = (System.nanoTime() - start) / 1e9;
		System.out.printf("%-45s %7.2f s, processors %7.2f s   (%.6f)%n", name, seconds, cpu() - before, value);
	}

	private static void memory(final String when) throws IOException {
		final Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) return;
		for (final String line : Files.readAllLines(status))
			if (line.startsWith("VmHWM") || line.startsWith("VmRSS")) System.out.printf("  %s: %s%n", when, line.replaceAll(
				"\\s+", " "));
	}
}
