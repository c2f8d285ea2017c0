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
package io.sonoflow.parameter;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Texts that hold several values, separated by commas. */
public final class Lists {

	/** {@link Key#PATTERN} of a comma-separated list of whole numbers. */
	public static final String INTEGERS = "\\s*-?[0-9]{1,9}(\\s*,\\s*-?[0-9]{1,9})*\\s*";

	private Lists() {
	}

	/** {@return the items without blanks around them; of an empty text none} */
	public static List<String> texts(final String text) {
		return text == null || text.isBlank() ? List.of() : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
	}

	/** {@return the paths, absolute; a text that is itself an existing path is one path} */
	public static List<Path> paths(final String text) {
		if (text != null && !text.isBlank() && new File(text.strip()).exists()) return List.of(path(new File(text
			.strip())));
		return texts(text).stream().map(item -> path(new File(PathText.read("a path", item)))).toList();
	}

	/** {@return the paths as the text that {@link #paths} reads; empty for null. A path of several must not hold a comma} */
	public static String text(final List<Path> paths) {
		return paths == null ? "" : paths.stream().map(Path::toString).collect(Collectors.joining(","));
	}

	/** {@return the whole numbers of a text declared with the pattern {@link #INTEGERS}} */
	public static int[] integers(final String text) {
		return texts(text).stream().mapToInt(Integer::parseInt).toArray();
	}

	/** {@return the file as an absolute path without dots; null for null} */
	public static Path path(final File file) {
		return file == null ? null : file.toPath().toAbsolutePath().normalize();
	}
}
