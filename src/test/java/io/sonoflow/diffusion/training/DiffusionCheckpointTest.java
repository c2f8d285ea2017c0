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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.CheckpointFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusionCheckpointTest {

	private static final Plan PLAN = plan();
	private static final Checkpoint.Origin ORIGIN = new Checkpoint.Origin("abc", 1);

	@TempDir
	Path folder;

	private static Plan plan() {
		final DiffusionSettings settings = new DiffusionSettings();
		settings.steps = 10;
		settings.batch = 2;
		settings.ema = 0.9;
		settings.timestepsampler = "lossaware";
		settings.every = 5;
		return new Plan(NoiseSchedule.cosine(30), settings, Precision.FP32, 0);
	}

	@Test
	void onlyWholeOnesOfTheSameImagesAreRead() throws IOException {
		final UNetConfig config = UNetConfig.builder(8).base(32).multipliers(List.of(1.0)).blocks(1).attention(List.of())
			.build();
		assertTrue(CheckpointFolder.latest(folder).isEmpty());
		try (TrainingState state = TrainingState.start(Device.cpu(), config, PLAN)) {
			DiffusionCheckpoint.write(folder, state, PLAN, Map.of(), ORIGIN);
			state.resume(5);
			DiffusionCheckpoint.write(folder, state, PLAN, Map.of(), ORIGIN);
		}
		assertFalse(Files.exists(folder.resolve("step_0000000")), "the older one is deleted");
		Files.createDirectories(folder.resolve(".part-step_0000010"));
		final Path latest = CheckpointFolder.latest(folder).orElseThrow();
		assertEquals("step_0000005", latest.getFileName().toString());
		final List<String> warnings = new ArrayList<>();
		final Monitor monitor = new Monitor() {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}
		};
		try (TrainingState read = DiffusionCheckpoint.read(latest, Device.cpu(), PLAN, new Checkpoint.Origin("abc", 2), monitor)) {
			assertEquals(5, read.steps());
		}
		assertTrue(warnings.size() == 1 && warnings.get(0).contains("1 threads and goes on with 2"), warnings.toString());
		final var error = assertThrows(SonoflowException.Input.class, () -> DiffusionCheckpoint.read(latest, Device.cpu(), PLAN,
			new Checkpoint.Origin("other", 1), Monitor.NONE));
		assertTrue(error.getMessage().contains("images are not those"), error.getMessage());
		Files.writeString(latest.resolve("state.json"), "{\"steps\": 5");
		assertThrows(SonoflowException.File.class, () -> DiffusionCheckpoint.read(latest, Device.cpu(), PLAN, ORIGIN, Monitor.NONE));
		CheckpointFolder.clear(folder);
		assertTrue(CheckpointFolder.latest(folder).isEmpty());
	}
}
