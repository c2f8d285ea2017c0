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

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@code run.json} of an output folder says, as texts. Fields that are not there are empty and named in
 * {@code missing}: a report on an old run must be possible.
 *
 * @param folder the output folder
 * @param command the menu label
 * @param status e.g. finished
 * @param message why it did not finish, or empty
 * @param parameters the macro keys and their values
 * @param versions e.g. java, engine
 * @param device what computed it
 * @param inputs files and folders it depended on
 * @param start ISO-8601
 * @param end ISO-8601, empty if it did not end
 * @param figures results by name; nested ones with dots
 * @param warnings what the run warned of
 * @param missing names of the fields that run.json lacks
 */
public record RunInfo(Path folder, String command, String status, String message, Map<String, String> parameters,
	Map<String, String> versions, String device, List<Input> inputs, String start, String end,
	Map<String, String> figures, List<String> warnings, List<String> missing)
{

	/** The record's name in every output folder. */
	static final String FILE = "run.json";

	private static final List<String> FIELDS = List.of("command", "status", "parameters", "versions", "device", "inputs",
		"start", "end", "figures");

	/** A file or folder, how many files, and its hash. */
	public record Input(String path, String files, String sha256) {
	}

	/**
	 * @throws SonoflowException.Input if there is no such folder or it is no run's output
	 * @throws SonoflowException.File if run.json cannot be understood
	 */
	public static RunInfo read(final Path folder) {
		if (!Files.isDirectory(folder)) throw new SonoflowException.Input("input=" + folder + " is not a folder"
			+ (Files.exists(folder) ? "" : ", nothing is there") + ". Give the output folders of finished commands, separated by commas.");
		final Path file = folder.resolve(FILE);
		if (!Files.isRegularFile(file)) throw new SonoflowException.Input("input=" + folder + " has no " + FILE
			+ ", so no Sonoflow command wrote it. Give the folder that was a command's output.");
		try {
			final JsonElement json = JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8));
			if (json.isJsonObject()) return of(folder, json.getAsJsonObject());
		}
		catch (final IOException | JsonParseException e) {
			throw new SonoflowException.File(file + " cannot be read as JSON (" + e.getMessage()
				+ "). It was damaged or edited; run the command of this folder again.", e);
		}
		throw new SonoflowException.File(file + " is JSON but not the record of a run. Run the command of this folder again.");
	}

	private static RunInfo of(final Path folder, final JsonObject json) {
		final List<Input> inputs = new ArrayList<>();
		if (json.has("inputs") && json.get("inputs").isJsonArray()) for (final JsonElement each : json.getAsJsonArray("inputs"))
			if (each.isJsonObject()) inputs.add(new Input(text(each.getAsJsonObject(), "path"), text(each.getAsJsonObject(),
				"files"), text(each.getAsJsonObject(), "sha256")));
		final List<String> warnings = new ArrayList<>();
		if (json.has("warnings") && json.get("warnings").isJsonArray()) json.getAsJsonArray("warnings").forEach(
			each -> warnings.add(plain(each)));
		final String end = text(json, "end");
		return new RunInfo(folder, text(json, "command"), text(json, "status"), text(json, "message"), map(json,
			"parameters"), map(json, "versions"), text(json, "device"), List.copyOf(inputs), text(json, "start"), end, map(
				json, "figures"), List.copyOf(warnings), FIELDS.stream().filter(name -> !json.has(name)).toList());
	}

	private static String text(final JsonObject json, final String name) {
		return json.has(name) ? plain(json.get(name)) : "";
	}

	private static String plain(final JsonElement json) {
		if (json.isJsonNull()) return "";
		if (json.isJsonPrimitive()) return json.getAsString();
		if (!json.isJsonArray()) return json.toString();
		final List<String> parts = new ArrayList<>();
		json.getAsJsonArray().forEach(each -> parts.add(plain(each)));
		return String.join(",", parts);
	}

	private static Map<String, String> map(final JsonObject json, final String name) {
		final Map<String, String> map = new LinkedHashMap<>();
		if (json.has(name) && json.get(name).isJsonObject()) flatten("", json.getAsJsonObject(name), map);
		return map;
	}

	private static void flatten(final String prefix, final JsonObject json, final Map<String, String> map) {
		json.entrySet().forEach(entry -> {
			if (entry.getValue().isJsonObject()) flatten(prefix + entry.getKey() + ".", entry.getValue().getAsJsonObject(), map);
			else map.put(prefix + entry.getKey(), plain(entry.getValue()));
		});
	}

	public boolean finished() {
		return status.equals("finished");
	}

	public String parameter(final String name) {
		return parameters.getOrDefault(name, "");
	}

	/** {@return how long it took, if run.json says it} */
	public Optional<Duration> duration() {
		try {
			return Optional.of(Duration.between(Instant.parse(start), Instant.parse(end)));
		}
		catch (final DateTimeException e) {
			return Optional.empty();
		}
	}
}
