package io.sonoflow.report;

import io.sonoflow.dataset.Tables;

import java.util.ArrayList;
import java.util.List;

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
	private static final int COLUMNS = 14;
	private static final int CHARACTERS = 80;

	/** One cell. */
	record Cell(String text, boolean number) {
	}

	/** One row. */
	record Line(List<Cell> cells) {
	}

	static TableView of(final String name, final Tables.Table table, final Redaction redaction) {
		final int columns = Math.min(COLUMNS, table.header().size());
		final int patient = table.header().indexOf("patient");
		// The last row is as good as any: a table of thirteen is shown whole.
		final int rows = table.rows().size() <= ROWS + 3 ? table.rows().size() : ROWS;
		final List<Line> lines = new ArrayList<>();
		for (final List<String> row : table.rows().subList(0, rows)) {
			final List<Cell> cells = new ArrayList<>();
			for (int i = 0; i < columns; i++) {
				final String cell = row.get(i);
				final boolean number = i != patient && Headline.number(cell).isPresent();
				cells.add(new Cell(cut(i == patient ? redaction.patient(cell) : number ? Headline.round(cell) : Redaction.value(
					cell)), number));
			}
			lines.add(new Line(cells));
		}
		final StringBuilder note = new StringBuilder();
		if (rows < table.rows().size()) note.append("The first ").append(rows).append(" of ").append(table.rows().size())
			.append(" rows are shown. ");
		if (columns < table.header().size()) note.append("The first ").append(columns).append(" of ").append(table.header()
			.size()).append(" columns are shown. ");
		if (table.rows().isEmpty()) note.append("It has no rows. ");
		if (patient >= 0) note.append("Patients are numbered for this page.");
		return new TableView(name, table.header().subList(0, columns).stream().map(TableView::cut).toList(), lines, note
			.toString().strip());
	}

	private static String cut(final String text) {
		return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS - 1) + "…";
	}
}
