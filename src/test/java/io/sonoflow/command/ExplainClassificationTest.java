package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;

class ExplainClassificationTest {

	@TempDir
	private Path folder;

	@Test
	void writesHeatMapsOfAFileAndRefusesAWrongModel() throws InterruptedException, ExecutionException {
		final Path image = folder.resolve("view ä.png");
		ImageFiles.writePng(image, Images.bytes(60, 50));
		final Path model = folder.resolve("model.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 0)) {
			ModelFile.write(model, network, new ModelConfig("resnet18", 1, List.of("a", "b"), 64));
		}
		try (Context context = new Context(CommandService.class)) {
			final CommandService commands = context.service(CommandService.class);
			final Path output = folder.resolve("out");
			commands.run(ExplainClassification.class, true, "model", model.toFile(), "input", image.toFile(), "target", "b",
				"markers", true, "device", "cpu", "output", output.toFile()).get();
			assertTrue(Files.isRegularFile(output.resolve("cams").resolve("view ä.png")));
			assertTrue(Files.isRegularFile(output.resolve("cams.csv")));
			final Path other = folder.resolve("other");
			Assertions.assertThrows(ExecutionException.class, () -> commands.run(ExplainClassification.class, true, "model", image
				.toFile(), "input", image.toFile(), "output", other.toFile()).get());
			assertFalse(Files.exists(other));
		}
	}
}
