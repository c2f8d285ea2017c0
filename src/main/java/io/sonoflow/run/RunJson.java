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

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.parameter.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record of a run as it stands in run.json. Only this class knows the names of its fields and what was written for
 * them at other times; a field that is absent, or a number that is none (NaN and infinities are written as null), is
 * missing, never an error.
 */
public final class RunJson {

	/** The name of the record inside a run's folder. */
	public static final String FILE = "run.json";

	static final String RUNNING = "running";
	static final String FINISHED = "finished";
	static final String CANCELLED = "cancelled";
	static final String FAILED = "failed";

	static final String COMMAND = "command";
	static final String STATUS = "status";
	static final String PARAMETERS = "parameters";
	static final String SEED = "seed";
	static final String SHARD = "shard";
	static final String VERSIONS = "versions";
	static final String DEVICE = "device";
	static final String THREADS = "threads";
	static final String INPUTS = "inputs";
	/** Marks the parts of the run, and stays the same when it goes on. */
	static final String KEY = "key";
	static final String START = "start";
	static final String END = "end";
	static final String FIGURES = "figures";
	static final String WARNINGS = "warnings";
	static final String MESSAGE = "message";
	/** Of a run that the user ended before all was done: how far it was. */
	static final String EARLY = "early";
	/** What the run wrote, relative to its folder. */
	static final String FILES = "files";
	/** Of an input: where it lies, or its name alone. */
	static final String PATH = "path";
	/** Sub-folders that it made. */
	static final String FOLDERS = "folders";
	/** What stood in the folder before. */
	static final String FOREIGN = "foreign";
	/** Files of the run that this one replaces and that are still to be deleted. */
	static final String REPLACING = "replacing";

	/** What every record should have. */
	private static final List<String> EXPECTED = List.of(COMMAND, STATUS, PARAMETERS, VERSIONS, DEVICE, INPUTS, START, END,
		FIGURES);

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
	private static final Gson TREE = new GsonBuilder().serializeSpecialFloatingPointValues().create();

	private final JsonObject json;
	private final Parameters declared;

	private RunJson(final JsonObject json, final Parameters declared) {
		this.json = json;
		this.declared = declared;
	}

	/**
	 * @param fields as they are now: numbers, texts, booleans, lists and maps
	 * @param declared what the step says about its keys
	 */
	static RunJson of(final Map<String, Object> fields, final Parameters declared) {
		return new RunJson(JsonWords.finite(TREE.toJsonTree(fields)).getAsJsonObject(), declared);
	}

