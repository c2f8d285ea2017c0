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
package io.sonoflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What a run reads is never where it writes. */
class InputInOutputTest {

	@TempDir
	Path temp;

	private Path file(final String name) throws IOException {
		final Path file = temp.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, "precious");
	}

	@Test
	void aFileInTheOutputIsNoInput() throws IOException {
		final Path model = file("diff/model.safetensors");
		final Path checkpoint = file("diff/checkpoint/step_1/weights.safetensors");
		for (final Path input : List.of(model, checkpoint)) {
			final String message = Trial.in(temp.resolve("diff")).overwriting().input(input).refused("output=", "holds the input",
				input.getFileName().toString());
			assertFalse(message.contains("overwrite"), message);
		}
		Trial.in(temp.resolve("beside")).input(model).write("a.txt");
	}

	@Test
	void aRunsOwnFilesAreNoInputOfTheRunThatReplacesIt() throws IOException {
		final Trial run = Trial.in(temp.resolve("out"));
		run.write("model.txt");
		run.overwriting().input(temp.resolve("out/model.txt")).refused("model.txt");
		assertEquals("finished", run.status());
	}

	@Test
	void imagesAndMasksThatATableNamesAreInputs() throws IOException {
		file("scr/images/a.png");
		file("masks/a.png");
		file("marks/a.png");
		final Path table = temp.resolve("tables/dataset.csv");
		Files.createDirectories(table.getParent());
		Files.writeString(table, "image,mask,marks\n../scr/images/a.png,../masks/a.png,../marks/a.png\n");
		for (final String output : List.of("scr", "scr/images", "masks", "marks", "tables"))
			Trial.in(temp.resolve(output)).overwriting().input(table).refused("holds the input");
		Trial.in(temp.resolve("tables/crops")).input(table).write("a.txt");
		Trial.in(temp.resolve("scr/crops")).input(table).write("a.txt");
	}

	@Test
	void aFolderIsNoOutputNorHoldsOne() throws IOException {
		final Path input = file("set/a/1.png").getParent().getParent();
		Trial.in(input).overwriting().input(input).refused("is the input folder itself");
		Trial.in(input.resolve("crops")).input(input).refused("lies in the input folder");
		Trial.in(input.resolve("a")).overwriting().input(input).refused("lies in the input folder");
		Trial.in(temp).overwriting().input(input).refused("holds the input");
	}

	@Test
	void linksHideNothing() throws IOException {
		final Path input = file("set/1.png").getParent();
		final Path link = Files.createSymbolicLink(temp.resolve("link"), input);
		Trial.in(link).overwriting().input(input).refused("is the input folder itself");
		Trial.in(link.resolve("new")).input(input).refused("lies in");
		Trial.in(input).overwriting().input(link).refused("is the input folder itself");
		Trial.in(input).overwriting().input(link.resolve("1.png")).refused("holds the input");
		// A set elsewhere whose image is a link into the output.
		Files.createDirectories(temp.resolve("linked"));
		Files.createSymbolicLink(temp.resolve("linked/1.png"), input.resolve("1.png"));
		Trial.in(input).overwriting().input(temp.resolve("linked")).refused("holds the input");
	}

	/** Parameters that name files and folders. */
	static final class Keys extends Parameters {

		@Parameter(label = "Trainings", description = "Folder.")
		public File trainings;

		@Parameter(label = "Arms", description = "Folders.", attrs = { @Attr(name = Key.LIST), @Attr(name = Key.EXISTS) })
		public String arms;

		@Parameter(label = "Cache", description = "Folder.")
		public File cache;

		@Parameter(label = "Output", description = "Folder.", attrs = @Attr(name = Key.FRAME))
		public File output;

		Keys() {
		}

		Keys(final Path trainings, final List<Path> arms, final Path cache, final Path output) {
			this.trainings = trainings == null ? null : trainings.toFile();
			this.arms = arms.stream().map(Path::toString).collect(Collectors.joining(","));
			this.cache = cache == null ? null : cache.toFile();
			this.output = output.toFile();
		}
	}

	/** A step may forget to hash a file; nothing that a key names is lost by that. */
	@Test
	void whateverAKeyNamesIsGuarded() throws IOException {
		final Path earlier = file("earlier/parts/a.json").getParent().getParent();
		final Path output = earlier.resolve("new");
		for (final Keys keys : List.of(new Keys(earlier, List.of(), null, output), new Keys(null, List.of(earlier), null,
			output)))
			assertThrows(SonoflowException.Input.class, () -> RunFolder.check(new RunFolder.Run("Trial...", keys, output, true,
				List.of())));
		RunFolder.check(new RunFolder.Run("Trial...", new Keys(null, List.of(), earlier, output), output, true, List.of()));
		assertEquals("done", RunFolder.execute(new RunFolder.Run("Trial...", new Keys(null, List.of(),
			output.resolve("cache"), output),
			output, false, List.of()), Monitor.NONE, folder -> "done"));
	}
}
