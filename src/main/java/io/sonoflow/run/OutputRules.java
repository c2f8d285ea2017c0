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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What may be done with an output folder as it is found; see {@link RunFolder}. */
final class OutputRules {

	private final Path path;
	private final Path file;
	private final boolean overwrite;
	private final boolean existed;
	private final Optional<JsonObject> before;
	private Set<String> foreign = Set.of();
	private boolean resumes;

	private OutputRules(final Path path, final RunFolder.Run run) {
		this.path = path;
		this.overwrite = run.overwrite();
		// Processes that share a folder each keep a record; the one that merges writes the folder's own.
		this.file = path.resolve(run.shard().isWhole() ? RunFolder.FILE : "run.shard-" + run.shard().index() + "-of-" + run
			.shard().count() + ".json");
		this.existed = Files.isDirectory(path);
		this.before = RunRecord.read(file);
	}

	static OutputRules check(final RunFolder.Run run) {
		if (run.output() == null || run.output().toString().isBlank()) throw new SonoflowException.Input(
			"output is missing. Give the folder to write to; it is made if absent.");
		final Path path = run.output().toAbsolutePath().normalize();
		if (Files.exists(path) && !Files.isDirectory(path)) throw new SonoflowException.Input("output=" + run.output() +
			" is a file. Give a folder; it is made if absent.");
		for (final Path input : run.inputs())
			if (path.equals(input.toAbsolutePath().normalize())) throw new SonoflowException.Input("output=" + run.output() +
				" is the input folder itself. Give another folder, so that nothing of the input can be lost.");
		checkWritable(path, run);
		final OutputRules rules = new OutputRules(path, run);
		rules.checkContent(run);
		return rules;
	}

