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

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.scijava.util.VersionUtils;

/** The record of a run that is going on: what will be in run.json. */
final class RunRecord {

	private final Map<String, Object> fields = new LinkedHashMap<>();
	private final Map<String, Object> figures = new LinkedHashMap<>();
	private final Map<String, Object> versions = new LinkedHashMap<>();
	private final List<String> warnings = new ArrayList<>();
	private final Instant started = Instant.now();
	private final Map<Path, InputHash> inputs = new LinkedHashMap<>();

	/** The key that says whether files and patients are named. */
	private static final String NAMES = "names";

	/** What the declaration says about the parameters. */
	private final Parameters declared;
	private boolean nameless;

	private RunRecord(final Parameters declared, final List<Path> inputs) {
		this.declared = declared;
		for (final Path input : inputs)
			this.inputs.put(input, InputHash.of(input));
	}

	static RunRecord start(final RunFolder.Run run) {
		final RunRecord record = new RunRecord(run.parameters(), run.inputs());
		run.readings().forEach((input, how) -> record.inputs.computeIfPresent(input, (path, hash) -> hash.read(how)));
		record.nameless = run.parameters().has(NAMES) && "hash".equals(run.parameters().get(NAMES));
		final RecordedPaths paths = new RecordedPaths(OutputRules.path(run), record.nameless);
		final Map<String, Object> parameters = new LinkedHashMap<>();
		run.parameters().keys().forEach(key -> parameters.put(key.name(), paths.value(key, key.get(run.parameters()))));
		record.versions.put("sonoflow", VersionUtils.getVersion(RunRecord.class));
		record.versions.put("java", System.getProperty("java.version"));
		record.versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		record.fields.put(RunJson.COMMAND, run.command());
		record.fields.put(RunJson.STATUS, RunJson.RUNNING);
		record.fields.put(RunJson.PARAMETERS, parameters);
		if (parameters.containsKey("seed")) record.fields.put(RunJson.SEED, parameters.get("seed"));
		if (!run.shard().isWhole()) record.fields.put(RunJson.SHARD, run.shard().toString());
		record.fields.put(RunJson.VERSIONS, record.versions);
		record.fields.put(RunJson.DEVICE, "none");
		record.fields.put(RunJson.INPUTS, run.inputs().stream().map(input -> record.inputs.get(input).at(paths.of(input)))
			.toList());
		record.key(record.json().identity().key());
		record.fields.put(RunJson.START, record.started.toString());
		record.fields.put(RunJson.END, "");
		record.fields.put(RunJson.FIGURES, record.figures);
		record.fields.put(RunJson.WARNINGS, record.warnings);
		return record;
	}

	/** {@return the files and folders that parameters name, but for some keys} */
	static List<Path> paths(final Parameters parameters, final List<String> without) {
		final List<Path> paths = new ArrayList<>();
		for (final Key key : parameters.keys()) {
			final Object value = key.get(parameters);
			if (without.contains(key.name()) || value == null) continue;
			if (value instanceof File file) paths.add(file.toPath());
			else if (key.is(Key.LIST) && key.is(Key.EXISTS)) paths.addAll(Lists.paths(value.toString()));
		}
		return paths;
	}

	/** {@return what one of the inputs was} */
	InputHash input(final Path input) {
		final InputHash hash = inputs.get(input);
		if (hash == null) throw new IllegalArgumentException(input + " is no input of this run");
		return hash;
	}

	synchronized void figure(final String name, final Object value) {
		figures.put(name, value instanceof String text ? RecordedPaths.text(text) : value);
	}

	synchronized Map<String, Object> figures() {
		return Collections.unmodifiableMap(new LinkedHashMap<>(figures));
	}

	synchronized void warning(final String text) {
		final String recorded = RecordedPaths.text(text);
		if (!warnings.contains(recorded)) warnings.add(recorded);
	}

	synchronized void device(final String name, final String engine, final int threads) {
		fields.put(RunJson.DEVICE, name);
		versions.put("engine", engine);
		fields.put(RunJson.THREADS, threads);
	}

	synchronized void end(final String status, final String message) {
		fields.put(RunJson.STATUS, status);
		fields.put(RunJson.END, Instant.now().toString());
		if (!message.isEmpty()) fields.put(RunJson.MESSAGE, nameless ?
			"Not recorded, as it may name files: see what the command said." : RecordedPaths.text(message));
	}

	/** The user ended it before all was done. */
	synchronized void early(final String how) {
		fields.put(RunJson.EARLY, how);
	}

	synchronized String early() {
		return (String) fields.getOrDefault(RunJson.EARLY, "");
	}

	/** What the run itself has written and the folders it made for that, relative to its folder. */
	synchronized void written(final Collection<String> files, final Collection<String> folders) {
		fields.put(RunJson.FILES, files.stream().sorted().toList());
		fields.put(RunJson.FOLDERS, folders.stream().sorted().toList());
	}

	/** What was in the folder before the run, relative to it: never deleted. */
	synchronized void foreign(final Collection<String> files) {
		fields.put(RunJson.FOREIGN, files.stream().sorted().toList());
	}

	/** What has still to be deleted of the run that this one replaces, relative to its folder. */
	synchronized void replacing(final Collection<String> files) {
		if (files.isEmpty()) fields.remove(RunJson.REPLACING);
		else fields.put(RunJson.REPLACING, files.stream().sorted().toList());
	}

	/** {@return as it is now} */
	synchronized RunJson json() {
		return RunJson.of(fields, declared);
	}

	void write(final Path file) {
		json().write(file);
	}

	Instant started() {
		return started;
	}

	/**
	 * {@return a digest of command, parameters and inputs: what a part of a run must have been made with to belong to it,
	 *         whichever shard made it}
	 */
	synchronized String key() {
		return fields.get(RunJson.KEY).toString();
	}

	/** Of the run that goes on: other versions may have made it otherwise. */
	synchronized void key(final String key) {
		fields.put(RunJson.KEY, key);
	}
}
