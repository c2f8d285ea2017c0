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
package io.sonoflow.train.contrastive;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.contrastive.ViewSettings;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Batches;
import io.sonoflow.train.ImageCache;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pretraining of ResNet-18: images a second (two views each) with the loader against the network alone, in turns (aim: the
 * loader costs at most 10 percent); processor time of the views; peak and slope of resident memory (Linux only).
 * <p>
 * Arguments: size of the views (default 128), batch (64), chunk (32), steps of each turn (3), turns (2; 0 = memory only),
 * steps of the memory test (40), optimizer (lars). E.g. {@code 128 1024 32 0 0 2}: peak memory of two steps of 1024 images.
 */
public final class PretrainingBench {

	private static final int CROP = 300;

	private final Plan plan;
	private final ImageCache images;
	private final PretrainingState state;
	private final ContrastiveTraining training;
	private final int steps;
	private final int turns;
	private final int memory;

	private PretrainingBench(final int[] values, final String optimizer, final Path folder) {
		steps = values[3];
		turns = values[4];
		memory = values[5];
		final List<Path> files = new ArrayList<>();
		for (int i = 0; i < values[1]; i++) {
			final byte[] pixels = new byte[CROP * CROP];
			final RandomStream random = RandomStream.of(0, "bench", i);
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) (random.nextInt(100) + 50);
			files.add(folder.resolve(i + ".png"));
			ImageFiles.writePng(files.get(i), Images.bytes(pixels, CROP, CROP));
		}
		images = new ImageCache(files, Long.MAX_VALUE / 2);
		images.check(Monitor.NONE);
		final UpdateSettings update = new UpdateSettings();
		update.optimizer = optimizer;
		// So many steps that the rate stays what it is.
		plan = new Plan(values[0], new ViewSettings(), Integer.MAX_VALUE, values[1], values[2], new LossSettings(), update,
			Integer.MAX_VALUE, 0);
		state = new PretrainingState(new ContrastiveNetwork(Networks.create("resnet18", Device.cpu(), 1, 1, 0), 2048, false,
			0), plan);
		training = new ContrastiveTraining(state, images, new int[values[1]], null, plan, Monitor.NONE);
	}

	public static void main(final String... args) throws IOException {
		final int[] values = { 128, 64, 32, 3, 2, 40 };
		for (int i = 0; i < Math.min(args.length, values.length); i++)
			values[i] = Integer.parseInt(args[i]);
		Torch.inference();
		final Path folder = Files.createTempDirectory("pretraining");
		System.out.printf("ResNet-18, %d px, batch %d in chunks of %d, %d torch threads, %d for views%n", values[0], values[1],
			values[2], Torch.threads(), Batches.threads());
		new PretrainingBench(values, args.length > 6 ? args[6] : "lars", folder).run();
	}

	private void run() throws IOException {
		final NDManager manager = state.network().manager();
		try (state; NtXent contrast = new NtXent(manager, 0.5, 0); GradientCache cache = new GradientCache(state.network())) {
			if (turns > 0) speed(contrast, cache);
			if (memory > 0) memory(contrast, cache);
		}
	}

	private static double cpu() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() /
			1e9;
	}

	private void speed(final NtXent contrast, final GradientCache cache) {
		final double[] wall = new double[2];
		final double[] busy = new double[2];
		long step = 0;
		try (ViewLoader loader = new ViewLoader(images, plan)) {
			final double cold = cpu();
			final ViewLoader.Loaded same = loader.get(step++);
			System.out.printf("views of a cold start, circles sought  %7.2f ms of a core an image (of two batches at most)%n",
				(cpu() - cold) * 1e3 / plan.batch());
			training.step(same, cache, contrast);
			// In turns, so that other work on the machine hits both alike; the batch made ahead is not the network's.
			for (int turn = 0; turn < turns; turn++)
				for (int with = 0; with < 2; with++) {
					loader.get(step++);
					final double start = System.nanoTime() / 1e9;
					final double used = cpu();
					for (int i = 0; i < steps; i++)
						training.step(with == 1 ? loader.get(step++) : same, cache, contrast);
					wall[with] += System.nanoTime() / 1e9 - start;
					busy[with] += cpu() - used;
				}
		}
		final double count = (double) turns * steps * plan.batch();
		for (int with = 0; with < 2; with++)
			System.out.printf("%s  %7.2f images/s, %7.1f ms of processors an image%n", with == 1 ? "with loader  "
				: "network alone", count / wall[with], busy[with] * 1e3 / count);
		System.out.printf("ratio of speed %.3f, of processor time %.3f%n", wall[0] / wall[1], busy[0] / busy[1]);
	}

	private void memory(final NtXent contrast, final GradientCache cache) throws IOException {
		final List<Double> resident = new ArrayList<>();
		final double start = System.nanoTime() / 1e9;
		try (ViewLoader loader = new ViewLoader(images, plan)) {
			for (int step = 0; step < memory; step++) {
				training.step(loader.get(step), cache, contrast);
				resident.add(status("VmRSS"));
			}
		}
		System.out.printf("%d steps in %.0f s; peak of resident memory %.0f MB%n", memory, System.nanoTime() / 1e9 - start,
			status("VmHWM"));
		final int from = memory / 3;
		if (memory > 10) System.out.printf("resident memory: step %d %.0f MB, step %d %.0f MB; slope %.3f MB a step%n", from,
			resident.get(from - 1), memory, resident.get(memory - 1), slope(resident.subList(from, memory)));
	}

	/** MB of a line of /proc/self/status. */
	private static double status(final String key) throws IOException {
		for (final String line : Files.readAllLines(Path.of("/proc/self/status")))
			if (line.startsWith(key)) return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
		return Double.NaN;
	}

	private static double slope(final List<Double> values) {
		final double middle = (values.size() - 1) / 2.0;
		final double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
		double top = 0;
		double bottom = 0;
		for (int i = 0; i < values.size(); i++) {
			top += (i - middle) * (values.get(i) - mean);
			bottom += (i - middle) * (i - middle);
		}
		return top / bottom;
	}
}
