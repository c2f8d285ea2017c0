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
import io.sonoflow.RandomStream;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.train.GpuCourse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of Train Diffusion as the command does them, loader and losses on the host included: time a step, and the memory
 * of the process. Arguments: device, fp32 or bf16, side, base, batch, steps.
 */
public final class GpuDiffusionCourse {

	private GpuDiffusionCourse() {
	}

	/** Runs it. */
	public static void main(final String... args) throws IOException {
		final Device device = Devices.parse(args[0], Monitor.NONE);
		final int side = Integer.parseInt(args[2]);
		final DiffusionSettings settings = new DiffusionSettings();
		settings.batch = Integer.parseInt(args[4]);
		settings.steps = Integer.parseInt(args[5]);
		settings.every = Integer.MAX_VALUE;
		final Plan plan = new Plan(NoiseSchedule.cosine(1000), settings, Precision.named(args[1]), 0);
		final UNetConfig config = UNetConfig.builder(side).base(Integer.parseInt(args[3])).build();
		final GpuCourse course = new GpuCourse();
		final Path folder = Files.createTempDirectory("sonoflow");
		try (TrainingState state = TrainingState.start(device, config, plan)) {
			new DiffusionTraining(state, images(folder, side), null, plan, course).run(() -> {});
		}
		course.print("Train Diffusion " + args[1] + ", " + side + " px, base " + args[3], settings.batch);
	}

	private static TrainingImages images(final Path folder, final int side) {
		final List<Path> files = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			final byte[] pixels = new byte[side * side];
			final RandomStream random = RandomStream.of(0, "gpu", i);
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) random.nextInt();
			files.add(folder.resolve(i + ".png"));
			ImageFiles.writePng(files.get(i), Images.bytes(pixels, side, side));
		}
		return new TrainingImages(files, side);
	}
}
