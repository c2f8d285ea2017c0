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
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunInfo;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sheets into which a run wrote names of files, drawn again from its tables with what stands for the names. */
final class RedrawnSheets {

	private static final int SHOWN = 24;
	private static final int PAIRS = 6;

	private final RunInfo run;
	private final Tabular tables;
	private final Redaction redaction;

	RedrawnSheets(final RunInfo run, final Tabular tables, final Redaction redaction) {
		this.run = run;
		this.tables = tables;
		this.redaction = redaction;
	}

	/** {@return the sheet of this file name, if the tables and the images for it are there} */
	Optional<BufferedImage> draw(final String name) {
		final Optional<Tables.Table> filter = tables.get("filter.csv", "image", "kept");
		if (name.equals("sheet.png") && filter.isPresent()) return drawn(kept(filter.orElseThrow()));
		if (name.equals("copies.png")) return tables.get("filter.csv", "image", "resembles", "p").flatMap(table -> drawn(pairs(
			table)));
		return Optional.empty();
	}

	private static Optional<BufferedImage> drawn(final Sheet sheet) {
		return sheet.size() == 0 ? Optional.empty() : Optional.of(sheet.draw());
	}

	/** Spread evenly over the table. */
	private Sheet kept(final Tables.Table table) {
		final Sheet sheet = new Sheet(8).cell(130);
		final int n = Math.min(SHOWN, table.rows().size());
		for (int i = 0; i < n; i++) {
			final List<String> row = table.rows().get((int) ((long) i * table.rows().size() / n));
			add(sheet, row.get(table.column("image")), "synthetic", "", row.get(table.column("kept")).equals("true")
				? Sheet.Frame.GREEN : Sheet.Frame.RED);
		}
		return sheet;
	}

	private Sheet pairs(final Tables.Table table) {
		final Sheet sheet = new Sheet(4).cell(200);
		final int p = table.column("p");
		final List<List<String>> rows = new ArrayList<>(table.rows());
		rows.sort(Comparator.comparingDouble(row -> Headline.number(row.get(p)).orElse(2)));
		for (final List<String> row : rows.subList(0, Math.min(PAIRS, rows.size()))) {
			final Optional<BufferedImage> real = new TableImages(run).read(row.get(table.column("resembles")), "real");
			if (real.isEmpty()) continue;
			final int before = sheet.size();
			add(sheet, row.get(table.column("image")), "synthetic", "generated, p = " + Digits.round(row.get(p)), Sheet.Frame.NONE);
			if (sheet.size() > before) sheet.add(real.orElseThrow(), "real " + redaction.cell("image", row.get(table.column(
				"resembles"))), Sheet.Frame.NONE);
		}
		return sheet;
	}

	private void add(final Sheet sheet, final String cell, final String key, final String said, final Sheet.Frame frame) {
		new TableImages(run).read(cell, key).ifPresent(image -> sheet.add(image, said.isEmpty() ? redaction.cell("image", cell)
			: said, frame));
	}
}
