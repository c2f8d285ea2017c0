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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.bridge.MenuEntryService;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;

class PreviewMarkersTest {

	@TempDir
	private Path folder;

	@Test
	void writesASheetOfAFile() throws InterruptedException, ExecutionException {
		final Path image = folder.resolve("crop ä.png");
		ImageFiles.writePng(image, Images.bytes(60, 50));
		final Path output = folder.resolve("out");
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			final var module = context.service(CommandService.class).run(PreviewMarkersCommand.class, true, "input", image.toFile(),
				"count", 4, "strength", 3.0, "seed", 7L, "output", output.toFile()).get();
			assertTrue(module.getDelegateObject() instanceof PreviewMarkersCommand);
		}
		assertTrue(Files.isRegularFile(output.resolve("preview.png")));
		assertTrue(Files.isRegularFile(output.resolve("run.json")));
	}

	@Test
	void withoutAnImageItSaysWhatIsMissing() {
		final PreviewMarkersCommand command = new PreviewMarkersCommand();
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			context.inject(command);
			final RuntimeException e = assertThrows(RuntimeException.class, command::run);
			assertTrue(e.getMessage().contains("no image is open"), e.getMessage());
		}
		assertEquals(0, folder.toFile().list().length);
	}

	/** Headless nothing can be shown, but what a dialog holds is taken over, and what is wrong as yet stays quiet. */
	@Test
	void followsADialogWithoutComplaint() {
		final Path image = folder.resolve("crop.png");
		ImageFiles.writePng(image, Images.bytes(20, 20));
		final PreviewMarkersCommand command = new PreviewMarkersCommand();
		command.follow(Map.of("input", image.toString(), "count", "3"));
		command.follow(Map.of("input", image.toString(), "count", "3x"));
		command.follow(Map.of("input", folder.resolve("absent.png").toString(), "count", "3"));
		command.follow(null);
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			context.inject(command);
			final RuntimeException e = assertThrows(RuntimeException.class, command::run);
			assertTrue(e.getMessage().contains("absent.png"), e.getMessage());
		}
	}
}
