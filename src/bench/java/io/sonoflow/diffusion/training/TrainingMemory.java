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
package io.sonoflow.diffusion.training;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.train.Checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Resident memory (Linux) over 1,000 steps of training with a checkpoint every hundred: the slope by least squares from the
 * 300th step on, when Java's heap and the allocator's pools have their size (run with -Xmx512m). Arguments: threads (1),
 * steps (1000), side of the images (32).
 */
public final class TrainingMemory {

	private TrainingMemory() {
	}

	/** @param args threads, steps, side */
	public static void main(final String[] args) throws IOException {
		final int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
		final int steps = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
		final int size = args.length > 2 ? Integer.parseInt(args[2]) : 32;
		Torch.threads(threads);
		final Path folder = Files.createTempDirectory("sonoflow");
		final DiffusionSettings settings = new DiffusionSettings();
		settings.steps = steps;
		settings.batch = 4;
		settings.accumulate = 2;
		settings.flips = true;
		settings.timestepsampler = "lossaware";
		settings.every = 100;
		final Plan plan = new Plan(NoiseSchedule.cosine(1000), settings, Precision.FP32, 0);
		final UNetConfig config = UNetConfig.builder(size).base(32).multipliers(List.of(1.0, 2.0)).blocks(1).attention(List.of(
			16)).build();
		final double[] memory = new double[steps];
		final long begin = System.nanoTime();
		try (TrainingState state = TrainingState.start(Device.cpu(), config, plan)) {
			final Monitor monitor = new Monitor() {

				@Override
				public void progress(final String stage, final long done, final long total) {
					memory[(int) done - 1] = resident();
				}
			};
			new DiffusionTraining(state, images(folder, size), null, plan, monitor).run(() -> {
				DiffusionCheckpoint.write(folder.resolve("checkpoint"), state, plan, Map.of(), new Checkpoint.Origin("", threads));
				System.out.printf("step %4d: %6.1f MB resident, %.1f s%n", state.steps(), resident(), TimeUnit.NANOSECONDS.toMillis(
					System.nanoTime() - begin) / 1e3);
			});
		}
		final int from = Math.min(3 * steps / 10, 300);
		System.out.printf("%d thread(s), MALLOC_ARENA_MAX %s: %.1f MB after step %d, %.1f after %d; slope %.4f MB a step, %.2f %% " +
			"of the memory in 1,000 steps%n", threads, System.getenv().getOrDefault("MALLOC_ARENA_MAX", "not set"), memory[from],
			from + 1, memory[steps - 1], steps, slope(memory, from), 100 * 1000 * slope(memory, from) / memory[steps - 1]);
	}

	private static TrainingImages images(final Path folder, final int size) {
		final List<Path> files = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			final byte[] pixels = new byte[size * size];
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) (p * (i + 3));
			files.add(folder.resolve(i + ".png"));
			ImageFiles.writePng(files.get(i), Images.bytes(pixels, size, size));
		}
		return new TrainingImages(files, size);
	}

	/** Of the values from a place on, by least squares. */
	private static double slope(final double[] values, final int from) {
		final double middle = (from + values.length - 1) / 2.0;
		double product = 0;
		double square = 0;
		for (int i = from; i < values.length; i++) {
			product += (i - middle) * values[i];
			square += (i - middle) * (i - middle);
		}
		return product / square;
	}

	private static double resident() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS")).mapToDouble(
				line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).findFirst().orElseThrow();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
