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

import io.sonoflow.dataset.Dataset;
import io.sonoflow.file.NameKey;
import io.sonoflow.file.NameReplacer;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunInfo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps out of a page that will be sent around what says who and where: of absolute paths only the last name is left, and
 * the values of {@code patient} columns become running numbers, the same for the same patient all over the page. With a
 * {@link NameKey} files and patients have its hashes in their place.
 */
final class Redaction {

	private final Map<String, Integer> patients = new HashMap<>();
	/** Null if names are kept. */
	private final NameKey key;
	private final NameReplacer known;

	/** Keeps the names of files. */
	Redaction() {
		this(null);
	}

	/** @param key null to keep the names of files */
	Redaction(final NameKey key) {
		this.key = key;
		known = new NameReplacer(key == null ? null : key::file);
	}

	/** {@return whether no file is named} */
	boolean hides() {
		return key != null;
	}

	/** Takes note of whom texts of a run may name: of patients always, of files if no file is named. */
	void learn(final RunInfo run, final Tabular tables) {
		if (key != null) run.inputs().stream().map(input -> input.name()).filter(name -> !isOrdinary(name)).forEach(
			name -> known.learnFolder(name, key.file(name)));
		for (final Tables.Table table : tables.tables().values())
			for (int i = 0; i < table.header().size(); i++)
				learn(NameReplacer.naming(table.header().get(i)), i, table.rows());
	}

	private void learn(final NameReplacer.Naming naming, final int column, final List<List<String>> rows) {
		if (naming == NameReplacer.Naming.PATIENT) rows.forEach(row -> known.learn(row.get(column), patient(row.get(column))));
		else if (naming == NameReplacer.Naming.FILE && key != null) for (final List<String> row : rows) {
			final String name = NameReplacer.last(row.get(column));
			known.learn(name, key.file(name));
		}
	}

	/** {@return whether an input's recorded name says nothing: every data set's table is called so, or it is hidden already} */
	private static boolean isOrdinary(final String name) {
		return name.equals(Dataset.FILE) || RecordedPaths.NAMELESS.endsWith("/" + name);
	}

	/** {@return a cell of a table} */
	String cell(final String column, final String cell) {
		final NameReplacer.Naming naming = NameReplacer.naming(column);
		if (naming == NameReplacer.Naming.PATIENT) return patient(cell);
		if (key == null) return naming == NameReplacer.Naming.FILE ? cell(cell) : said(cell(cell));
		if (cell.isBlank()) return cell;
		return naming == NameReplacer.Naming.FILE ? key.file(NameReplacer.last(cell)) : said(value(cell));
	}

	/** {@return the name of a picture, without its extension} */
	String picture(final String name) {
		final String stem = name.replaceFirst("\\.[^.]+$", "");
		return key == null ? stem : key.file(name);
	}

	/** {@return the name of a run's folder} */
	String folder(final String name) {
		return key == null || RecordedPaths.NAMELESS.endsWith("/" + name) ? name : key.file(name);
	}

	/** {@return a parameter's value, in which paths may stand} */
	String parameter(final String value) {
		final String shown = value(value);
		if (key == null) return shown;
		return Arrays.stream(shown.split(",", -1)).map(word -> word.equals(RecordedPaths.NAMELESS) || word.matches(
			"\\.|\\s*") ? word : !word.contains("/") ? said(word) : RecordedPaths.HIDDEN + key.file(NameReplacer.last(word)))
			.collect(Collectors.joining(","));
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
