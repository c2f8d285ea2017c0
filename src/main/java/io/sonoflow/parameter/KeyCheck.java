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

import io.sonoflow.SonoflowException;

import java.io.File;
import java.util.List;

/** Holding a value against its declaration. */
final class KeyCheck {

	private KeyCheck() {
	}

	/** @throws SonoflowException if the value is missing, not allowed, or names a file that is not there */
	static void check(final Key key, final Object value) {
		final boolean empty = value == null || value instanceof String text && text.isBlank();
		if (empty && key.is(Key.REQUIRED)) throw new SonoflowException.Input("The key " + key.name() + " is missing: " + key
			.help() + " Add " + key.name() + "=" + (value instanceof String ? "value." : "[path]."));
		// No choice is none of the choices; of anything else an empty value means that nothing was given.
		if (!key.choices().isEmpty()) choice(key, value == null ? "" : value.toString());
		if (empty) return;
		if (value instanceof Number number) number(key, number);
		if (value instanceof String text) text(key, text);
		if (value instanceof File file) file(key, file);
	}

	private static void number(final Key key, final Number value) {
		final double number = value.doubleValue();
		final String above = key.get(Key.ABOVE);
		if (!Double.isFinite(number) || key.min() != null && number < key.min().doubleValue() || key.max() != null &&
			number > key.max().doubleValue() || above != null && number <= Double.parseDouble(above))
			throw new SonoflowException.Input(key.name() + "=" + value + " is out of range. Allowed: " + key.allowed() + ".");
	}

	private static void choice(final Key key, final String text) {
		final List<String> choices = key.choices();
		if (!choices.contains(text)) throw new SonoflowException.Input(key.name() + "=" + text +
			" is not a choice" + Names.hint(text, choices) + " Allowed: " + key.allowed() + ".");
	}

	private static void text(final Key key, final String text) {
		final String pattern = key.get(Key.PATTERN);
		if (pattern != null && !text.matches(pattern)) throw new SonoflowException.Input(key.name() + "=" + text +
			" is not allowed. Allowed: " + key.allowed() + ".");
		if (Key.SHARD.equals(pattern)) {
			final String[] parts = text.split("/");
			if (Integer.parseInt(parts[0]) > Integer.parseInt(parts[1])) throw new SonoflowException.Input(key.name() + "=" +
				text + ": there is no part " + parts[0] + " of " + parts[1] + ". Allowed: parts 1 to " + parts[1] + ".");
		}
		if (key.is(Key.EXISTS)) Lists.paths(text).forEach(path -> file(key, path.toFile()));
	}

	private static void file(final Key key, final File file) {
		if (file.getPath().indexOf('\0') >= 0) throw new SonoflowException.Input(key.name() +
			" holds a zero character. Give the path of a file or folder.");
		if (!key.is(Key.EXISTS)) return;
		if (!file.exists()) throw new SonoflowException.File(key.name() + "=" + file +
			": there is no such file or folder. Check the path" + (file.getParentFile() != null && !file.getParentFile()
				.exists() ? " (the folder " + file.getParentFile() + " does not exist either)" : "") +
			"; relative paths start at " + new File("").getAbsolutePath() + ".");
		if (key.styles().contains("directory") && !file.isDirectory()) throw new SonoflowException.File(key.name() + "=" +
			file + " is a file. Give a folder.");
		if (key.styles().contains("open") && file.isDirectory()) throw new SonoflowException.File(key.name() + "=" + file +
			" is a folder. Give a file.");
		if (!file.canRead()) throw new SonoflowException.File(key.name() + "=" + file +
			" cannot be read: permission denied. Change its permissions.");
	}
}
