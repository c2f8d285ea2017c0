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

import io.sonoflow.run.RecordedPaths;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps out of a page that will be sent around what says who and where: of absolute paths only the last name is left, and
 * the values of {@code patient} columns become running numbers, the same for the same patient all over the page. What
 * a file's own name says stays.
 */
final class Redaction {

	private final Map<String, Integer> patients = new HashMap<>();

	/** {@return a whole cell or value: if it is an absolute path it may hold blanks} */
	static String value(final String value) {
		final String stripped = value.strip();
		if (!stripped.matches("(?s)(?:file:/|[A-Za-z]:[\\\\/]|\\\\\\\\|/).+")) return text(value);
		return Arrays.stream(stripped.split(",(?=\\s*(?:/|[A-Za-z]:[\\\\/]))")).map(part -> RecordedPaths.hidden(part.strip()))
			.collect(Collectors.joining(","));
	}

	/** {@return the text with every absolute path in it shortened} */
	static String text(final String text) {
		return RecordedPaths.text(text);
	}

	/** {@return a number in place of the patient's name} */
	String patient(final String name) {
		return name.isBlank() ? "" : "patient " + patients.computeIfAbsent(name, key -> patients.size() + 1);
	}
}
