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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a run deletes of what it finds in its folder, and what stays. Records tell the truth at any moment: that of the new run
 * names what is to go before it goes.
 */
final class FolderClearing {

	private final RunFolder.Run run;
	private final Path path;
	private final Path file;
	private final RunRecord record;
	private final FolderNames names;
	private final WrittenFiles written;

	/**
	 * @param file of the record, in the real folder
	 * @param written takes over what is found and goes on
	 */
	FolderClearing(final RunFolder.Run run, final Path file, final RunRecord record, final FolderNames names,
		final WrittenFiles written)
	{
		this.run = run;
		this.path = OutputRules.path(run);
		this.file = file;
		this.record = record;
		this.names = names;
		this.written = written;
	}

	/**
	 * Records what the new run is and replaces, then deletes that.
	 *
	 * @throws SonoflowException.Input if something of it may be the user's; nothing was touched then
	 */
	void prepare(final FolderRecords found, final OutputRules rules, final Monitor monitor) {
		keepKey(found, rules);
		for (final Path each : rules.goesOn())
			written.adopt(found.resumable(each), found.folders(List.of(each)));
		final ReplacedFiles replaced = new ReplacedFiles(run, names, found);
		rules.replaced().forEach(replaced::refuseStrangers);
		replaced.refuseChanged(rules.replaced());
		final Set<String> doomed = doomed(found, rules);
		final Set<String> foreign = new TreeSet<>(names.files());
		foreign.removeAll(doomed);
		foreign.removeAll(written.files());
		record.foreign(foreign);
		record.written(written.files(), written.folders());
		record.replacing(doomed);
		record.write(file);
		final List<Path> others = Stream.concat(rules.goesOn().stream(), rules.replaced().stream()).filter(each -> !each.equals(
			file)).toList();
		if (!doomed.isEmpty()) others.forEach(record::write);
		if (rules.remerges()) record.write(file.resolveSibling(RunJson.FILE));
		delete(WrittenFiles.list(file));
		if (doomed.isEmpty() && others.isEmpty()) return;
		clear(doomed, monitor);
		FolderRecords.delete(others);
		record.replacing(List.of());
		record.write(file);
	}

	/** The key of the run that goes on or of its other shards, whose parts are to be found. */
	private void keepKey(final FolderRecords found, final OutputRules rules) {
		final RunJson now = record.json();
		final List<Path> kept = found.all().stream().filter(each -> !rules.replaced().contains(each)).toList();
		(kept.contains(file) ? Optional.of(file) : kept.stream().findFirst()).flatMap(found::get).ifPresent(old -> record.key(old
			.key(now)));
	}

	/** What lies behind links of the user's cannot be cleared, but still is the run's to replace. */
	private void clear(final Set<String> doomed, final Monitor monitor) {
		final List<String> files = doomed.stream().filter(name -> !name.endsWith("/")).toList();
		names.delete(files, doomed.stream().filter(name -> name.endsWith("/")).map(name -> name.substring(0, name.length() - 1))
			.toList());
		final List<String> left = files.stream().filter(names::isFile).toList();
		if (left.isEmpty()) return;
		written.adopt(left, List.of());
		record.written(written.files(), written.folders());
		monitor.warn(left.size() + " files of the replaced run (first: " + left.get(0) + ") lie behind a link in output=" +
			path + ", where nothing is deleted. Those that this run does not write again stay.");
	}

	/** {@return names of all that is to go: of replaced runs, and of what a killed run had not yet deleted} */
	private Set<String> doomed(final FolderRecords found, final OutputRules rules) {
		final Set<String> doomed = new TreeSet<>();
		rules.goesOn().forEach(each -> doomed.addAll(found.replacing(each)));
		for (final Path each : rules.replaced()) {
			final List<Path> one = List.of(each);
			// Shards of version 0.1 recorded also what others wrote: nobody can tell, so it stays until it is written again.
			if (!run.shard().isWhole() && each.equals(file) && !found.get(each).orElseThrow().has(RunJson.FOLDERS)) written.adopt(
				found.files(one), List.of());
			else {
				doomed.addAll(found.files(one));
				found.folders(one).forEach(name -> doomed.add(name + "/"));
			}
		}
		final Set<Path> kept = new HashSet<>(found.all());
		rules.replaced().forEach(kept::remove);
		rules.goesOn().forEach(kept::remove);
		// A merged record names all shards' files.
		kept.remove(file.resolveSibling(RunJson.FILE));
		doomed.removeAll(found.files(kept));
		found.folders(kept).forEach(name -> doomed.remove(name + "/"));
		return doomed;
	}

	/** Other shards write while this one does: asked only where a name is in the way. */
	static boolean isOfOthers(final Path folder, final Shard shard, final String name) {
		if (shard.isWhole()) return false;
		final FolderRecords found = FolderRecords.read(folder);
		return found.files(found.all()).contains(name);
	}

	private static void delete(final Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot delete " + file + ": " + AtomicFiles.reason(e) +
				". Delete it by hand and run it again.", e);
		}
	}
}
