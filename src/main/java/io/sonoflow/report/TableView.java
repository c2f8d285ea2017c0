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

import io.sonoflow.file.NameReplacer;
import io.sonoflow.file.Tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table as it stands in the page.
 *
 * @param name file name
 * @param header names of the columns shown
 * @param rows cells shown
 * @param note what is not shown, with counts; empty if all is
 */
record TableView(String name, List<String> header, List<Line> rows, String note) {

	private static final int ROWS = 12;
	private static final int COLUMNS = 16;
	private static final int CHARACTERS = 80;

	/** One cell. */
	record Cell(String text, boolean number) {
	}

	/** One row. */
	record Line(List<Cell> cells) {
	}

	static TableView of(final String name, final Tables.Table table, final Redaction redaction) {
		final int[] known = IntStream.range(0, table.header().size()).filter(i -> redaction.shows(name, table.header().get(i)))
			.toArray();
		final int[] columns = Arrays.copyOf(known, Math.min(COLUMNS, known.length));
		// The last row is as good as any: a table of thirteen is shown whole.
		final int rows = table.rows().size() <= ROWS + 3 ? table.rows().size() : ROWS;
		final List<Line> lines = new ArrayList<>();
		for (final List<String> row : table.rows().subList(0, rows))
			lines.add(new Line(Arrays.stream(columns).mapToObj(column -> cell(table, row, column, redaction)).toList()));
		return new TableView(name, Arrays.stream(columns).mapToObj(column -> cut(table.header().get(column))).toList(), lines, note(
			table, rows, columns.length, known.length, redaction));
	}

	private static Cell cell(final Tables.Table table, final List<String> row, final int column, final Redaction redaction) {
		final String name = table.header().get(column);
		// A number may be a name.
		final String cell = redaction.cell(name, row.get(column));
		final boolean number = NameReplacer.naming(name, row.get(column)) == NameReplacer.Naming.NOBODY && Headline.number(cell)
			.isPresent();
		return new Cell(cut(number ? round(table, row, column, cell) : cell), number);
	}

	private static String note(final Tables.Table table, final int rows, final int columns, final int known,
		final Redaction redaction)
	{
		final StringBuilder note = new StringBuilder();
		if (rows < table.rows().size()) note.append("The first ").append(rows).append(" of ").append(table.rows().size())
			.append(" rows are shown. ");
		if (columns < known) note.append("The first ").append(columns).append(" of ").append(known).append(" columns are shown. ");
		final int others = table.header().size() - known;
		if (others > 0) note.append(others).append(others == 1 ? " column that is" : " columns that are").append(
			" not Sonoflow's own, and may name somebody, left out; names=keep shows ").append(others == 1 ? "it. " : "them. ");
		if (table.rows().isEmpty()) note.append("It has no rows. ");
		if (!redaction.hides() && table.header().stream().anyMatch(column -> NameReplacer.naming(
			column) == NameReplacer.Naming.PATIENT)) note.append(
				"Patients are numbered for this page, without a key; files have their names.");
		return note.toString().strip();
	}

	/** Digits follow the uncertainty where the row has one. */
	private static String round(final Tables.Table table, final List<String> row, final int column, final String cell) {
		final String name = table.header().get(column);
		final double spread = List.of("difference", "low", "high").contains(name) ? (number(table, row, "high") - number(table, row,
			"low")) / 2 : List.of("mean", "std", "alwaysnegative", "random").contains(name) ? number(table, row, "std") : Double.NaN;
		return spread > 0 ? Digits.around(Headline.number(cell).orElseThrow(), spread) : Digits.round(cell);
	}

	private static double number(final Tables.Table table, final List<String> row, final String column) {
		final int index = table.header().indexOf(column);
		return index < 0 ? Double.NaN : Headline.number(row.get(index)).orElse(Double.NaN);
	}

	private static String cut(final String text) {
		return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS - 1) + "…";
	}
}
