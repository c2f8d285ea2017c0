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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.generate.TinyDiffusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateUltrasoundCommandTest {

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
