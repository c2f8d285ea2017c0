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

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of files with letters that this process cannot write: Java takes their encoding from the locale, and under
 * {@code LC_ALL=C}, as in many batch systems, it knows the 128 letters of ASCII only.
 */
public final class PathEncoding {

	/** What Java puts for bytes that it cannot read. */
	private static final char LOST = '\uFFFD';

	private static final int ASCII = 127;

	private PathEncoding() {
	}

	/** {@return whether a file's name, as Java gives it, has lost letters, so that the file cannot be opened by it} */
	public static boolean isLost(final String path) {
		return path.indexOf(LOST) >= 0;
	}

	/**
	 * {@return a sentence that names the cause and the cure, with a blank before it; empty if the text holds nothing but ASCII,
	 *         so that something else is wrong with it}
	 */
	public static String hint(final String text) {
		return text.chars().anyMatch(letter -> letter > ASCII) ? " " + cure() : "";
	}

	/** {@return what is wrong with names that hold other letters than ASCII, and what to do} */
	public static String cure() {
		return cure(System.getProperty("sun.jnu.encoding", "UTF-8"), locale());
	}

	static String cure(final String encoding, final String locale) {
		if (isUtf8(encoding)) return "Its name is not UTF-8 (as of an old archive): rename it.";
		return "Java cannot write such letters in file names under this locale (" + locale + ", encoding " + encoding +
			"): set LC_ALL=C.UTF-8, or another locale with UTF-8 (see locale -a), and start again.";
	}

	private static boolean isUtf8(final String encoding) {
		return StandardCharsets.UTF_8.name().equalsIgnoreCase(encoding) || StandardCharsets.UTF_8.aliases().contains(encoding);
	}

	private static String locale() {
		return Stream.of("LC_ALL", "LC_CTYPE", "LANG").filter(name -> !Optional.ofNullable(System.getenv(name)).orElse("")
			.isEmpty()).findFirst().map(name -> name + "=" + System.getenv(name)).orElse("none is set, which means C");
	}
}
