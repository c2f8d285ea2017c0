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
package io.sonoflow.legacy;

import io.sonoflow.SonoflowException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text that ImageJ hands a command in a macro, {@code key=value key=[value with spaces] flag}, taken apart and put
 * together. ImageJ itself only ever looks keys up in it and so never sees a wrong one.
 */
public final class Options {

	private Options() {
	}

	/**
	 * @param text a macro's options; values with spaces stand in square brackets (which may nest) or single quotes
	 * @return the values by key, in their order; a key without {@code =} has a null value
	 * @throws SonoflowException.Input if a key is given twice, a value has no key or a bracket is not closed
	 */
	public static Map<String, String> parse(final String text) {
		final Map<String, String> values = new LinkedHashMap<>();
		int at = 0;
		while ((at = skipBlanks(text, at)) < text.length()) {
			final int start = at;
			int end = at;
			while (end < text.length() && text.charAt(end) != '=' && !Character.isWhitespace(text.charAt(end)))
				end++;
			final String key = text.substring(at, end);
			String value = null;
			at = end;
			if (at < text.length() && text.charAt(at) == '=') {
				end = endOfValue(key, text, at + 1);
				value = unwrap(text.substring(at + 1, end));
				at = end;
			}
			if (key.isEmpty() || "['".indexOf(key.charAt(0)) >= 0) throw new SonoflowException.Input("\"" + text.substring(start, at) +
				"\" in the options has no key. Write key=value or key=[a value with blanks], without blanks round the =.");
			if (values.containsKey(key)) throw new SonoflowException.Input("The key " + key +
				" is given twice. Give it once.");
			values.put(key, value);
		}
		return values;
	}

	/** {@return the pair as it stands in a macro, with the blank that separates it from the next} */
	public static String pair(final String key, final String value) {
		final boolean plain = !value.isEmpty() && value.chars().noneMatch(Character::isWhitespace) && "['".indexOf(value
			.charAt(0)) < 0;
		return key + "=" + (plain ? value : "[" + value + "]") + " ";
	}

	/** {@return the key of a field or component: its name, but a last underscore, which words of Java need, is left out} */
	public static String key(final String name) {
		return name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
	}

	private static int skipBlanks(final String text, final int from) {
		int at = from;
		while (at < text.length() && Character.isWhitespace(text.charAt(at)))
			at++;
		return at;
	}

	private static int endOfValue(final String key, final String text, final int from) {
		final char first = from < text.length() ? text.charAt(from) : ' ';
		if (first == '\'' && text.indexOf('\'', from + 1) > 0) return text.indexOf('\'', from + 1) + 1;
		if (first == '[') return endOfBracket(key, text, from);
		int end = from;
		while (end < text.length() && !Character.isWhitespace(text.charAt(end)))
			end++;
		return end;
	}

	private static int endOfBracket(final String key, final String text, final int from) {
		int depth = 0;
		for (int i = from; i < text.length(); i++) {
			if (text.charAt(i) == '[') depth++;
			else if (text.charAt(i) == ']' && --depth == 0) return i + 1;
		}
		throw new SonoflowException.Input("The bracket of " + key + "=" + text.substring(from) +
			" is not closed. Write " + key + "=[...].");
	}

	private static String unwrap(final String value) {
		final boolean wrapped = value.length() > 1 && (value.startsWith("[") && value.endsWith("]") || value.startsWith(
			"'") && value.endsWith("'"));
		return wrapped ? value.substring(1, value.length() - 1) : value;
	}
}
