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
import io.sonoflow.file.WriteGuards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An output folder while a run has it: locked, cleared of what the run replaces, its writes noted. The order in which it
 * is done makes that the records tell the truth at any moment at which the process may be killed: first the lock, then
 * the record of the new run with the names of what is to go, then the deletion.
 */
final class OutputFolder implements AutoCloseable {

	/** Clocks of file systems and records may differ by so much. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	private final Path path;
	private final Path real;
	private final Shard shard;
	private final RunRecord record;
	private final Path file;
	private final Optional<Object> which;
	private final boolean existed;
	private final FolderNames names;
	private final WrittenFiles written;
	private FolderLock lock;
	private WriteGuards.Registration guard;
	private boolean resumes;
	private FinishFile finish;

	private OutputFolder(final Path path, final boolean existed, final Shard shard, final RunRecord record)
		throws IOException
	{
		this.path = path;
		this.real = path.toRealPath();
		this.which = which(real);
		this.existed = existed;
		this.shard = shard;
		this.record = record;
		this.file = real.resolve(FolderRecords.name(shard));
		this.names = new FolderNames(real);
		this.written = new WrittenFiles(names, file, this::isOfOthers, this::stay);
	}

	/**
	 * Makes the folder, takes it, decides, clears it.
	 *
	 * @throws SonoflowException.Input if it is taken
	 */
	static OutputFolder open(final RunFolder.Run run, final RunRecord record, final Monitor monitor) {
		final Path path = OutputRules.path(run);
		final boolean existed = Files.isDirectory(path);
		try {
			Files.createDirectories(path);
			final OutputFolder folder = new OutputFolder(path, existed, run.shard(), record);
			folder.take(run, monitor);
			return folder;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("output=" + path + " cannot be made: " + AtomicFiles.reason(e) +
				". Give a folder in which you may write.", e);
		}
	}

	private void take(final RunFolder.Run run, final Monitor monitor) throws IOException {
		boolean done = false;
		try {
			lock = FolderLock.take(real, shard, monitor);
			final FolderRecords found = FolderRecords.read(real);
			final OutputRules rules = OutputRules.decide(real, found, run, record.json());
			resumes = rules.resumes();
			finish = finish(found, rules, run);
			if (resumes) monitor.message("Resuming the unfinished run in " + path + ".");
			if (lock.isAlone()) names.deleteTemporary();
			prepare(found, rules, monitor);
			guard = WriteGuards.add(path, written);
			lock.decided();
			done = true;
		}
		finally {
			// Also after an Error: else later runs in this process would wait for it.
			if (!done) close();
		}
	}

	/** In a folder with nothing of this run the file is of another time; shards that come late end as the others did. */
	private FinishFile finish(final FolderRecords found, final OutputRules rules, final RunFolder.Run run) {
		final Path whole = real.resolve(RunJson.FILE);
		final boolean ended = !run.overwrite() && !rules.replaced().contains(whole) && found.get(whole).filter(
			RunJson::isFinished).filter(old -> old.has(RunJson.EARLY)).isPresent();
		return new FinishFile(real, rules.replaced().containsAll(found.all()), ended);
	}

	/** The key of the run that goes on or of its other shards, whose parts are to be found. */
	private void keepKey(final FolderRecords found, final OutputRules rules) {
		final RunJson now = record.json();
		final List<Path> kept = found.all().stream().filter(each -> !rules.replaced().contains(each)).toList();
		(kept.contains(file) ? Optional.of(file) : kept.stream().findFirst()).flatMap(found::get).ifPresent(old -> record.key(old
			.key(now)));
	}

	private void prepare(final FolderRecords found, final OutputRules rules, final Monitor monitor) {
		keepKey(found, rules);
		for (final Path each : rules.goesOn())
			written.adopt(found.resumable(each), found.folders(List.of(each)));
		for (final Path each : rules.replaced())
			refuseStrangers(found, each);
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
		if (rules.remerges()) record.write(real.resolve(RunJson.FILE));
		delete(WrittenFiles.list(file));
		if (doomed.isEmpty() && others.isEmpty()) return;
		clear(doomed, monitor);
		FolderRecords.delete(others);
		record.replacing(List.of());
		record.write(file);
	}

	/**
	 * Behind a link may lie what the user moved there, as on a scratch disk, or other files that only have the names of those that
	 * the run wrote. These would be replaced.
	 */
	private void refuseStrangers(final FolderRecords found, final Path old) {
		final Instant end = Instant.ofEpochMilli(old.toFile().lastModified()).plus(SLACK);
		final Instant begin = found.get(old).flatMap(RunJson::started).map(start -> start.minus(SLACK)).orElse(Instant.MIN);
		for (final String name : found.files(List.of(old)))
			names.writtenBehindLink(name).filter(time -> time.isAfter(end) || time.isBefore(begin)).ifPresent(time -> {
				throw new SonoflowException.Input("output=" + path + ": " + name + " lies behind a link and was written when the run " +
					"that is to be replaced was not running (" + time + "), so it may be yours. Nothing was touched. Remove the link, or " +
					"give another folder.");
			});
	}

