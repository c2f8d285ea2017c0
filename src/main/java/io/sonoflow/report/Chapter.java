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
import java.util.List;

/**
 * What a reader who never saw the project must know about a command; from {@code chapters.json}, in the order of the
 * pipeline.
 *
 * @param command the menu label
 * @param title heading
 * @param what what was done, in plain words
 * @param read how to read the results
 * @param distrust what the results do not say
 * @param tables file names in the order in which they are shown; others follow
 */
record Chapter(String command, String title, String what, String read, String distrust, List<String> tables) {

	private static final List<Chapter> ALL = load();

	private static List<Chapter> load() {
		try (InputStream in = Chapter.class.getResourceAsStream("chapters.json")) {
			return List.copyOf(new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8),
				new TypeToken<List<Chapter>>() {
				}));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** {@return the command's chapter; for an unknown command one that says only what is sure} */
	static Chapter of(final String command) {
		return ALL.stream().filter(chapter -> chapter.command.equals(command)).findFirst().orElseGet(() -> new Chapter(
			command, command.isEmpty() ? "Unknown command" : command.replaceFirst("\\.+$", ""),
			"This report has no description of this command; below are its figures, tables and pictures as it left them.", "",
			"", List.of()));
	}

	/** {@return the place in the pipeline; unknown commands come last} */
	int order() {
		final int index = ALL.indexOf(this);
		return index < 0 ? ALL.size() : index;
	}
}
