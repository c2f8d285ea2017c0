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

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.bridge.MenuEntryService;
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
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			final CommandService commands = context.service(CommandService.class);
			final Path output = folder.resolve("out");
			commands.run(ExplainClassificationCommand.class, true, "model", model.toFile(), "input", image.toFile(), "target", "b",
				"markers", true, "device", "cpu", "output", output.toFile()).get();
			assertTrue(Files.isRegularFile(output.resolve("cams").resolve("view ä.png")));
			assertTrue(Files.isRegularFile(output.resolve("cams.csv")));
			final Path other = folder.resolve("other");
			Assertions.assertThrows(ExecutionException.class, () -> commands.run(ExplainClassificationCommand.class, true,
				"model", image
				.toFile(), "input", image.toFile(), "output", other.toFile()).get());
			assertFalse(Files.exists(other));
		}
	}
}
