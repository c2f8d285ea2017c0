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

	@Override
	public void check(final Path source) {
		final Path folder = Files.isDirectory(source) ? source : source.toAbsolutePath().normalize().getParent();
		refuse(source, record(folder));
		final Path parent = folder.toAbsolutePath().normalize().getParent();
		if (parent != null && record(folder).isEmpty()) refuse(source, record(parent).filter(run -> wrote(run, folder)));
	}

	private static void refuse(final Path source, final Optional<RunJson> record) {
		record.filter(run -> !run.isFinished()).ifPresent(run -> {
			throw new SonoflowException.Input("input " + source + " was written by a run of \"" + run.command() +
				"\" that is not finished (status: " + run.status() +
				"), so images may be missing. Run that command again as it was, to its end, and then this one.");
		});
	}

	/**
	 * @return what a folder's record says; of shards without a common result that of one that is not finished, or of any,
	 *         as not finished; nothing if there is no record of a run
	 */
	static Optional<RunJson> record(final Path folder) {
		final Optional<RunJson> whole = read(folder.resolve(RunJson.FILE));
		if (whole.isPresent()) return whole;
		try (Stream<Path> content = Files.list(folder)) {
			final List<RunJson> shards = content.filter(file -> file.getFileName().toString().matches(
				"run\\.shard-\\d+-of-\\d+\\.json")).sorted().map(FinishedSets::read).flatMap(Optional::stream).toList();
			return shards.stream().filter(run -> !run.isFinished()).findFirst().or(() -> shards.stream().findFirst().map(
				RunJson::asRunning));
		}
		catch (final IOException e) {
			return Optional.empty();
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

	/** {@return whether a folder in a run's folder is the run's} */
	static boolean wrote(final RunJson run, final Path folder) {
		final String name = folder.toAbsolutePath().normalize().getFileName().toString();
		return PARTS.contains(name) || run.list(RunJson.FOLDERS).contains(name) || run.list(RunJson.FILES).stream().anyMatch(
			file -> file.startsWith(name + "/"));
	}
}
