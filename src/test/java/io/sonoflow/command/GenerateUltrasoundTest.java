package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.TinyDiffusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateUltrasoundTest {

	private static final String LABEL = "Generate Ultrasound...";

	@TempDir
	private Path folder;

	private MacroRun run(final String options) throws IOException {
		return MacroRun.of(Files.createDirectories(folder.resolve("macro")), LABEL, options);
	}

	@Test
	void aMacroDrawsImagesOfAClass() throws IOException {
		Torch.inference();
		final Path model = TinyDiffusion.write(folder.resolve("my model.safetensors"), TinyDiffusion.config().classes(List.of(
			"benign", "rather malignant")).build(), TinyDiffusion.NOTES);
		final String common = "model=[" + model + "] count=2 batch=2 sampler=dpm++ steps=2 device=cpu output=" + folder;
		final MacroRun good = run(common + "/out class=[rather malignant] guidance=2");
		assertEquals(0, good.code(), good.errors());
		assertTrue(good.reachedEnd());
		assertEquals("rather malignant", Dataset.read(folder.resolve("out"), Monitor.NONE).samples().get(1).label());
		assertTrue(Files.isRegularFile(folder.resolve("out/sheet.png")));
		// What Fiji's recorder writes.
		final MacroRun recorded = run(common + "/recorded class_=benign");
		assertEquals(0, recorded.code(), recorded.errors());
		assertEquals("benign", Dataset.read(folder.resolve("recorded"), Monitor.NONE).samples().get(0).label());
		final MacroRun bad = run(common + "/bad class=healthy");
		assertEquals(1, bad.code());
		assertFalse(bad.reachedEnd());
		assertTrue(bad.errors().contains("no class \"healthy\". Its classes are: benign, rather malignant"), bad.errors());
		assertFalse(Files.exists(folder.resolve("bad")));
	}
}
