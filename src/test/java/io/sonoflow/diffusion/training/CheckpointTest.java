package io.sonoflow.diffusion.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.nn.unet.Precision;
import io.sonoflow.nn.unet.UNetConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

	private static final Plan PLAN = new Plan(NoiseSchedule.cosine(30), 10, 2, 1, 1e-4, 0.9, false, 0, true, 5, Precision.FP32, 0);
	private static final Checkpoint.Origin ORIGIN = new Checkpoint.Origin("abc", 1);

	@TempDir
	Path folder;

	@Test
	void onlyWholeOnesOfTheSameImagesAreRead() throws IOException {
		final UNetConfig config = UNetConfig.builder(8).base(32).multipliers(List.of(1.0)).blocks(1).attention(List.of())
			.build();
		assertTrue(Checkpoint.latest(folder).isEmpty());
		try (TrainingState state = TrainingState.start(Device.cpu(), config, PLAN)) {
			Checkpoint.write(folder, state, PLAN, Map.of(), ORIGIN);
			state.resume(5);
			Checkpoint.write(folder, state, PLAN, Map.of(), ORIGIN);
		}
		assertFalse(Files.exists(folder.resolve("step_0000000")), "the older one is deleted");
		Files.createDirectories(folder.resolve(".part-step_0000010"));
		final Path latest = Checkpoint.latest(folder).orElseThrow();
		assertEquals("step_0000005", latest.getFileName().toString());
		final List<String> warnings = new ArrayList<>();
		final Monitor monitor = new Monitor() {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}
		};
		try (TrainingState read = Checkpoint.read(latest, Device.cpu(), PLAN, new Checkpoint.Origin("abc", 2), monitor)) {
			assertEquals(5, read.steps());
		}
		assertTrue(warnings.size() == 1 && warnings.get(0).contains("1 threads and goes on with 2"), warnings.toString());
		final var error = assertThrows(SonoflowException.Input.class, () -> Checkpoint.read(latest, Device.cpu(), PLAN,
			new Checkpoint.Origin("other", 1), Monitor.NONE));
		assertTrue(error.getMessage().contains("images are not those"), error.getMessage());
		Files.writeString(latest.resolve("state.json"), "{\"steps\": 5");
		assertThrows(SonoflowException.File.class, () -> Checkpoint.read(latest, Device.cpu(), PLAN, ORIGIN, Monitor.NONE));
		Checkpoint.clear(folder);
		assertTrue(Checkpoint.latest(folder).isEmpty());
	}
}
