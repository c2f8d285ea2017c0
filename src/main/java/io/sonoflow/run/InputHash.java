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
import io.sonoflow.dataset.ChallengeList;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Folders;
import io.sonoflow.file.Sha256;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run's input was, without its content.
 *
 * @param path as given, or as a record has it; forward slashes
 * @param files number of files
 * @param sha256 of the file; of several files (a folder's, or a dataset.csv and the images and masks it names): of the
 *          lines {@code sha256  relative/name} in order of name
 * @param read how it is read, where that changed between versions and results with it; null = as ever
 */
public record InputHash(String path, long files, String sha256, String read) {

	/** One that is read as ever. */
	public InputHash(final String path, final long files, final String sha256) {
		this(path, files, sha256, null);
	}

	public static InputHash of(final Path input) {
		try {
			final String name = name(input);
			final List<Path> files = files(input.toAbsolutePath().normalize());
			return files.size() == 1 ? new InputHash(name, 1, Sha256.of(files.get(0))) : together(name, files);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the input " + input + ": " + e.getMessage() + ".", e);
		}
	}

	/** {@return its last name, which every record has} */
	public String name() {
		return RecordedPaths.last(path);
	}

	/** {@return the same under another path} */
	InputHash at(final String other) {
		return new InputHash(other, files, sha256, read);
	}

	/** {@return the same, read in this way} */
	InputHash read(final String how) {
		return new InputHash(path, files, sha256, how);
	}

	private static String name(final Path input) {
		return input.toString().replace('\\', '/');
	}

	private static List<Path> files(final Path input) throws IOException {
		final Path table = table(input);
		if (table != null) return tabled(table, false);
		if (!Files.isDirectory(input)) return List.of(input);
		return Folders.files(input).stream().filter(InputHash::isInput).toList();
	}

	/** {@return all files that an input consists of or names, also those that are not hashed} */
	static List<Path> named(final Path input) throws IOException {
		final Path absolute = input.toAbsolutePath().normalize();
		final Path table = table(absolute);
		return table != null ? tabled(table, true) : files(absolute);
	}

	private static Path table(final Path input) {
		final Path table = Files.isDirectory(input) ? input.resolve(Dataset.FILE) : input;
		final boolean names = table.getFileName().toString().endsWith(".csv") || ChallengeList.isOne(table);
		return names && Files.isRegularFile(table) ? table : null;
	}

	/** The table and what it names, wherever that lies; the table alone if it names what is not there any more. */
	private static List<Path> tabled(final Path table, final boolean marks) {
		final Set<Path> files = new TreeSet<>(Set.of(table));
		try {
			for (final Sample sample : Dataset.readUnchecked(table, Monitor.NONE).samples()) {
				files.add(sample.image());
				if (sample.mask() != null) files.add(sample.mask());
				if (marks && sample.marks() != null) files.add(sample.marks());
			}
			return List.copyOf(files);
		}
		catch (final SonoflowException e) {
			// A report on a run outlives the run's images; steps that need them have read the table before.
			return List.of(table);
		}
	}

	private static InputHash together(final String name, final List<Path> files) throws IOException {
		final MessageDigest digest = Sha256.digest();
		final Path folder = files.isEmpty() ? null : files.get(0).getParent();
		for (final Path file : files) {
			final Path relative = file.getRoot().equals(folder.getRoot()) ? folder.relativize(file) : file;
			digest.update((Sha256.of(file) + "  " + relative.toString().replace('\\', '/') + "\n").getBytes(
				StandardCharsets.UTF_8));
		}
		return new InputHash(name, files.size(), HexFormat.of().formatHex(digest.digest()));
	}

	/** A folder's own record has times in it and is no input. */
	private static boolean isInput(final Path file) {
		final String name = file.getFileName().toString();
		return !name.equals(RunFolder.FILE) && !name.startsWith(".");
	}
}
