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
package io.sonoflow.curate.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.inception.FormulaInception;
import io.sonoflow.nn.inception.InceptionV3;
import io.sonoflow.nn.weights.Safetensors;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * InceptionV3 on one thread, in seconds of that thread's processor time (so that other work on the machine does not
 * count), against a matrix product of as many multiplications in the same JVM; then the whole way from files to vectors,
 * and from the cache. Weights by formula.
 *
 * <pre>
 * java ... io.sonoflow.curate.features.InceptionBenchmark [images]
 * </pre>
 */
public final class InceptionBenchmark {

	/** Multiplications of one image of 299 px, as torchvision counts them. */
	private static final double MULTIPLICATIONS = 5.713e9;
	private static final int SIDE = 1792;
	private static final int BATCH = 8;
	private static final int ROUNDS = 3;

	private InceptionBenchmark() {
	}

	private static double seconds(final Runnable work) {
		final long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		work.run();
		return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) * 1e-9;
	}

	/** {@return the least of some rounds, after one that does not count} */
	private static double best(final Runnable work) {
		work.run();
		double best = Double.POSITIVE_INFINITY;
		for (int i = 0; i < ROUNDS; i++)
			best = Math.min(best, seconds(work));
		return best;
	}

	private static void say(final String text, final Object... values) {
		System.out.println(String.format(Locale.ROOT, text, values));
	}

	/** @param arguments how many images to embed, 32 */
	public static void main(final String[] arguments) throws IOException {
		final int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
		Torch.inference();
		Torch.threads(1);
		network();
		files(count);
	}

	private static void network() {
		try (InceptionV3 network = InceptionV3.load(FormulaInception.weights(), Device.cpu());
				NDManager scope = network.manager().newSubManager())
		{
			final NDArray x = scope.ones(new Shape(BATCH, 3, InceptionV3.SIZE, InceptionV3.SIZE));
			final double forward = best(() -> network.features(x).close()) / BATCH;
			final NDArray a = scope.ones(new Shape(SIDE, SIDE));
			final double product = best(() -> a.matMul(a).close()) * MULTIPLICATIONS / Math.pow(SIDE, 3);
			say("InceptionV3, batch %d, one thread: %.2f images/s; a matrix product of as many multiplications %.2f/s; ratio %.2f",
				BATCH, 1 / forward, 1 / product, forward / product);
		}
	}

	private static void files(final int count) throws IOException {
		final Path folder = Files.createTempDirectory("sonoflow-bench");
		final Path weights = folder.resolve("inception.safetensors");
		Safetensors.write(weights, FormulaInception.tensors(), Map.of());
		final List<Path> images = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			final byte[] pixels = new byte[256 * 256];
			final RandomStream random = RandomStream.of(1, "bench", i);
			for (int k = 0; k < pixels.length; k++)
				pixels[k] = (byte) random.nextInt(256);
			images.add(folder.resolve(i + ".png"));
			ImageFiles.writePng(images.get(i), Images.bytes(pixels, 256, 256));
		}
		try (FeatureExtractor extractor = FeatureExtractor.open(weights.toString(), "fid", Device.cpu(), Monitor.NONE)) {
			final Path cache = folder.resolve("cache");
			final double first = seconds(() -> extractor.embed(images, cache, "bench", Monitor.NONE));
			final double second = seconds(() -> extractor.embed(images, cache, "bench", Monitor.NONE));
			say("%d files of 256 px: %.2f images/s (network's thread); from the cache %.0f/s; peak resident memory %s", count,
				count / first, count / second, peak());
		}
		finally {
			try (var walk = Files.walk(folder)) {
				walk.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
			}
		}
	}

	/** {@return the process's highest resident memory as Linux counts it} */
	private static String peak() throws IOException {
		final Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) return "unknown";
		return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).findFirst().orElse("unknown").replace(
			"VmHWM:", "").strip();
	}
}
