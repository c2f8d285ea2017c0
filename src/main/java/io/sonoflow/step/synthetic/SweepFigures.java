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
package io.sonoflow.step.synthetic;

import io.sonoflow.curate.manifold.FilterSweep;
import io.sonoflow.curate.manifold.FilterSweep.Row;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.file.Tables;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plot;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.step.data.PredictionTables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What other values of k would keep, and how good that is (figure 4.4 of the thesis): FID, KID, inception score, precision
 * and recall with their own k, and counts, for each k and for all images.
 *
 * @param sweep the figures
 * @param used the k of the filter itself, marked in the plot
 * @param scored whether there is an inception score
 */
record SweepFigures(FilterSweep.Result sweep, int used, boolean scored) {

	private static final String ALL = "all";

	private static final List<String> COLUMNS = List.of("k", "kept", "dropped", "fid", "kid", "kidstd", "is", "precision",
		"recall");

	private static final int PANEL_WIDTH = 420;
	private static final int PANEL_HEIGHT = 320;

	/** Writes the table; its first row is of all images. */
	void writeTable(final Path csv) {
		final List<List<String>> rows = new ArrayList<>();
		rows.add(texts(ALL, sweep.all()));
		sweep.rows().forEach(row -> rows.add(texts(String.valueOf(row.k()), row)));
		Tables.write(csv, COLUMNS, rows);
	}

	private static List<String> texts(final String k, final Row row) {
		final List<String> texts = new ArrayList<>(List.of(k, String.valueOf(row.kept()), String.valueOf(row.dropped())));
		for (final double value : new double[] { row.fid(), row.kid(), row.kidStd(), row.inception(), row.precision(), row
			.recall() })
			texts.add(PredictionTables.text(value));
		return texts;
	}

	/** {@return panels of one figure each; a broken line is the value of all images} */
	Plot plot() {
		final List<Plot> panels = new ArrayList<>(List.of(panel("FID", Row::fid), panel("KID", Row::kid)));
		if (scored) panels.add(panel("inception score", Row::inception));
		panels.add(Plots.lines(axes("precision and recall (k = " + ManifoldScores.DEFAULT_K + ")", "share"), line("precision",
			Row::precision), line("recall", Row::recall), flat("precision of all", sweep.all().precision()), flat(
				"recall of all", sweep.all().recall())).size(PANEL_WIDTH, PANEL_HEIGHT));
		panels.add(Plots.lines(axes("images", "number"), line("kept", Row::kept), line("dropped", Row::dropped)).size(
			PANEL_WIDTH, PANEL_HEIGHT));
		return Plots.panels(panels.size() > 4 ? 3 : 2, panels);
	}

	private Axes axes(final String title, final String unit) {
		return Axes.of("k", unit).title(title).markX(used, "used");
	}

	private Plot panel(final String title, final ToDoubleFunction<Row> value) {
		final double all = value.applyAsDouble(sweep.all());
		final Axes axes = axes(title, title);
		return Plots.lines(Double.isFinite(all) ? axes.markY(all, ALL) : axes, line(title, value)).size(PANEL_WIDTH,
			PANEL_HEIGHT);
	}

	private double[] ks() {
		return sweep.rows().stream().mapToDouble(Row::k).toArray();
	}

	private Series line(final String name, final ToDoubleFunction<Row> value) {
		return Series.of(name, ks(), sweep.rows().stream().mapToDouble(value).toArray()).style(Series.Style.MARKED);
	}

	private Series flat(final String name, final double y) {
		final double[] values = ks();
		Arrays.fill(values, y);
		return Series.of(name, ks(), values).style(Series.Style.DASHED);
	}
}