	/**
	 * @param file a run.json
	 * @param advice what to do if it cannot be understood: ends the message
	 * @return the stored record, if there is one
	 * @throws SonoflowException.File if it is damaged or something else
	 */
	public static Optional<RunJson> read(final Path file, final String advice) {
		if (!Files.isRegularFile(file)) return Optional.empty();
		try {
			final JsonElement json = JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8));
			if (json.isJsonObject()) return Optional.of(new RunJson(json.getAsJsonObject(), null));
		}
		catch (final IOException | JsonParseException e) {
			throw new SonoflowException.File(file + " cannot be read as JSON (" + e.getMessage() + "). " + advice, e);
		}
		throw new SonoflowException.File(file + " is not the record of a Sonoflow run. " + advice);
	}

	void write(final Path file) {
		AtomicFiles.writeText(file, GSON.toJson(json) + "\n");
	}

	/** {@return the menu label, or empty} */
	public String command() {
		return text(COMMAND);
	}

	/** {@return e.g. finished, or empty} */
	public String status() {
		return text(STATUS);
	}

	/** {@return whether the run came to its end} */
	public boolean isFinished() {
		return status().equals(FINISHED);
	}

	/** {@return when the process began that wrote the record; empty if it does not say} */
	Optional<Instant> started() {
		try {
			return Optional.of(Instant.parse(text(START)));
		}
		catch (final DateTimeParseException e) {
			return Optional.empty();
		}
	}

	/** {@return a field in words; lists with commas; empty if it is missing} */
	public String text(final String field) {
		return json.has(field) ? JsonWords.words(json.get(field)) : "";
	}

	/** {@return the macro keys} */
	public Set<String> keys() {
		return object(PARAMETERS).keySet();
	}

	/** {@return a macro key's value in words, unless it is missing} */
	public Optional<String> parameter(final String key) {
		return word(object(PARAMETERS), key);
	}

	/** {@return a result in words, unless it is missing or was no number} */
	public Optional<String> figure(final String name) {
		return word(object(FIGURES), name).filter(RunJson::isSomething);
	}

	private static Optional<String> word(final JsonObject object, final String name) {
		return object.has(name) && !object.get(name).isJsonNull() ? Optional.of(JsonWords.words(object.get(name))) : Optional.empty();
	}

	/** Earlier versions wrote numbers that are none as JSON does not know them. */
	private static boolean isSomething(final String figure) {
		return !figure.matches("NaN|-?Infinity");
	}

	private JsonObject object(final String field) {
		return json.has(field) && json.get(field).isJsonObject() ? json.getAsJsonObject(field) : new JsonObject();
	}

	/** {@return the macro keys and their values in words} */
	public Map<String, String> parameters() {
		return map(PARAMETERS);
	}

	/** {@return what computed it, e.g. java, engine} */
	public Map<String, String> versions() {
		return map(VERSIONS);
	}

	/** {@return results by name in words, those of maps with dots; without those that were no number} */
	public Map<String, String> figures() {
		final Map<String, String> figures = new LinkedHashMap<>();
		JsonWords.flatten("", object(FIGURES), figures, true);
		figures.values().removeIf(value -> !isSomething(value));
		return figures;
	}

	private Map<String, String> map(final String field) {
		final Map<String, String> map = new LinkedHashMap<>();
		JsonWords.flatten("", object(field), map, false);
		return map;
	}

	/** {@return what the run depended on, in the order of the record} */
	public List<InputHash> inputs() {
		final List<InputHash> inputs = new ArrayList<>();
		if (json.has(INPUTS) && json.get(INPUTS).isJsonArray()) for (final JsonElement each : json.getAsJsonArray(INPUTS))
			if (each.isJsonObject()) inputs.add(new InputHash(word(each.getAsJsonObject(), PATH).orElse(""), count(word(each
				.getAsJsonObject(), "files").orElse("")), word(each.getAsJsonObject(), "sha256").orElse("")));
		return inputs;
	}

	private static long count(final String text) {
		return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
	}

	/** {@return what the run warned of} */
	public List<String> warnings() {
		return list(WARNINGS);
	}

	/** {@return names of the fields that a record should have and this one lacks} */
	public List<String> missing() {
		return EXPECTED.stream().filter(name -> !json.has(name)).toList();
	}

	/** {@return the same with another status: what one shard finished is not all} */
	RunJson asRunning() {
		final JsonObject copy = json.deepCopy();
		copy.addProperty(STATUS, RUNNING);
		return new RunJson(copy, declared);
	}

	/** {@return the texts of a field that is a list} */
	List<String> list(final String field) {
		final List<String> list = new ArrayList<>();
		if (json.has(field) && json.get(field).isJsonArray()) json.getAsJsonArray(field).forEach(each -> list.add(JsonWords.words(
			each)));
		return list;
	}

	boolean has(final String field) {
		return json.has(field);
	}

	/** {@return command, parameters and inputs, in a form that can be compared} */
	RunIdentity identity() {
		return identity(declared);
	}

	private RunIdentity identity(final Parameters declaration) {
		return RunIdentity.of(command(), object(PARAMETERS), json.get(INPUTS), declaration);
	}

	/** {@return what the parts of this run are marked with, if it is the same run as another one that goes on with it} */
	String key(final RunJson now) {
		return has(KEY) ? text(KEY) : RunIdentity.asWritten(command(), object(PARAMETERS), json.get(INPUTS), now.declared)
			.oldKey();
	}

	/** {@return in what a run differs from this earlier one, in words; empty if it is the same run} */
	Optional<String> difference(final RunJson now) {
		return identity(now.declared).difference(now.identity());
	}
}
