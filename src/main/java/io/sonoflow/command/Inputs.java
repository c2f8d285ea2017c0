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
package io.sonoflow.command;

import io.sonoflow.SonoflowException;
import io.sonoflow.legacy.Options;

import java.io.File;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.ModuleItem;

/**
 * The inputs of one command, held against the declaration of its parameters, which SciJava and ImageJ hardly do: both
 * ignore unknown keys, let any choice and any number pass, and read "abc" as 0.
 */
final class Inputs {

	private final SonoflowCommand command;
	private final List<ModuleItem<?>> items;

	Inputs(final SonoflowCommand command) {
		this.command = command;
		this.items = of(new CommandInfo(command.getClass()));
	}

	/** {@return the parameters a user sees, in the order of their declaration} */
	static List<ModuleItem<?>> of(final CommandInfo info) {
		final List<ModuleItem<?>> items = new ArrayList<>();
		for (final ModuleItem<?> item : info.inputs())
			if (Values.isSupported(item.getType()) && item.getVisibility() != ItemVisibility.MESSAGE) items.add(item);
		return items;
	}

	/** {@return the macro key of a parameter} */
	static String key(final ModuleItem<?> item) {
		return Options.key(item.getName());
	}

	/**
	 * Takes over what the user wrote.
	 *
	 * @param text values by key
	 * @throws SonoflowException.Input if a key is unknown or a value cannot be read as its type
	 */
	void assign(final Map<String, String> text) {
		final List<String> keys = items.stream().map(Inputs::key).toList();
		// Fiji's recorder writes the names of fields.
		final List<String> fields = items.stream().map(ModuleItem::getName).toList();
		for (final String key : text.keySet())
			if (!keys.contains(key) && !fields.contains(key)) throw new SonoflowException.Input("Unknown key " + key +
				(text.get(key) == null ? ""
				: "=" + text.get(key)) + Names.hint(key, keys) + " The keys of this command are: " + String.join(", ", keys) +
				". A value with blanks needs brackets: " + (keys.isEmpty() ? "key" : keys.get(0)) + "=[a b].");
		for (final ModuleItem<?> item : items)
			for (final String key : new TreeSet<>(List.of(key(item), item.getName())))
				if (text.containsKey(key)) set(item, Values.parse(item, text.get(key)));
	}

	/**
	 * Checks every value and makes files absolute.
	 *
	 * @throws SonoflowException.Input if a value is missing or not allowed
	 * @throws SonoflowException.File if a file that must exist does not
	 */
	void check() {
		for (final ModuleItem<?> item : items) {
			final Object value = get(item);
			if (value instanceof File file) set(item, Values.located(item, file).getAbsoluteFile());
			Values.check(item, get(item));
		}
	}

	private Object get(final ModuleItem<?> item) {
		try {
			return field(item).get(command);
		}
		catch (final IllegalAccessException e) {
			throw new IllegalStateException(e);
		}
	}

	private void set(final ModuleItem<?> item, final Object value) {
		try {
			field(item).set(command, value);
		}
		catch (final IllegalAccessException e) {
			throw new IllegalStateException(e);
		}
	}

	private static Field field(final ModuleItem<?> item) {
		return ((CommandModuleItem<?>) item).getField();
	}
}