	/** What lies behind links of the user's cannot be cleared, but still is the run's to replace. */
	private void clear(final Set<String> doomed, final Monitor monitor) {
		final List<String> files = doomed.stream().filter(name -> !name.endsWith("/")).toList();
		names.delete(files, doomed.stream().filter(name -> name.endsWith("/")).map(name -> name.substring(0, name.length() - 1))
			.toList());
		final List<String> left = existing(files, names::isFile);
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
			if (!shard.isWhole() && each.equals(file) && !found.get(each).orElseThrow().has(RunJson.FOLDERS)) written.adopt(
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
		kept.remove(real.resolve(RunJson.FILE));
		doomed.removeAll(found.files(kept));
		found.folders(kept).forEach(name -> doomed.remove(name + "/"));
		return doomed;
	}

	/** Other shards write while this one does: asked only where a name is in the way. */
	private boolean isOfOthers(final String name) {
		if (shard.isWhole()) return false;
		final FolderRecords found = FolderRecords.read(real);
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

	/** {@return what tells a folder from another one of its name, where the system knows that; empty if it is not there} */
	private static Optional<Object> which(final Path folder) {
		try {
			final Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
			return Optional.of(key == null ? folder : key);
		}
		catch (final IOException e) {
			return Optional.empty();
		}
	}

	/**
	 * Else the rest of the run would be in another folder than its beginning.
	 *
	 * @throws SonoflowException.File if somebody moved or deleted the folder
	 */
	private void stay() {
		if (!which(real).equals(which)) throw new SonoflowException.File("output=" + path +
			" was moved, renamed or deleted while the run wrote there. Move it back and run it again, which goes on, or run it " +
			"again with the folder's new path.");
	}

	/** Records the end; of the shard that merged also as the folder's own record, which names the files of all. */
	void finish(final boolean merged) {
		stay();
		record.written(written.files(), written.folders());
		record.write(file);
		if (merged && !shard.isWhole()) {
			final FolderRecords found = FolderRecords.read(real);
			record.written(existing(found.files(found.all()), names::isFile), existing(found.folders(found.all()),
				names::isFolder));
			record.write(real.resolve(RunJson.FILE));
		}
		dropList();
		// Other shards must see it, too.
		if (lock.isAlone()) finish.consume();
	}

	/** {@return the file by which users end the run early} */
	FinishFile finishFile() {
		return finish;
	}

	/** The record tells all of it now; a list that stays does no harm. */
	private void dropList() {
		WrittenFiles.list(file).toFile().delete();
	}

	private static List<String> existing(final Collection<String> all, final Predicate<String> there) {
		return all.stream().filter(there).toList();
	}

	/**
	 * A run that failed before it wrote anything leaves no trace; else what it has is kept for resuming.
	 *
	 * @param why what it ended by; a failure to record it is noted there
	 */
	void abandon(final Throwable why) {
		try {
			stay();
			if (isBlank()) {
				FolderRecords.delete(List.of(file));
				names.delete(List.of(), written.folders());
				return;
			}
			record.written(written.files(), written.folders());
			record.write(file);
			dropList();
		}
		catch (final SonoflowException e) {
			why.addSuppressed(e);
		}
	}

	/** Gives the folder up; one made for a run that then failed before it wrote anything goes again. */
	@Override
	public void close() {
		if (guard != null) guard.close();
		if (lock != null) lock.close();
		final String[] content = path.toFile().list();
		if (!existed && content != null && content.length == 0) path.toFile().delete();
	}

	/** {@return whether it leaves no trace if it ends now} */
	private boolean isBlank() {
		return written.files().isEmpty() && !resumes;
	}

	/**
	 * Says what of a cancelled run there is.
	 *
	 * @param kept what a second run goes on from, for people; empty = nothing
	 */
	SonoflowException.Cancelled cancelled(final SonoflowException.Cancelled e, final String kept) {
		final String told = !kept.isEmpty() ? "Kept in " + path + ": " + kept +
			". Run the command again with the same parameters to go on from there." : isBlank()
				? "Nothing was finished yet, so nothing is kept."
				: "Nothing is kept to go on from: run again, the command begins anew. What it had written until now is in " + path +
					" and is no result.";
		final SonoflowException.Cancelled complete = new SonoflowException.Cancelled(e.getMessage() + " " + told);
		complete.addSuppressed(e);
		return complete;
	}

	Path path() {
		return path;
	}

	boolean resumes() {
		return resumes;
	}
}
