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

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be done with an output folder as it is found; see {@link RunFolder}. A decision is made of records and touches
 * nothing.
 *
 * @param resumes whether what was found is an unfinished run that goes on
 * @param goesOn records of the run itself that this process takes over: its own; of an unsharded run also the shards'
 * @param replaced records of runs of which nothing stays
 * @param remerges whether the results that shards had put together are unmade until they do it again, as a part of them
 *          is done anew
 */
record OutputRules(boolean resumes, List<Path> goesOn, List<Path> replaced, boolean remerges) {

	/**
	 * Checks what can be checked before anything is known of the run's inputs.
	 *
	 * @return the folder, absolute
	 * @throws SonoflowException.Input if output is missing or a file
	 * @throws SonoflowException.File if it cannot be written
	 */
	static Path path(final RunFolder.Run run) {
		if (run.output() == null || run.output().toString().isBlank()) throw new SonoflowException.Input(
			"output is missing. Give the folder to write to; it is made if absent.");
		final Path path = run.output().toAbsolutePath().normalize();
		if (Files.exists(path) && !Files.isDirectory(path)) throw new SonoflowException.Input(run.named() +
			" is a file. Give a folder; it is made if absent.");
		Path existing = path;
		while (existing != null && !Files.exists(existing))
			existing = existing.getParent();
		if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing))
			throw new SonoflowException.File(run.named() + " cannot be written: " + existing +
				" is not a folder in which you may write. Give another folder.");
		return path;
	}

	/** {@return the real path of what need not exist} */
	static Path real(final Path path) {
		try {
			return Folders.real(path);
		}
		catch (final IOException e) {
			throw new SonoflowException.File(path + " cannot be found: " + AtomicFiles.reason(e) + ". Check the path.", e);
		}
	}

	/**
	 * @param folder real path
	 * @param now the run as it will be recorded; null = not yet known, then its parameters and inputs are not compared
	 * @throws SonoflowException.Input if it may not write there
	 */
	static OutputRules decide(final Path folder, final FolderRecords found, final RunFolder.Run run, final RunJson now) {
		if (found.isEmpty()) {
			if (!run.overwrite() && !new FolderNames(folder).files().isEmpty()) throw new SonoflowException.Input(run.named() +
				" is not empty and holds no Sonoflow run. Give an empty or new folder, or overwrite=true to write " +
				"beside its files; none of them is ever replaced.");
			return new OutputRules(false, List.of(), List.of(), false);
		}
		final Path own = folder.resolve(FolderRecords.name(run.shard()));
		if (!run.overwrite()) {
			refuseFinished(found, own, run);
			// What other shards have finished together is this one's, too: it may have nothing to do, or was killed at its end.
			final Path whole = folder.resolve(RunJson.FILE);
			if (run.shard().isWhole() || !found.get(whole).map(old -> old.text(RunJson.SHARD)).orElse("").endsWith("/" + run
				.shard().count())) refuseFinished(found, whole, run);
		}
		if (now == null) return new OutputRules(false, List.of(), List.of(), false);
		final OutputRules rules = run.shard().isWhole() ? whole(found, own, run, now) : shard(found, own, run, now);
		for (final Path old : rules.replaced())
			refuseUnlisted(found, old, run);
		return rules;
	}

	/** Better now than at the first file in the way, after hours of work. */
	private static void refuseUnlisted(final FolderRecords found, final Path record, final RunFolder.Run run) {
		final Set<String> files = found.unlisted(record);
		if (!files.isEmpty()) throw new SonoflowException.Input(run.named() + " holds an unfinished run of \"" +
			found.get(record).orElseThrow().command() + "\" of version 0.1, which did not note what it wrote: which of " + files
				.size() + " files (first: " + files.iterator().next() + ") are its own is not known, so none is deleted or " +
			"replaced. Run it again as it was to finish it, delete the folder by hand, or give another one.");
	}

	private static void refuseFinished(final FolderRecords found, final Path record, final RunFolder.Run run) {
		found.get(record).filter(RunJson::isFinished).ifPresent(old -> {
			throw new SonoflowException.Input(run.named() + " already holds a finished run of \"" + old.command() +
				"\". Give another folder, or overwrite=true to replace it.");
		});
	}

	/** An unsharded run takes over all shards of the same run, or replaces all. */
	private static OutputRules whole(final FolderRecords found, final Path own, final RunFolder.Run run, final RunJson now) {
		final boolean done = found.get(own).filter(RunJson::isFinished).isPresent();
		final List<Path> all = List.copyOf(found.all());
		final Optional<RunJson> different = all.stream().map(each -> found.get(each).orElseThrow()).filter(old -> old
			.difference(now).isPresent()).findFirst();
		if (!done && different.isEmpty()) return new OutputRules(true, all, List.of(), false);
		if (!run.overwrite()) throw other(run, different.orElse(found.get(all.get(0)).orElseThrow()), different.flatMap(old -> old
			.difference(now)).orElse("files"));
		return new OutputRules(false, List.of(), all, false);
	}

	/** A shard replaces what it wrote itself and unsharded runs, never what another shard wrote. */
	private static OutputRules shard(final FolderRecords found, final Path own, final RunFolder.Run run, final RunJson now) {
		final Path whole = own.resolveSibling(RunJson.FILE);
		for (final Path other : found.all()) {
			if (other.equals(own) || other.equals(whole)) continue;
			final RunJson old = found.get(other).orElseThrow();
			final Optional<String> difference = old.difference(now);
			if (difference.isPresent()) throw new SonoflowException.Input(run.named() + " holds shard " + old.text(
				RunJson.SHARD) + " of a run of \"" + old.command() + "\" with other " + difference.get() +
				". All shards of a run need the same keys and inputs, and none replaces another one. Give another folder, or " +
				"delete this one.");
		}
		final List<Path> replaced = new ArrayList<>();
		final Optional<RunJson> merged = found.get(whole);
		final Optional<String> difference = merged.flatMap(old -> old.difference(now));
		if (difference.isPresent()) {
			if (!run.overwrite()) {
				refuseFinished(found, whole, run);
				throw other(run, merged.orElseThrow(), difference.get());
			}
			replaced.add(whole);
		}
		final Optional<RunJson> mine = found.get(own);
		if (mine.isEmpty()) return new OutputRules(merged.isPresent() && difference.isEmpty(), List.of(), replaced, false);
		final Optional<String> changed = mine.get().difference(now);
		if (!mine.get().isFinished() && changed.isEmpty()) return new OutputRules(true, List.of(own), replaced, false);
		if (!run.overwrite()) throw other(run, mine.get(), changed.orElse("files"));
		replaced.add(own);
		return new OutputRules(false, List.of(), replaced, difference.isEmpty() && merged.isPresent());
	}

	private static SonoflowException other(final RunFolder.Run run, final RunJson old, final String difference) {
		return new SonoflowException.Input(run.named() + " holds an unfinished run of \"" + old.command() +
			"\" with other " + difference + ". Run it again as it was to finish it, give another folder, or overwrite=true to " +
			"start anew.");
	}
}
