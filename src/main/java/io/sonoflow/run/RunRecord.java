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
import io.sonoflow.file.Sha256;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.scijava.util.VersionUtils;

/** The content of run.json. */
public final class RunRecord {

	static final String RUNNING = "running";
	public static final String FINISHED = "finished";
	static final String CANCELLED = "cancelled";
	static final String FAILED = "failed";

	/** Keys that change neither the result nor what is kept of an unfinished run. */
	private static final List<String> NOT_IDENTITY = List.of("overwrite", "shard", "output");

	/**
	 * Keys that commands got later, each with the value (as JSON) that means as before: with it, runs are those of the time
	 * before the key, and what is unfinished of them can be finished.
	 */
	private static final Map<String, Map<String, String>> NEWER = Map.of("Cross-Validate Classifier...", Map.of("alternate",
		"\"\"", "leakage", "false", "steps", "0"), "Train Classifier...", Map.of("steps", "0"),
		"Pretrain Encoder...", Map.of("more", "[]", "organs", "[]"));

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping()
		.serializeSpecialFloatingPointValues().create();

	private final Map<String, Object> fields = new LinkedHashMap<>();
	private final Map<String, Object> figures = new LinkedHashMap<>();
	private final Map<String, Object> versions = new LinkedHashMap<>();
	private final List<String> warnings = new ArrayList<>();
	private final Instant started = Instant.now();

	private RunRecord() {
	}

	/** What the declaration of a step's parameters says about them; null for those of a record. */
	private Parameters declared;

	static RunRecord start(final RunFolder.Run run) {
		final RunRecord record = new RunRecord();
		if (run.config() instanceof Parameters declared) record.declared = declared;
		final Map<String, Object> parameters = record.declared != null ? record.declared.values() : parameters((Record) run
			.config());
		record.versions.put("sonoflow", VersionUtils.getVersion(RunRecord.class));
		record.versions.put("java", System.getProperty("java.version"));
		record.versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		record.fields.put("command", run.command());
		record.fields.put("status", RUNNING);
		record.fields.put("parameters", parameters);
		if (parameters.containsKey("seed")) record.fields.put("seed", parameters.get("seed"));
		if (!run.shard().isWhole()) record.fields.put("shard", run.shard().toString());
		record.fields.put("versions", record.versions);
		record.fields.put("device", "none");
		record.fields.put("inputs", run.inputs().stream().map(InputHash::of).toList());
		record.fields.put("start", record.started.toString());
		record.fields.put("end", "");
		record.fields.put("figures", record.figures);
		record.fields.put("warnings", record.warnings);
		return record;
	}

	/** The record's components by name; paths as texts with forward slashes. */
	static Map<String, Object> parameters(final Record config) {
		final Map<String, Object> parameters = new LinkedHashMap<>();
		for (final RecordComponent component : config.getClass().getRecordComponents()) {
			try {
				component.getAccessor().setAccessible(true);
				// A component that would be a word of Java ends with an underscore: class_.
				parameters.put(component.getName().replaceAll("_$", ""), plain(component.getAccessor().invoke(config)));
			}
			catch (final ReflectiveOperationException e) {
				throw new IllegalStateException("unreadable parameter " + component.getName(), e);
			}
		}
		return parameters;
	}

	private static Object plain(final Object value) {
		if (value == null) return "";
		if (value instanceof Path path) return path.toString().replace('\\', '/');
		if (value instanceof Number || value instanceof Boolean) return value;
		if (value instanceof List<?> list) return list.stream().map(RunRecord::plain).toList();
		if (value instanceof Enum<?> constant) return constant.toString();
		return value.toString();
	}

	synchronized void figure(final String name, final Object value) {
		figures.put(name, value);
	}

	synchronized Map<String, Object> figures() {
		return Collections.unmodifiableMap(new LinkedHashMap<>(figures));
	}

