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
import io.sonoflow.dataset.SourceCheck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Refuses image sets that a run has not finished: half of a set looks like a set. */
public final class FinishedSets implements SourceCheck {

	/** Folders that the image sets of runs consist of. */
	private static final Set<String> PARTS = Set.of("images", "masks", "marks");

	/** How many folders up a run's record may lie: checkpoints have folders of their own in theirs. */
	private static final int UP = 5;

	@Override
	public void check(final Path source) {
		unfinished(source).ifPresent(run -> {
			throw new SonoflowException.Input("input " + source + " was written by a run of \"" + run.command() +
				"\" that is not finished (status: " + run.status() +
				"), so images may be missing. Run that command again as it was, to its end, and then this one.");
		});
	}

	/** {@return the record of the run that wrote a file or folder, or whose folder it is, if it is not finished} */
	static Optional<RunJson> unfinished(final Path input) {
		return at(input.toAbsolutePath().normalize()).or(() -> real(input).flatMap(FinishedSets::at));
	}

	/** {@return where links lead, if anywhere} */
	private static Optional<Path> real(final Path input) {
		try {
			return Optional.of(input.toRealPath());
		}
		catch (final IOException e) {
			return Optional.empty();
		}
	}

	private static Optional<RunJson> at(final Path path) {
		Path folder = Files.isDirectory(path) ? path : path.getParent();
		Optional<RunJson> record = record(folder);
		for (int up = 0; up < UP && record.isEmpty() && folder.getParent() != null; up++) {
			folder = folder.getParent();
			record = record(folder);
			if (record.isPresent() && !wrote(folder, folder.relativize(path))) record = Optional.empty();
		}
		return record.filter(run -> !run.isFinished());
	}

	/**
	 * @return what a folder's record says; of shards without a common result that of one that is not finished, or of any,
	 *         as not finished; nothing if there is no record of a run
	 */
	static Optional<RunJson> record(final Path folder) {
		final Optional<RunJson> whole = read(folder.resolve(RunJson.FILE));
		if (whole.isPresent()) return whole;
		final List<RunJson> shards = shards(folder).stream().map(FinishedSets::read).flatMap(Optional::stream).toList();
		return shards.stream().filter(run -> !run.isFinished()).findFirst().or(() -> shards.stream().findFirst().map(
			RunJson::asRunning));
	}

	/** {@return the records of shards, whatever they are; none if the folder cannot be read} */
	private static List<Path> shards(final Path folder) {
		try (Stream<Path> content = Files.list(folder)) {
			return content.filter(file -> file.getFileName().toString().matches("run\\.shard-\\d+-of-\\d+\\.json")).sorted()
				.toList();
		}
		catch (final IOException | UncheckedIOException e) {
			return List.of();
		}
	}

	/** Other programs write a run.json, too. */
	private static Optional<RunJson> read(final Path file) {
		try {
			return RunJson.read(file, "").filter(run -> !run.command().isEmpty() && !run.status().isEmpty());
		}
		catch (final SonoflowException.File e) {
			return Optional.empty();
		}
	}

	/** {@return whether a file or folder in a folder with records is of their runs} */
	private static boolean wrote(final Path folder, final Path relative) {
		if (PARTS.contains(relative.getName(0).toString())) return true;
		final String name = FolderNames.name(relative);
		return Stream.concat(Stream.of(folder.resolve(RunJson.FILE)), shards(folder).stream()).anyMatch(record -> {
			// Before the record: a run that ends now writes all into its record, and then drops its list.
			final List<String> listed = listed(record);
			return read(record).filter(run -> wrote(run, listed, name)).isPresent();
		});
	}

	private static boolean wrote(final RunJson run, final List<String> listed, final String name) {
		// Until version 0.2 a running run had no list of its files: they are what was not there before it.
		if (!run.has(RunJson.FILES)) return run.list(RunJson.FOREIGN).stream().noneMatch(file -> isOrHolds(name, file));
		return Stream.of(run.list(RunJson.FILES), run.list(RunJson.FOLDERS), listed).flatMap(List::stream).anyMatch(
			file -> isOrHolds(name, file));
	}

	private static boolean isOrHolds(final String name, final String file) {
		return file.equals(name) || file.startsWith(name + "/");
	}

	/** {@return what is noted of a run that is going on or was killed} */
	private static List<String> listed(final Path record) {
		try {
			return WrittenFiles.read(record);
		}
		catch (final SonoflowException.File e) {
			return List.of();
		}
	}
}
