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

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps out of a page that will be sent around what says who and where: absolute paths keep their last two parts, and
 * the values of {@code patient} columns become running numbers, the same for the same patient all over the page. What
 * a file's own name says stays.
 */
final class Redaction {

	/** A path at the beginning of a word: /a/b, C:\a\b, \\server\a, file:/a. */
	private static final Pattern ABSOLUTE = Pattern.compile(
		"(?<![\\w./:\\\\…-])(?:file:/{1,3}|[A-Za-z]:[\\\\/]|\\\\\\\\|/)(?:[^\\s\"'<>|,;()\\[\\]]*[^\\s\"'<>|,;()\\[\\].:])");

	private final Map<String, Integer> patients = new HashMap<>();

	/** {@return a whole cell or value: if it is an absolute path it may hold blanks} */
	static String value(final String value) {
		final String stripped = value.strip();
		if (stripped.matches("(?s)(?:file:/|[A-Za-z]:[\\\\/]|\\\\\\\\|/).+")) {
			final StringBuilder all = new StringBuilder();
			for (final String part : stripped.split(",(?=\\s*(?:/|[A-Za-z]:[\\\\/]))"))
				all.append(all.isEmpty() ? "" : ",").append(shorten(part.strip()));
			return all.toString();
		}
		return text(value);
	}

	/** {@return the text with every absolute path in it shortened} */
	static String text(final String text) {
		final Matcher matcher = ABSOLUTE.matcher(text);
		return matcher.replaceAll(match -> Matcher.quoteReplacement(shorten(match.group())));
	}

	private static String shorten(final String path) {
		final String[] parts = path.replaceFirst("^file:/*", "/").split("[\\\\/]+");
		final int n = parts.length;
		if (n <= 1) return path;
		return "…/" + (n > 2 && !parts[n - 2].isEmpty() && !parts[n - 2].endsWith(":") ? parts[n - 2] + "/" : "") + parts[n - 1];
	}

	/** {@return a number in place of the patient's name} */
	String patient(final String name) {
		return name.isBlank() ? "" : "patient " + patients.computeIfAbsent(name, key -> patients.size() + 1);
	}
}
