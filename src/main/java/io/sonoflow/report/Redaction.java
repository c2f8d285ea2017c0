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

import io.sonoflow.file.NameKey;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunInfo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps out of a page that will be sent around what says who and where: of absolute paths only the last name is left, and
 * the values of {@code patient} columns become running numbers, the same for the same patient all over the page. With a
 * {@link NameKey} files and patients have its hashes in their place.
 */
final class Redaction {

	/** Columns in which files are named, whatever their names look like. */
	private static final List<String> NAMING = List.of("image", "source", "clip", "nearest", "file", "path", "mask", "marks",
		"name", "real", "synthetic");

	/** A name of an image or a clip in a text. */
	private static final Pattern FILE = Pattern.compile(
		"(?i)[^\\s\"'/\\\\,;:()\\[\\]=]+\\.(?:png|jpe?g|bmp|gif|tiff?|dcm|dicom|avi|pgm|mha|mhd|nrrd|mp4|mov|mpe?g)\\b");

	/** Shorter names are not looked for inside of texts. */
	private static final int WORD = 3;

	private final Map<String, Integer> patients = new HashMap<>();
	/** Null if names are kept. */
	private final NameKey key;
	/** Names that may stand in texts, the longest first. */
	private final Map<String, String> known = new TreeMap<>((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() -
		a.length());

	/** Keeps the names of files. */
	Redaction() {
		this(null);
	}

	/** @param key null to keep the names of files */
	Redaction(final NameKey key) {
		this.key = key;
	}

	/** {@return whether no file is named} */
	boolean hides() {
		return key != null;
	}

	/** Takes note of whom texts of a run may name. */
	void learn(final RunInfo run, final Tabular tables) {
		if (key == null) return;
		run.inputs().forEach(input -> say(input.name(), key.file(input.name())));
		for (final Tables.Table table : tables.tables().values())
			for (int i = 0; i < table.header().size(); i++) {
				final String column = table.header().get(i);
				final boolean isPatient = column.equals("patient");
				if (isPatient || NAMING.contains(column)) for (final List<String> row : table.rows())
					if (isPatient) say(row.get(i).strip(), key.patient(row.get(i)));
					else say(last(row.get(i)), key.file(last(row.get(i))));
			}
	}

	private void say(final String name, final String hash) {
		if (name.length() >= WORD && !name.matches("[-+.\\d]+")) known.putIfAbsent(name, hash);
	}

	private static String last(final String path) {
		final String[] names = path.strip().split("[/\\\\]+");
		return names.length == 0 ? "" : names[names.length - 1];
	}

	/** {@return a cell of a table that is not a patient's name} */
	String cell(final String column, final String cell) {
		if (key == null || cell.isBlank()) return value(cell);
		if (NAMING.contains(column.toLowerCase(Locale.ROOT))) return key.file(last(cell));
		return said(value(cell));
	}

	/** {@return the name of a picture, without its extension} */
	String picture(final String name) {
		final String stem = name.replaceFirst("\\.[^.]+$", "");
		return key == null ? stem : key.file(name);
	}

	/** {@return a parameter's value, in which paths may stand} */
	String parameter(final String value) {
		final String shown = value(value);
		if (key == null) return shown;
		return Arrays.stream(shown.split(",", -1)).map(word -> word.matches("\\.|\\s*") || !word.contains("/") ? said(word)
			: RecordedPaths.HIDDEN + key.file(last(word))).collect(Collectors.joining(","));
	}

	/** {@return a text in which no file or patient is named} */
	String said(final String text) {
		if (key == null) return text;
		String told = text;
		for (final Map.Entry<String, String> name : known.entrySet())
			if (told.contains(name.getKey())) told = told.replace(name.getKey(), name.getValue());
		return FILE.matcher(told).replaceAll(match -> Matcher.quoteReplacement(key.file(match.group())));
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
		return name.isBlank() ? "" : "patient " + patients.computeIfAbsent(name, key -> patients.size() + 1);
	}
}
