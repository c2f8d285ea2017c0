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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An output folder while a run has it: locked, cleared of what the run replaces, its writes noted. The order in which it
 * is done makes that the records tell the truth at any moment at which the process may be killed: first the lock, then
 * the record of the new run with the names of what is to go, then the deletion.
 */
final class OutputFolder implements AutoCloseable {

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
		this.written = new WrittenFiles(names, file, name -> FolderClearing.isOfOthers(real, shard, name), this::stay);
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
			throw new SonoflowException.File(run.named() + " cannot be made: " + AtomicFiles.reason(e) +
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
			new FolderClearing(run, file, record, names, written).prepare(found, rules, monitor);
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
