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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonParser;

import io.sonoflow.file.Sha256;
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
