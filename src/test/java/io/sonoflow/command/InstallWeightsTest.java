package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonParser;

import io.sonoflow.dataset.Sha256;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file to a training that begins with it, by name. */
class InstallWeightsTest {

	@TempDir
	private Path tmp;

	@Test
	void installedWeightsAreGivenByName() throws IOException {
		final Path file = tmp.resolve("from elsewhere.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 3, 1000, 8)) {
			Safetensors.write(file, ModelFile.tensors(network), Map.of());
		}
		final Path macro = Files.createDirectories(tmp.resolve("macro"));
		final MacroRun install = MacroRun.of(macro, "Install Weights...", "name=resnet18-imagenet source=[" + file +
			"] sha256=" + Sha256.of(file).substring(0, 10));
		assertEquals(0, install.code(), install.errors());
		final Scene scene = new Scene(tmp);
		for (final String name : new String[] { "in/x/a.png", "in/x/b.png", "in/y/c.png", "in/y/d.png" })
			scene.gray(name, 40, 40);
		final Path output = tmp.resolve("out");
		final MacroRun train = MacroRun.of(macro, "Train Classifier...", "input=[" + tmp.resolve("in") + "] output=[" + output +
			"] weights=resnet18-imagenet size=32 epochs=1 batch=4 holdout=0 device=cpu backbonerate=0");
		assertEquals(0, train.code(), train.errors());
		final float[] start = Weights.read(file).get("layer4.1.conv2.weight").floats();
		final float[] trained = Weights.read(output.resolve("model.safetensors")).get("layer4.1.conv2.weight").floats();
		assertEquals(start[12345], trained[12345]);
		final String recorded = JsonParser.parseString(Files.readString(output.resolve("run.json"))).toString();
		assertTrue(recorded.contains("resnet18-imagenet.pth"), recorded);
	}
}
