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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong input, as users give it: the macro stops, the exit code is 1, one message names key, value and cure, and nothing
 * is written. In options and messages {@code {tmp}} is a fresh folder.
 */
class WrongInputsTest {

	@TempDir
	private Path tmp;

	static Stream<WrongInput> rows() {
		return Stream.of(WrongInput.keysAndValues(), WrongInput.paths(), WrongInput.contents(), WrongMasks.rows()).flatMap(
			List::stream);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void stopsTheMacroAndSaysWhatToDo(final WrongInput row) throws IOException {
		Assumptions.assumeTrue(CommandsTest.commands().containsKey(row.label()), "There is no command " + row.label() +
			" in this build");
		row.setup().accept(new Scene(tmp.resolve("files")));
		final Map<String, String> before = content(tmp);
		final MacroRun run = MacroRun.of(Files.createDirectories(tmp.resolve("macro")), row.label(), fill(row.options()));
		assertEquals(1, run.code(), run.errors());
		assertFalse(run.reachedEnd(), "The macro went on. " + run.errors());
		assertFalse(run.errors().contains("has a bug"), run.errors());
		for (final String fragment : row.fragments())
			assertTrue(run.errors().contains(fill(fragment)), "\"" + fill(fragment) + "\" is not in: " + run.errors());
		assertEquals(before, content(tmp), "Files were written");
	}

	private String fill(final String text) {
		return text.replace("{tmp}", tmp.resolve("files").toString());
	}

	/** {@return size and time of every file but the macro's; a folder counts too} */
	private static Map<String, String> content(final Path folder) throws IOException {
		final Map<String, String> content = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(folder)) {
			for (final Path path : paths.filter(path -> !path.startsWith(folder.resolve("macro")) && !path.equals(folder))
				.toList())
				content.put(folder.relativize(path).toString(), Files.isDirectory(path) ? "folder" : Files.size(path) + " " +
					Files.getLastModifiedTime(path));
		}
		return content;
	}
}
