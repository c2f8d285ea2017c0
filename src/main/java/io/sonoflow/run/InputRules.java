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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a run's inputs forbid, and what is to be said of them. */
final class InputRules {

	/** Keys whose folders are written to. */
	private static final List<String> WRITTEN = List.of("output", "cache", "release");
	private static final int NAMED = 3;

	private final RunFolder.Run run;
	private final Path output;
	private final String words;
	private final Map<Path, Path> realFolders = new HashMap<>();

	private InputRules(final RunFolder.Run run, final Path output, final String words) {
		this.run = run;
		this.output = output;
		this.words = words;
	}

	/**
	 * Nothing that a run reads may be where it writes, nor where a link in its folder leads.
	 *
	 * @param output real path
	 * @throws SonoflowException.Input if the output is, lies in, or holds an input
	 */
	static void check(final RunFolder.Run run, final Path output) {
		final String words = run.named();
		new InputRules(run, output, words).check();
		for (final Path link : new FolderNames(output).links())
			new InputRules(run, OutputRules.real(link), words + " holds the link " + FolderNames.name(output.relativize(link)) +
				", whose folder").check();
	}

	private void check() {
		all(run).forEach(this::check);
	}

	/** What the step hashes, and whatever else its keys name: a copy of it may be all that the user has. */
	private static Stream<Path> all(final RunFolder.Run run) {
		return Stream.concat(run.inputs().stream(), RunRecord.paths(run.parameters(), WRITTEN).stream()).filter(
			Objects::nonNull).filter(path -> !path.toString().isBlank() && Files.exists(path)).distinct();
	}

	private void check(final Path input) {
		final Path real = OutputRules.real(input);
		if (output.equals(real)) throw refused("is the input folder itself");
		if (Files.isDirectory(real) && output.startsWith(real)) throw refused("lies in the input folder " + input);
		try {
			final List<Path> inside = Stream.concat(Stream.of(input), InputHash.named(input).stream()).filter(this::isInside)
				.distinct().toList();
			if (!inside.isEmpty()) throw refused("holds the input " + inside.get(0) + (inside.size() > 1 ? " and " + (inside
				.size() - 1) + " more: " + String.join(", ", inside.stream().skip(1).limit(NAMED).map(each -> each.getFileName()
					.toString()).toList()) + (inside.size() > NAMED + 1 ? ", ..." : "") : ""));
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the input " + input + ": " + AtomicFiles.reason(e) +
				". Check that it exists and that you may read it.", e);
		}
	}

	private SonoflowException refused(final String why) {
		return new SonoflowException.Input(words + " " + why +
			". Give another folder, so that nothing of the input can be lost.");
	}

	private boolean isInside(final Path file) {
		final Path absolute = file.toAbsolutePath().normalize();
		if (Files.isSymbolicLink(absolute) || absolute.getParent() == null) return OutputRules.real(absolute).startsWith(output);
		return realFolders.computeIfAbsent(absolute.getParent(), OutputRules::real).resolve(absolute.getFileName()).startsWith(
			output);
	}

	/** A model, or whatever else a run had written before it ended too early, may be used, but not without a word. */
	static void warn(final RunFolder.Run run, final Monitor monitor) {
		for (final Path input : run.inputs()) {
			if (input == null || !Files.isRegularFile(input)) continue;
			FinishedSets.unfinished(input).ifPresent(old -> monitor.warn(input + " was written by a run of \"" + old
				.command() + "\" that is not finished (status: " + old.status() +
				"). It may be less than what that run was to make."));
		}
	}
}
