package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
		try (Context context = new Context(CommandService.class)) {
			final var module = context.service(CommandService.class).run(PreviewMarkers.class, true, "input", image.toFile(),
				"count", 4, "strength", 3.0, "seed", 7L, "output", output.toFile()).get();
			assertTrue(module.getDelegateObject() instanceof PreviewMarkers);
		}
		assertTrue(Files.isRegularFile(output.resolve("preview.png")));
		assertTrue(Files.isRegularFile(output.resolve("run.json")));
	}

	@Test
	void withoutAnImageItSaysWhatIsMissing() {
		final PreviewMarkers command = new PreviewMarkers();
		try (Context context = new Context(CommandService.class)) {
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
		final PreviewMarkers command = new PreviewMarkers();
		command.follow(Map.of("input", image.toString(), "count", "3"));
		command.follow(Map.of("input", image.toString(), "count", "3x"));
		command.follow(Map.of("input", folder.resolve("absent.png").toString(), "count", "3"));
		command.follow(null);
		try (Context context = new Context(CommandService.class)) {
			context.inject(command);
			final RuntimeException e = assertThrows(RuntimeException.class, command::run);
			assertTrue(e.getMessage().contains("absent.png"), e.getMessage());
		}
	}
}
