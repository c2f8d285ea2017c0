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

import io.sonoflow.file.Tables;
import io.sonoflow.run.RunInfo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run's networks answered for images with known labels.
 *
 * @param rows one an image and training
 * @param classes names of the classes
 * @param sought the classes whose finding is measured: the positive one of two, else each
 * @param references columns with labels, the most trustworthy first
 */
record Predictions(List<Row> rows, List<String> classes, List<String> sought, List<String> references) {

	/** Columns with labels, the most trustworthy first, and what they are called. */
	private static final List<String> LABELS = List.of("truth", "original", "label");
	private static final String PROBABILITY = "p_";

	/**
	 * One answer.
	 *
	 * @param patient the image's own name where no patient is named
	 * @param labels by {@link #references()}; empty where there is none
	 * @param probabilities by {@link #classes()}; not a number where there is none
	 */
	record Row(String image, String patient, List<String> labels, String prediction, double[] probabilities) {

		private static final String NOBODY = "\n";

		/** {@return whether the patient is named} */
		boolean isNamed() {
			return !patient.startsWith(NOBODY);
		}
	}

	/** {@return the answers, if predictions.csv has labels to hold them against} */
	static java.util.Optional<Predictions> of(final RunInfo run, final Tabular tables) {
		return of(run, tables, "predictions.csv");
	}

	/** {@return the answers in a table, if it has labels to hold them against} */
	static java.util.Optional<Predictions> of(final RunInfo run, final Tabular tables, final String file) {
		return tables.get(file, "image", "label", "prediction").map(table -> of(run, table)).filter(all -> !all.rows
			.isEmpty() && all.classes.size() > 1);
	}

	private static Predictions of(final RunInfo run, final Tables.Table table) {
		final Set<String> names = new LinkedHashSet<>();
		table.header().stream().filter(column -> column.startsWith(PROBABILITY)).forEach(column -> names.add(column.substring(
			PROBABILITY.length())));
		if (names.isEmpty()) Stream.of("label", "prediction").flatMap(column -> Tabular.column(table, column).stream()).filter(
			label -> !label.isBlank()).sorted().forEach(names::add);
		final List<String> classes = List.copyOf(names);
		final List<String> references = LABELS.stream().filter(column -> table.header().contains(column) && Tabular.column(table,
			column).stream().anyMatch(label -> !label.isBlank())).toList();
		final List<Row> rows = new ArrayList<>();
		if (!references.isEmpty()) for (final List<String> row : table.rows())
			rows.add(row(table, row, classes, references));
		final String named = run.figures().getOrDefault("positive", run.parameter("positive"));
		final List<String> sought = classes.contains(named) ? List.of(named) : classes.size() == 2 ? List.of(rarer(rows,
			classes)) : classes;
		return new Predictions(rows, classes, sought, references);
	}

	private static Row row(final Tables.Table table, final List<String> row, final List<String> classes,
		final List<String> references)
	{
		final String image = row.get(table.column("image"));
		final String patient = table.header().contains("patient") ? row.get(table.column("patient")) : "";
		final double[] probabilities = classes.stream().mapToDouble(name -> Stream.of(PROBABILITY + name, name).filter(table
			.header()::contains).findFirst().map(column -> Headline.number(row.get(table.column(column))).orElse(Double.NaN))
			.orElse(Double.NaN)).toArray();
		return new Row(image, patient.isBlank() ? Row.NOBODY + image : patient, references.stream().map(column -> row.get(table
			.column(column))).toList(), row.get(table.column("prediction")), probabilities);
	}

	private static String rarer(final List<Row> rows, final List<String> classes) {
		final long last = rows.stream().filter(row -> row.labels.get(row.labels.size() - 1).equals(classes.get(1))).count();
		return classes.get(last * 2 <= rows.size() ? 1 : 0);
	}

	/** {@return the answers that have a label in a column of {@link #references()}} */
	List<Row> labelled(final int reference) {
		return rows.stream().filter(row -> classes.contains(row.labels.get(reference))).toList();
	}

	/** {@return what the labels of a column are} */
	String describe(final int reference) {
		final boolean cleaned = references.contains("original");
		return switch (references.get(reference)) {
			case "truth" -> "the known truth";
			case "original" -> "the labels as they were before cleaning";
			default -> cleaned ? "the cleaned labels" : "the labels";
		};
	}

	/** {@return whether the truth itself is known, as of phantoms alone} */
	boolean isTruthKnown() {
		return references.contains("truth");
	}
}
