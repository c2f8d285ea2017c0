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
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.nn.unet.Precision;
import io.sonoflow.nn.unet.UNetConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Resident memory (Linux) and time of 1,000 steps of training, at every hundredth, where a checkpoint is written too. It
 * grows until Java's heap has its size (run with -Xmx512m); the last line is the ratio of the memory after the last step to
 * that after half of them.
 */
public final class TrainingMemory {

	private static final int SIZE = 32;
	private static final int STEPS = 1000;

	private TrainingMemory() {
	}

	/** @param args none */
	public static void main(final String[] args) throws IOException {
		final Path folder = Files.createTempDirectory("sonoflow");
		final List<Path> files = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			final byte[] pixels = new byte[SIZE * SIZE];
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) (p * (i + 3));
			files.add(folder.resolve(i + ".png"));
			ImageFiles.writePng(files.get(i), Images.bytes(pixels, SIZE, SIZE));
		}
		final Plan plan = new Plan(NoiseSchedule.cosine(1000), STEPS, 4, 2, 1e-4, 0.9999, true, 0, true, STEPS / 10,
			Precision.FP32, 0);
		final UNetConfig config = UNetConfig.builder(SIZE).base(32).multipliers(List.of(1.0, 2.0)).blocks(1).attention(List.of(
			16)).build();
		final List<Double> memory = new ArrayList<>();
		try (TrainingState state = TrainingState.start(Device.cpu(), config, plan)) {
			final long begin = System.nanoTime();
			new DiffusionTraining(state, new TrainingImages(files, SIZE), null, plan, Monitor.NONE).run(() -> {
				Checkpoint.write(folder.resolve("checkpoint"), state, plan, Map.of(), new Checkpoint.Origin("", 1));
				memory.add(resident());
				System.out.printf("step %4d: %6.1f MB resident, %.1f s%n", state.steps(), memory.get(memory.size() - 1),
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 1e3);
			});
		}
		System.out.printf("ratio %.3f%n", memory.get(memory.size() - 1) / memory.get(memory.size() / 2 - 1));
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
