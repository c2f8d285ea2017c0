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
package io.sonoflow.report;

import io.sonoflow.ForwardingMonitor;
import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.file.NameKey;
import io.sonoflow.file.NameReplacer;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunInfo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps out of a page that will be sent around what says who and where: of absolute paths only the last name is left, and
 * the values of {@code patient} columns become running numbers, the same for the same patient all over the page. With a
 * {@link NameKey} files and patients have its hashes in their place.
 */
public final class Redaction {

	/** Of files of a run's folder, or of one that it read, whose names are learned. */
	private static final int DEPTH = 3;
	private static final long MOST = 100_000;
	/** Columns of people who are no patients. */
	private static final Set<String> READERS = Set.of("by", "reader");

	private final Map<String, Integer> patients = new HashMap<>();
	private final Map<String, Integer> readers = new HashMap<>();
	/** Inputs as records name them: in such a path commas part nothing. */
	private final Set<String> paths = new HashSet<>();
	/** Arms of comparisons that the user named: they are to be told, also where a folder is called so. */
	private final Set<String> chosen = new HashSet<>();
	/** Names that were learned. */
	private final Set<String> files = new HashSet<>();
	/** Null if names are kept. */
	private final NameKey key;
	private final NameReplacer known;

	/** Keeps the names of files. */
	Redaction() {
		this(null);
	}

	/** @param key null to keep the names of files */
	public Redaction(final NameKey key) {
		this.key = key;
		known = new NameReplacer(key == null ? null : key::file);
	}

	/** {@return whether no file is named} */
	boolean hides() {
		return key != null;
	}

	/**
	 * {@return a monitor whose warnings, as they are recorded, name nobody that this knows; who watches the run is told names}
	 */
	public Monitor recorded(final Monitor monitor) {
		return new ForwardingMonitor(monitor) {

			@Override
			public List<String> warnings() {
				return super.warnings().stream().map(warning -> said(text(warning))).toList();
			}
		};
	}

	/** Takes note of whom texts of a run may name: of patients always, of files if no file is named. */
	void learn(final RunInfo run, final Tabular tables) {
		for (final Tables.Table table : tables.tables().values())
			for (int i = 0; i < table.header().size(); i++)
				for (final List<String> row : table.rows())
					learn(table.header().get(i), row.get(i));
		if (key == null) return;
		for (final Tables.Table table : Suspects.decisions(run, tables))
			Tabular.column(table, "by").forEach(reader -> learn("by", reader));
		if (run.command().startsWith("Compare") && !run.parameter("names").isBlank()) Stream.of(run.parameter("names").split(","))
			.map(String::strip).forEach(chosen::add);
		learnFolder(RerunInstructions.name(run));
		run.inputs().forEach(input -> {
			paths.add(input.path());
			learnFolder(input.name());
			// Data sets are told apart by their folders in messages.
			if (input.name().equals(Dataset.FILE)) learnFolder(parent(input.path()));
			run.find(input).ifPresent(path -> learnFiles(path.endsWith(Dataset.FILE) ? path.getParent() : path));
		});
		learnFiles(run.folder());
	}

	private void learn(final String column, final String cell) {
		switch (naming(column, cell)) {
			case PATIENT -> known.learn(cell, patient(cell));
			case FILE -> learnFile(NameReplacer.last(cell));
			default -> {
				if (key != null && isReader(column)) known.learn(cell, reader(cell));
			}
		}
	}

	private void learnFolder(final String name) {
		if (!name.isEmpty() && !isOrdinary(name)) known.learnFolder(name, key.file(name));
	}

	/** As pictures and tables are named in texts: with their ending, or, if that cannot be another word, without. */
	private void learnFile(final String name) {
		if (key == null || !files.add(name) || OwnFiles.isPicture(name) || OwnFiles.isTable(name)) return;
		known.learn(name, key.file(name));
		final String stem = stem(name);
		if (stem.matches(".*\\p{L}.*") && stem.matches(".*[^\\p{L}].*")) known.learn(stem, key.file(name));
	}

