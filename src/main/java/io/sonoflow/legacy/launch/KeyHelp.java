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
package io.sonoflow.legacy.launch;

import java.util.Locale;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

/** A command's keys as text for a terminal. */
final class KeyHelp {

	private static final int COLUMNS = 100;
	private static final int INDENT = 4;
	private static final String OR = " | ";

	private KeyHelp() {
	}

	/** {@return what the command does and its keys with defaults, allowed values and meanings} */
	static String of(final String label, final CommandInfo info) {
		final StringBuilder text = new StringBuilder();
		wrap(text, label + "  " + info.getDescription(), 0);
		text.append(info.inputs().iterator().hasNext() ? "\nKeys (* = must be given):\n" : "\nThere are no keys.\n");
		for (final ModuleItem<?> item : info.inputs())
			if (item.getVisibility() == ItemVisibility.MESSAGE) text.append('\n').append(item.getDefaultValue()).append('\n');
			else if (item.getVisibility() != ItemVisibility.INVISIBLE) add(text, item);
		return text.toString();
	}

	private static void add(final StringBuilder text, final ModuleItem<?> item) {
		final Object initial = item.getDefaultValue();
		String line = "  " + item.getName() + (item.is("required") ? " *" : initial != null && !initial.toString().isEmpty() ? "=" +
			initial : "") + allowed(item);
		// Of many choices some go to the next line.
		for (int cut; line.length() > COLUMNS && (cut = line.lastIndexOf(OR, COLUMNS)) > 0;) {
			text.append(line, 0, cut + OR.length() - 1).append('\n');
			line = " ".repeat(INDENT) + line.substring(cut + OR.length());
		}
		text.append(line).append('\n');
		wrap(text, item.getDescription(), INDENT);
	}

	private static String allowed(final ModuleItem<?> item) {
		if (item.getChoices() != null && !item.getChoices().isEmpty()) return "  (" + String.join(OR, item.getChoices().stream()
			.map(String::valueOf).toList()) + ")";
		if (item.getType() == boolean.class) return "  (true | false)";
		final Object least = item.getMinimumValue();
		final Object most = item.getMaximumValue();
		return least == null && most == null ? "" : "  (" + number(least, "") + " .. " + number(most, "") + ")";
	}

	private static String number(final Object value, final String none) {
		return value == null ? none : value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e9 ? String.format(Locale.ROOT,
			"%.0f", d) : value.toString();
	}

	private static void wrap(final StringBuilder text, final String words, final int indent) {
		int column = COLUMNS;
		for (final String word : words.split(" ")) {
			if (column + word.length() >= COLUMNS) {
				if (column > indent && text.length() > 0 && text.charAt(text.length() - 1) != '\n') text.append('\n');
				text.append(" ".repeat(indent));
				column = indent;
			}
			else {
				text.append(' ');
				column++;
			}
			text.append(word);
			column += word.length();
		}
		text.append('\n');
	}
}