	private static void checkWritable(final Path path, final RunFolder.Run run) {
		Path existing = path;
		while (existing != null && !Files.exists(existing))
			existing = existing.getParent();
		if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing))
			throw new SonoflowException.File("output=" + run.output() + " cannot be written: " + existing +
				" is not a folder in which you may write. Give another folder.");
	}

	private void checkContent(final RunFolder.Run run) {
		if (!existed || overwrite) return;
		if (before.isEmpty()) {
			if (run.shard().isWhole() && !isEmpty()) throw new SonoflowException.Input("output=" + run.output() +
				" is not empty and holds no Sonoflow run. Give an empty or new folder, or overwrite=true to write into it" +
				" (its other files stay).");
			return;
		}
		final String status = text(before.get(), "status");
		if (status.equals(RunRecord.FINISHED)) throw new SonoflowException.Input("output=" + run.output() +
			" already holds a finished run of \"" + text(before.get(), "command") +
			"\". Give another folder, or overwrite=true to replace it.");
	}

	/** Makes the folder, clears or keeps what is in it. */
	void prepare(final RunRecord record, final Monitor monitor) {
		if (before.isPresent() && !text(before.get(), "status").equals(RunRecord.FINISHED)) resumes = sameRun(record);
		if (before.isPresent() && overwrite && !resumes) deleteFilesOf(before.get());
		if (resumes) monitor.message("Resuming the unfinished run in " + path + ".");
		try {
			Files.createDirectories(path);
			foreign = resumes ? foreignBefore() : new HashSet<>(files());
		}
		catch (final IOException e) {
			throw new SonoflowException.File("output=" + path + " cannot be made: " + e.getMessage() +
				". Give a folder in which you may write.", e);
		}
		record.foreign(foreign);
	}

	private boolean sameRun(final RunRecord record) {
		final JsonObject old = record.identity(before.get());
		final JsonObject now = record.identity();
		if (old.equals(now)) return true;
		if (overwrite) return false;
		throw new SonoflowException.Input("output=" + path + " holds an unfinished run of \"" + text(before.get(),
			"command") + "\" with other " + difference(old, now) +
			". Run it again as it was to finish it, give another folder, or overwrite=true to start anew.");
	}

	private static String difference(final JsonObject old, final JsonObject now) {
		if (!old.get("command").equals(now.get("command"))) return "command (now " + now.get("command").getAsString() + ")";
		final JsonObject oldParameters = old.getAsJsonObject("parameters");
		for (final var entry : now.getAsJsonObject("parameters").entrySet())
			if (!entry.getValue().equals(oldParameters.get(entry.getKey()))) return "parameters (" + entry.getKey() + " was " +
				oldParameters.get(entry.getKey()) + ", now " + entry.getValue() + ")";
		return "input files";
	}

	/** Files that were there before the unfinished run: known from its record. */
	private Set<String> foreignBefore() {
		final Set<String> names = new HashSet<>();
		if (before.get().has("foreign")) for (final JsonElement name : before.get().getAsJsonArray("foreign"))
			names.add(name.getAsString());
		return names;
	}

	/** Deletes what the replaced run had written, never anything else and never outside the folder. */
	private void deleteFilesOf(final JsonObject run) {
		try {
			for (final String name : writtenBy(run)) {
				final Path target = path.resolve(name).normalize();
				if (target.startsWith(path) && Files.isRegularFile(target)) Files.delete(target);
			}
			Files.deleteIfExists(file);
			deleteEmptyFolders();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot remove the run to be replaced in " + path + ": " + e.getMessage() +
				". Remove it by hand or give another folder.", e);
		}
	}

	/** A run that was killed could not list its files: they are all that was not there before it. */
	private List<String> writtenBy(final JsonObject run) throws IOException {
		final List<String> names = new ArrayList<>();
		if (run.has("files")) run.getAsJsonArray("files").forEach(name -> names.add(name.getAsString()));
		else if (run.has("foreign")) {
			names.addAll(files());
			names.removeAll(foreignBefore());
		}
		return names;
	}

	private void deleteEmptyFolders() throws IOException {
		final List<Path> folders;
		try (Stream<Path> walk = Files.walk(path)) {
			folders = walk.filter(Files::isDirectory).filter(folder -> !folder.equals(path)).sorted(Comparator
				.reverseOrder()).toList();
		}
		for (final Path folder : folders)
			if (folder.toFile().list().length == 0) Files.delete(folder);
	}

	void finish(final RunRecord record) {
		record.files(written());
		record.write(file);
	}

	/** A run that failed before it wrote anything leaves no trace; else what it has is kept for resuming. */
	void abandon(final RunRecord record) {
		final List<String> written = written();
		try {
			if (written.isEmpty() && !resumes) {
				Files.deleteIfExists(file);
				deleteEmptyFolders();
				return;
			}
			record.files(written);
			record.write(file);
		}
		catch (final IOException | SonoflowException e) {
			record.warning("The record of the failed run could not be written: " + e.getMessage());
		}
	}

	/** A folder made for a run that then failed before it wrote anything goes again. */
	void removeIfUnused() {
		final String[] content = path.toFile().list();
		if (!existed && content != null && content.length == 0) path.toFile().delete();
	}

	private List<String> written() {
		try {
			return files().stream().filter(name -> !foreign.contains(name)).toList();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list " + path + ": " + e.getMessage() + ".", e);
		}
	}

	/** {@return names relative to the folder, sorted, without records of runs} */
	private List<String> files() throws IOException {
		if (!Files.isDirectory(path)) return new ArrayList<>();
		try (Stream<Path> walk = Files.walk(path)) {
			return walk.filter(Files::isRegularFile).map(each -> path.relativize(each).toString().replace('\\', '/')).filter(
				name -> !name.matches("run(\\.shard-\\d+-of-\\d+)?\\.json|\\.run.*\\.lock")).sorted().toList();
		}
	}

	private boolean isEmpty() {
		try {
			return files().isEmpty();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list output=" + path + ": " + e.getMessage() + ".", e);
		}
	}

	private static String text(final JsonObject json, final String name) {
		return json.has(name) && json.get(name).isJsonPrimitive() ? json.get(name).getAsString() : "";
	}

	Path path() {
		return path;
	}

	Path file() {
		return file;
	}

	boolean resumes() {
		return resumes;
	}
}
