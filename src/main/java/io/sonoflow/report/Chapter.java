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
package io.sonoflow.report;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a reader who never saw the project must know about a command; from {@code chapters.json}, in the order of the
 * pipeline.
 *
 * @param command the menu label
 * @param title heading
 * @param what what was done, in plain words
 * @param read how to read the results: of these what is about files that are there
 * @param distrust what the results do not say
 * @param tables file names in the order in which they are shown; others follow
 */
record Chapter(String command, String title, String what, List<Hint> read, String distrust, List<String> tables) {

	/**
	 * How to read something.
	 *
	 * @param text what to know
	 * @param file of the run's folder that it is about; empty = of any run
	 * @param has how the name of a column or row of this table begins that it is about; empty = the whole
	 */
	record Hint(String text, String file, String has) {

		private boolean applies(final Path folder, final Tabular tables) {
			if (file.isEmpty()) return true;
			if (has.isEmpty()) return tables.get(file).isPresent() || Files.exists(folder.resolve(file));
			return tables.get(file).filter(table -> Stream.concat(table.header().stream(), table.rows().stream().flatMap(
				row -> row.stream().limit(2))).anyMatch(name -> name.startsWith(has))).isPresent();
		}
	}

	private static final List<Chapter> ALL = load("chapters.json", new TypeToken<List<Chapter>>() {
	});

	/** {@return what a resource of this package holds} */
	static <T> T load(final String resource, final TypeToken<T> type) {
		try (InputStream in = Chapter.class.getResourceAsStream(resource)) {
			return new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), type);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** {@return how to read what the run's folder holds} */
	String reading(final Path folder, final Tabular tables) {
		return String.join(" ", read.stream().filter(hint -> hint.applies(folder, tables)).map(Hint::text).toList());
	}

	/** {@return the command's chapter; for an unknown command one that says only what is sure} */
	static Chapter of(final String command) {
		return ALL.stream().filter(chapter -> chapter.command.equals(command)).findFirst().orElseGet(() -> new Chapter(
			command, command.isEmpty() ? "Unknown command" : command.replaceFirst("\\.+$", ""),
			"This report has no description of this command; below are its figures, tables and pictures as it left them.",
			List.of(), "", List.of()));
	}

	/** {@return the place in the pipeline; unknown commands come last} */
	int order() {
		final int index = ALL.indexOf(this);
		return index < 0 ? ALL.size() : index;
	}
}
