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
package io.sonoflow.dataset;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.PathEncoding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files that a table names, and says together which are not there. */
final class TablePaths {

	private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");
	private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*|\\\\\\\\.*");
	private static final int NAMED = 10;

	private final Path csv;
	private final List<String> missing = new ArrayList<>();
	private final Map<Path, Map<String, String>> listed = new HashMap<>();
	private long backslashes;

	TablePaths(final Path csv) {
		this.csv = csv;
	}

	/**
	 * @param column for messages, as the line
	 * @param name as it is written
	 * @return the file, which need not exist: see {@link #requireAll}
	 * @throws SonoflowException.File if the name cannot be a path
	 */
	Path file(final String column, final String name, final long line) {
		if (ADDRESS.matcher(name).matches()) throw new SonoflowException.File(csv + ", line " + line + ": " + name +
			" in column " + column + " is an address. Sonoflow fetches no images: save them as files, and give their paths.");
		try {
			final Path path = csv.getParent().resolve(name).normalize();
			if (Files.isRegularFile(path)) return path;
			final Path other = otherwise(name).orElse(null);
			if (other != null) return other;
			missing.add(name + " (line " + line + ", column " + column + ")" + hint(path, name));
			return path;
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.File(csv + ", line " + line + ": " + name + " in column " + column +
				" cannot be a path: " + e.getReason() + "." + PathEncoding.hint(name), e);
		}
	}

	/** A Mac takes letters apart that others write in one; Windows parts folders by backslashes. */
	private Optional<Path> otherwise(final String name) {
		final String slashed = name.replace('\\', '/');
		for (final String each : List.of(name, slashed))
			for (final Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
				final Path path = csv.getParent().resolve(Normalizer.normalize(each, form)).normalize();
				if (!Files.isRegularFile(path)) continue;
				if (!each.equals(name)) backslashes++;
				return Optional.of(path);
			}
		return Optional.empty();
	}

	/** {@return in brackets what may be meant, with a blank before it; or nothing} */
	private String hint(final Path path, final String name) {
		if (missing.size() >= NAMED) return "";
		if (Files.isDirectory(path)) return " (a folder)";
		if (DRIVE.matcher(name).matches() && !path.getFileSystem().getSeparator().equals("\\")) return
			" (a path of Windows; this is another system)";
		final String small = path.getFileName().toString().toLowerCase(Locale.ROOT);
		final Map<String, String> there = listed.computeIfAbsent(path.getParent(), TablePaths::list);
		final String like = there.containsKey(small) ? there.get(small) : there.entrySet().stream().filter(each -> each.getKey()
			.startsWith(small + ".")).map(Map.Entry::getValue).findFirst().orElse(null);
		return like == null ? "" : " (there is " + like + ")";
	}

	/** {@return the names in a folder by their small letters; none if there is no such folder} */
	private static Map<String, String> list(final Path folder) {
		final Map<String, String> names = new TreeMap<>();
		if (!Files.isDirectory(folder)) return names;
		try (Stream<Path> files = Files.list(folder)) {
			files.map(file -> file.getFileName().toString()).forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
		}
		catch (final IOException e) {
			// It only helps to say what may be meant.
			return names;
		}
		return names;
	}

	/** @throws SonoflowException.File if files are missing */
	void requireAll() {
		if (!missing.isEmpty()) throw new SonoflowException.File(csv + " names " + missing.size() +
			" files that do not exist: " + Spelling.some(missing, NAMED) + ". Paths are relative to the table's folder.");
	}

	/** Says what was read otherwise than written. */
	void tell(final Monitor monitor) {
		if (backslashes > 0) monitor.message(csv.getFileName() + ": backslashes in " + backslashes +
			" paths are taken for those of Windows, between folders.");
	}
}