	synchronized void warning(final String text) {
		if (!warnings.contains(text)) warnings.add(text);
	}

	synchronized void device(final String name, final String engine, final int threads) {
		fields.put("device", name);
		versions.put("engine", engine);
		fields.put("threads", threads);
	}

	synchronized void end(final String status, final String message) {
		fields.put("status", status);
		fields.put("end", Instant.now().toString());
		if (!message.isEmpty()) fields.put("message", message);
	}

	/** What the run itself has written, relative to its folder. */
	synchronized void files(final List<String> files) {
		fields.put("files", files);
	}

	/** What was in the folder before the run, relative to it: never deleted. */
	synchronized void foreign(final Collection<String> files) {
		fields.put("foreign", files.stream().sorted().toList());
	}

	synchronized void write(final Path file) {
		AtomicFiles.writeText(file, GSON.toJson(fields) + "\n");
	}

	Instant started() {
		return started;
	}

	/**
	 * {@return a digest of command, parameters and inputs: what a part of a run must have been made with to belong to it,
	 *         whichever shard made it}
	 */
	String key() {
		return Sha256.of(identity().toString());
	}

	/** {@return command, parameters and inputs, in a form that can be compared} */
	JsonObject identity() {
		return identity(GSON.toJsonTree(fields).getAsJsonObject());
	}

	/** {@return the same of a record, by what this run's declaration says about its keys} */
	JsonObject identity(final JsonObject json) {
		return declared == null ? plainIdentity(json) : declaredIdentity(json);
	}

	/** Sorted, so that a key may find another place in the dialog without breaking unfinished runs. */
	private JsonObject declaredIdentity(final JsonObject json) {
		final Map<String, JsonElement> sorted = new TreeMap<>();
		if (json.has("parameters")) sorted.putAll(json.getAsJsonObject("parameters").asMap());
		for (final Key key : declared.keys()) {
			final String before = key.get(Key.SINCE);
			final JsonElement value = sorted.get(key.name());
			if (key.is(Key.FRAME) || value != null && before != null && before.equals(asText(value))) sorted.remove(key.name());
		}
		final JsonObject parameters = new JsonObject();
		sorted.forEach(parameters::add);
		final JsonObject identity = new JsonObject();
		identity.add("command", json.get("command"));
		identity.add("parameters", parameters);
		identity.add("inputs", json.get("inputs"));
		return identity;
	}

	/** {@return the value as a user would write it} */
	private static String asText(final JsonElement value) {
		if (!value.isJsonArray()) return value.getAsString();
		return value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).collect(Collectors.joining(","));
	}

	private static JsonObject plainIdentity(final JsonObject json) {
		final JsonObject identity = new JsonObject();
		identity.add("command", json.get("command"));
		final JsonObject parameters = json.has("parameters") ? json.getAsJsonObject("parameters").deepCopy()
			: new JsonObject();
		NOT_IDENTITY.forEach(parameters::remove);
		if (json.has("command")) NEWER.getOrDefault(json.get("command").getAsString(), Map.of()).forEach((key, before) -> {
			if (parameters.has(key) && parameters.get(key).toString().equals(before)) parameters.remove(key);
		});
		identity.add("parameters", parameters);
		identity.add("inputs", json.get("inputs"));
		return identity;
	}

	/** {@return the stored record, if there is one} */
	public static Optional<JsonObject> read(final Path file) {
		if (!Files.isRegularFile(file)) return Optional.empty();
		try {
			final JsonElement json = JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8));
			if (json.isJsonObject()) return Optional.of(json.getAsJsonObject());
		}
		catch (final IOException | JsonParseException e) {
			throw new SonoflowException.File(file + " cannot be read (" + e.getMessage() +
				"), so it is not known what the folder holds. Give another output folder.", e);
		}
		throw new SonoflowException.File(file +
			" is not a record of a Sonoflow run, so it is not known what the folder holds. Give another output folder.");
	}
}
