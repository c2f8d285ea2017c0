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
package io.sonoflow.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.sonoflow.file.Sha256;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What makes a run this run and no other.
 *
 * @param command the menu label
 * @param parameters those that results depend on
 * @param inputs their hashes; null if a record has none
 */
record RunIdentity(String command, JsonObject parameters, JsonElement inputs) {

	private static final String NUMBER = "-?[0-9]+([.][0-9]+)?([eE]-?[0-9]+)?";

	/**
	 * What it is wherever its files lie: of paths only the last names count, as what is in the files is hashed.
	 *
	 * @param declaration says which keys count
	 */
	static RunIdentity of(final String command, final JsonObject all, final JsonElement inputs,
		final Parameters declaration)
	{
		final JsonObject parameters = declared(all, declaration);
		final JsonObject portable = new JsonObject();
		parameters.entrySet().forEach(entry -> portable.add(entry.getKey(), declaration.has(entry.getKey()) ? portable(entry
			.getValue(), declaration.key(entry.getKey())) : portable(entry.getValue(), false)));
		return new RunIdentity(command, portable, inputs == null || !inputs.isJsonArray() ? inputs : portable(inputs
			.getAsJsonArray()));
	}

	/** As a record has it: what version 0.1 made its keys of. */
	static RunIdentity asWritten(final String command, final JsonObject all, final JsonElement inputs,
		final Parameters declaration)
	{
		return new RunIdentity(command, declared(all, declaration), inputs);
	}

	private static JsonElement portable(final JsonElement value, final Key key) {
		final String alike = key.get(Key.ALIKE);
		final boolean isCopy = alike != null && stem(JsonWords.words(value)).equals(stem(alike));
		return isCopy ? new JsonPrimitive(alike) : portable(value, isPath(key));
	}

	/** {@return the name without the number at its end} */
	private static String stem(final String numbered) {
		return numbered.replaceFirst("[0-9]+$", "");
	}

	private static boolean isPath(final Key key) {
		return key.type() == File.class || key.is(Key.LIST) && key.is(Key.EXISTS);
	}

	private static JsonElement portable(final JsonElement value, final boolean isPath) {
		if (value.isJsonArray()) {
			final JsonArray array = new JsonArray();
			value.getAsJsonArray().forEach(each -> array.add(portable(each, isPath)));
			return array;
		}
		if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) return value;
		return new JsonPrimitive(isPath ? RecordedPaths.last(value.getAsString()) : RecordedPaths.lastNames(value.getAsString()));
	}

	private static JsonArray portable(final JsonArray inputs) {
		final JsonArray array = inputs.deepCopy();
		for (final JsonElement each : array)
			if (each.isJsonObject() && each.getAsJsonObject().has(RunJson.PATH)) each.getAsJsonObject().addProperty(RunJson.PATH,
				RecordedPaths.last(JsonWords.words(each.getAsJsonObject().get(RunJson.PATH))));
		return array;
	}

	private static JsonObject declared(final JsonObject all, final Parameters declaration) {
		final Map<String, JsonElement> counting = new LinkedHashMap<>(all.asMap());
		for (final Key key : declaration.keys()) {
			final String before = key.get(Key.SINCE);
			final JsonElement value = counting.get(key.name());
			if (key.is(Key.FRAME) || value != null && before != null && isSame(before, value)) counting.remove(key.name());
		}
		final JsonObject parameters = new JsonObject();
		counting.forEach(parameters::add);
		return parameters;
	}

	/** {@return whether the record has the value that is typed so: 0 is 0.0} */
	private static boolean isSame(final String typed, final JsonElement recorded) {
		final String words = JsonWords.words(recorded);
		final boolean numbers = recorded.isJsonPrimitive() && recorded.getAsJsonPrimitive().isNumber() && typed.matches(NUMBER);
		return typed.equals(words) || numbers && new BigDecimal(typed).compareTo(new BigDecimal(words)) == 0;
	}

	/** {@return in what a run differs from this earlier one, in words; empty if it is the same run} */
	Optional<String> difference(final RunIdentity now) {
		if (!command.equals(now.command)) return Optional.of("command (now " + now.command + ")");
		for (final var entry : now.parameters.entrySet())
			if (!entry.getValue().equals(parameters.get(entry.getKey()))) return Optional.of("parameters (" + entry.getKey() +
				" was " + parameters.get(entry.getKey()) + ", now " + entry.getValue() + ")");
		for (final String key : parameters.keySet())
			if (!now.parameters.has(key)) return Optional.of("parameters (" + key + " was " + parameters.get(key) +
				", now there is no such key)");
		return Objects.equals(inputs, now.inputs) ? Optional.empty() : Optional.of(Objects.equals(unread(inputs), unread(now.inputs))
			? "ways to read its input files (an earlier version read weights of three channels otherwise)" : "input files");
	}

	/** {@return the inputs without how they are read} */
	private static JsonElement unread(final JsonElement inputs) {
		if (inputs == null || !inputs.isJsonArray()) return inputs;
		final JsonElement copy = inputs.deepCopy();
		for (final JsonElement each : copy.getAsJsonArray())
			if (each.isJsonObject()) each.getAsJsonObject().remove("read");
		return copy;
	}

	/**
	 * {@return a digest of it, which marks the parts of a run that begins; sorted, so that it does not depend on the places
	 *         of keys in the dialog}
	 */
	String key() {
		final JsonObject sorted = new JsonObject();
		new TreeMap<>(parameters.asMap()).forEach(sorted::add);
		return digest(sorted);
	}

	/** {@return the same as version 0.1 made it of its records: in their order, and without writing it down} */
	String oldKey() {
		return digest(parameters);
	}

	private String digest(final JsonObject ordered) {
		final JsonObject identity = new JsonObject();
		identity.addProperty("command", command);
		identity.add("parameters", ordered);
		identity.add("inputs", inputs);
		return Sha256.of(identity.toString());
	}
}
