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
package io.sonoflow.legacy.dialog;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages in the words of a dialog. Steps speak to macros, where people write {@code count=9}; in a dialog they see a field
 * called Copies.
 */
final class FieldWords {

	/** A value in a message: in brackets, or up to a blank or the sentence's end. */
	private static final String VALUE = "(\\[[^\\]]*\\]|[^\\s,;()]*[^\\s,;().:?])";

	private FieldWords() {
	}

	/** {@return the message about one field, beside which it will stand} */
	static String beside(final Parameters parameters, final Key key, final String typed, final String message) {
		final int end = endOfGiven(key, typed, message);
		if (end == 0) return of(parameters, message);
		final String rest = message.substring(end);
		final String text = rest.startsWith(":") ? rest.substring(1).strip() : "This" + rest;
		return of(parameters, capital(text.replace("e.g. " + key.name() + "=", "e.g. ")));
	}

	/** {@return where in a message that begins with key=value the value ends, which may be written in another way; 0 if none} */
	private static int endOfGiven(final Key key, final String typed, final String message) {
		for (final String value : new String[] { typed, new File(typed).getAbsolutePath() })
			if (message.startsWith(key.name() + "=" + value)) return key.name().length() + 1 + value.length();
		final Matcher start = Pattern.compile("(?s)" + key.name() + "=.*?(?=: | is | has | holds | cannot )").matcher(message);
		return start.lookingAt() ? start.end() : 0;
	}

	/** {@return the message with fields in place of keys} */
	static String of(final Parameters parameters, final String message) {
		String text = message;
		for (final Key key : parameters.keys())
			text = of(key, text);
		return capital(text);
	}

	private static String of(final Key key, final String message) {
		final String name = "(?<![\\w.\\[/-])" + key.name();
		final String field = quoted("\"" + key.label() + "\"");
		final String said = key.type() != boolean.class ? message : message.replaceAll("\\b(or|add|give|set|write) " + name +
			"=true\\b", "$1 a tick at " + field).replaceAll(name + "=true\\b", field + " ticked").replaceAll(name + "=false\\b",
				field + " not ticked");
		return said.replaceAll("(?i)\\b(add|write|give|set) " + name + "=" + VALUE, "fill in " + field).replaceAll(
			"\\b[Tt]he key " + name + "\\b", field).replaceAll(name + "=(?=[.,;:)?]|\\s|$)", "the field " + field).replaceAll(
				name + "=" + VALUE, field + " = $1").replaceAll("(^|[.] )" + key.name() + "(?=:| (is|are|has|names|holds|must)\\b)",
					"$1" + field);
	}

	private static String quoted(final String text) {
		return Matcher.quoteReplacement(text);
	}

	private static String capital(final String text) {
		final Matcher start = Pattern.compile("(^|[.] )(fill in|the field)").matcher(text);
		final String upper = start.replaceAll(found -> quoted(found.group(1) + found.group(2).substring(0, 1).toUpperCase(
			Locale.ROOT) + found.group(2).substring(1)));
		return upper.isEmpty() ? upper : upper.substring(0, 1).toUpperCase(Locale.ROOT) + upper.substring(1);
	}
}