	/** Names with blanks in them cannot be told from other words by their ending. */
	private void learnFiles(final Path folder) {
		try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
			walk.limit(MOST).map(path -> path.getFileName()).filter(Objects::nonNull).map(Path::toString).filter(name -> name.matches(
				"(?i)[^.].*\\.(png|jpe?g|csv|bmp|gif|tiff?|dcm|avi|mp4|mov)")).forEach(this::learnFile);
		}
		catch (final IOException | UncheckedIOException e) {
			// It lies no longer there, or is not for everybody; what tables name is known.
		}
	}

	private static NameReplacer.Naming naming(final String column, final String cell) {
		// A table of pictures that show the same names one in it, another one says whether there is one.
		if (column.equals("copy") && !cell.isBlank() && !cell.matches("true|false")) return NameReplacer.Naming.FILE;
		return NameReplacer.naming(column, cell);
	}

	private static boolean isReader(final String column) {
		return READERS.contains(column.toLowerCase(Locale.ROOT));
	}

	private String reader(final String name) {
		return name.isBlank() ? "" : "reader " + readers.computeIfAbsent(name.strip(), ignored -> readers.size() + 1);
	}

	/** {@return whether an input's recorded name says nothing: every data set's table is called so, or it is hidden already} */
	private static boolean isOrdinary(final String name) {
		return name.equals(Dataset.FILE) || RecordedPaths.NAMELESS.endsWith("/" + name);
	}

	/** {@return a cell of a table} */
	String cell(final String column, final String cell) {
		final NameReplacer.Naming naming = naming(column, cell);
		if (naming == NameReplacer.Naming.PATIENT) return patient(cell);
		if (key == null) return naming == NameReplacer.Naming.FILE ? cell(cell) : said(cell(cell));
		if (cell.isBlank()) return cell;
		if (column.equals("arm") && chosen.contains(cell)) return cell;
		if (isReader(column)) return reader(cell);
		return naming == NameReplacer.Naming.FILE ? key.file(NameReplacer.last(cell)) : said(value(cell));
	}

	/** {@return the name of a picture, without its extension} */
	String picture(final String name) {
		return key == null ? stem(name) : key.file(name);
	}

	private static String stem(final String name) {
		return name.replaceFirst("\\.[^.]+$", "");
	}

	/** {@return the name of a file} */
	String file(final String name) {
		return key == null ? name : key.file(name);
	}

	/** {@return whether a table may be shown: of one that is not the run's own nobody knows which columns name people} */
	boolean shows(final RunInfo run, final String table) {
		return key == null || OwnFiles.isTable(table) || run.wrote(table);
	}

	/** {@return whether a column may be shown: what is in one that no command of ours writes, nobody knows} */
	boolean shows(final String table, final String column) {
		return key == null || OwnFiles.isColumn(table, column);
	}

	/** {@return the name of a run's folder} */
	String folder(final String name) {
		return key == null || RecordedPaths.NAMELESS.endsWith("/" + name) ? name : key.file(name);
	}

	/** {@return a parameter's value, in which paths may stand} */
	String parameter(final String value) {
		if (key != null && paths.contains(value) && !value.equals(".")) return path(value);
		final String shown = value(value);
		if (key == null) return shown;
		return Arrays.stream(shown.split(",", -1)).map(this::word).collect(Collectors.joining(","));
	}

	private String word(final String word) {
		// Which part of the work a run did is no path.
		if (word.matches("\\d+/\\d+")) return word;
		if (word.equals(RecordedPaths.NAMELESS) || chosen.contains(word.strip()) || word.matches("\\.|\\s*")) return word;
		return word.contains("/") ? hashed(word) : said(word);
	}

	/** {@return a path by its last name; of a file also by its folder's, as many folders hold a model of one name} */
	private String hashed(final String path) {
		final String last = NameReplacer.last(path);
		final String folder = last.matches(".+\\.[A-Za-z]\\w{1,11}") ? parent(path) : "";
		return RecordedPaths.HIDDEN + (folder.isEmpty() ? "" : key.file(folder) + "/") + key.file(last);
	}

	/** {@return the name of the folder that a path names before its last name; empty if it names none} */
	private static String parent(final String path) {
		final String[] names = path.split("[/\\\\]");
		return names.length < 2 || names[names.length - 2].matches("\\.*") ? "" : names[names.length - 2];
	}

	/** {@return one path, commas or not} */
	String path(final String path) {
		final String shown = value(path);
		if (key == null || shown.equals(RecordedPaths.NAMELESS) || shown.isBlank() || shown.equals(".")) return shown;
		return shown.contains("/") || paths.contains(path) && shown.contains(",") ? hashed(shown) : said(shown);
	}

	/** {@return a text in which no patient is named, and no file unless names of files are kept} */
	String said(final String text) {
		final String told = known.text(text);
		// "patient Weber" is "patient 3" and not "patient patient 3".
		return key == null ? told.replaceAll("(?i)\\b(patients?) patient (?=\\d)", "$1 ") : told;
	}

	/** {@return a whole cell or value: if it is an absolute path it may hold blanks} */
	static String value(final String value) {
		final String stripped = value.strip();
		if (!stripped.matches("(?s)(?:file:/|[A-Za-z]:[\\\\/]|\\\\\\\\|/).+")) return text(value);
		return Arrays.stream(stripped.split(",(?=\\s*(?:/|[A-Za-z]:[\\\\/]))")).map(part -> RecordedPaths.hidden(part.strip()))
			.collect(Collectors.joining(","));
	}

	/** {@return a cell of a table: of an image that lies outside of the run's folder only its name} */
	static String cell(final String text) {
		return text.startsWith("../") ? RecordedPaths.hidden(text) : value(text);
	}

	/** {@return the text with every absolute path in it shortened} */
	static String text(final String text) {
		return RecordedPaths.text(text);
	}

	/** {@return a number or a hash in place of the patient's name} */
	String patient(final String name) {
		if (key != null) return key.patient(name);
		return name.isBlank() ? "" : "patient " + patients.computeIfAbsent(name.strip(), key -> patients.size() + 1);
	}
}
