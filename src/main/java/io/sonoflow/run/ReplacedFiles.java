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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files under the names of a run that is to be replaced which somebody else may have made or changed: nobody deletes these. */
final class ReplacedFiles {

	/** Clocks of file systems and records may differ by so much. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	/** So many names are told. */
	private static final int SHOWN = 3;

	private final RunFolder.Run run;
	private final FolderNames names;
	private final FolderRecords found;

	/**
	 * @param run that is to replace others
	 * @param found their records
	 */
	ReplacedFiles(final RunFolder.Run run, final FolderNames names, final FolderRecords found) {
		this.run = run;
		this.names = names;
		this.found = found;
	}

	/**
	 * Behind a link may lie what the user moved there, as on a scratch disk, or other files that only have the names of those that
	 * the run wrote. These would be replaced.
	 */
	void refuseStrangers(final Path old) {
		final Instant end = written(old).plus(SLACK);
		final Instant begin = found.get(old).flatMap(RunJson::started).map(start -> start.minus(SLACK)).orElse(Instant.MIN);
		for (final String name : found.files(List.of(old)))
			names.writtenBehindLink(name).filter(time -> time.isAfter(end) || time.isBefore(begin)).ifPresent(time -> {
				throw new SonoflowException.Input(run.named() + ": " + name + " lies behind a link and was written when " +
					"the run that is to be replaced was not running (" + time +
					"), so it may be yours. Nothing was touched. Remove the link, or " +
					"give another folder.");
			});
	}

	/**
	 * A reviewer corrects tables of a finished run, others retouch masks: his work bears the name of what the run wrote.
	 *
	 * @param replaced records of the runs
	 * @throws SonoflowException.Input if a file was changed after all runs in the folder had ended
	 */
	void refuseChanged(final Collection<Path> replaced) {
		final List<Path> ended = replaced.stream().filter(this::isEnded).toList();
		final Optional<Instant> end = found.all().stream().map(ReplacedFiles::written).max(Comparator.naturalOrder());
		if (ended.isEmpty() || end.isEmpty()) return;
		final Set<String> files = found.files(ended);
		// What a killed run wrote last, or another shard writes now, is newer than any record.
		files.removeAll(found.files(found.all().stream().filter(each -> !isEnded(each)).toList()));
		final List<String> changed = files.stream().filter(name -> names.written(name).filter(time -> time.isAfter(end.get().plus(
			SLACK))).isPresent()).toList();
		if (!changed.isEmpty()) throw new SonoflowException.Input(run.named() + ": " + (changed.size() == 1 ? changed
			.get(0) + " was" : changed.size() + " files (" + String.join(", ", changed.subList(0, Math.min(SHOWN, changed.size()))) +
				(changed.size() > SHOWN ? ", ..." : "") + ") were") + " changed after the run that is to be replaced had ended, so " +
			"somebody's work may be in there. Nothing was touched. " + advice(changed));
	}

	/** A key takes a table that bears its name: boxes=, decisions=. */
	private String advice(final List<String> changed) {
		return changed.stream().filter(name -> name.matches("\\w+\\.csv")).map(name -> name.substring(0, name.indexOf('.'))).filter(
			run.parameters()::has).findFirst().map(key -> "To use it, give another output and " + key + "=" + run.output().resolve(
				key + ".csv") + "; else move it elsewhere, or delete it.").orElse(
					"Give another output; else move what you need elsewhere, and delete the folder.");
	}

	private boolean isEnded(final Path record) {
		return found.get(record).filter(old -> !old.status().equals(RunJson.RUNNING)).isPresent();
	}

	private static Instant written(final Path file) {
		return Instant.ofEpochMilli(file.toFile().lastModified());
	}
}
