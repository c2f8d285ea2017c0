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

import io.sonoflow.MemoryCourse;
import io.sonoflow.Monitor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.train.Checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A diffusion training of a tiny network whose memory is watched, with a checkpoint every hundred steps. */
public final class TrainingMemory {

	private TrainingMemory() {
	}

	/**
	 * Trains.
	 *
	 * @param course hears of each step
	 * @param steps of the training
	 * @param size side of the images in pixels
	 */
	public static void run(final MemoryCourse course, final int steps, final int size) throws IOException {
		Torch.start();
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
		try (TrainingState state = TrainingState.start(Device.cpu(), config, plan)) {
			final Monitor monitor = new Monitor() {

				@Override
				public void progress(final String stage, final long done, final long total) {
					course.step();
				}
			};
			new DiffusionTraining(state, images(folder, size), null, plan, monitor).run(() -> DiffusionCheckpoint.write(folder.resolve(
				"checkpoint"), state, plan, Map.of(), new Checkpoint.Origin("", Torch.threads())));
		}
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
}
