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
package io.sonoflow.step.explain;

import io.sonoflow.file.Tables;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plot;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** frames.csv: of each clip which frames counted, and where in time its maps lie; and the same drawn over time. */
final class FrameTable {

	/** The table's name in the output folder, that of the frames of classified clips. */
	static final String FILE = "frames.csv";

	/** The folder of the plots, likewise. */
	static final String PLOTS = "frames";

	private static final List<String> HEADER = List.of("image", "frame", "seconds", "class", "score", "weight", "mass", "map");

	private static final int WIDTH = 800, HEIGHT = 300;
	/** Room above the highest weight. */
	private static final double ROOM = 1.08;

	private final CamTable table;
	private final Path folder;
	private final List<List<String>> rows = new ArrayList<>();

	/** @param folder the output folder; null = the table stays in memory */
	FrameTable(final CamTable table, final Path folder) {
		this.table = table;
		this.folder = folder;
	}

	/** Takes over the frames of the finished clips of an interrupted run. */
	void read() {
		final Path csv = folder.resolve(FILE);
		if (!Files.isRegularFile(csv)) return;
		final Tables.Table old = Tables.read(csv);
		if (!old.header().equals(HEADER)) return;
		final Set<String> done = Set.copyOf(table.rows().stream().map(row -> table.relative(row.image())).toList());
		old.rows().stream().filter(row -> done.contains(row.get(0))).forEach(rows::add);
	}

	/** {@return the row of a frame} */
	List<String> row(final ClipSource clip, final String label, final ExplainedFrame frame) {
		return List.of(folder == null ? clip.name() : table.relative(clip.name()), Integer.toString(clip.numbers()[frame.place()]),
			CamTable.number(clip.seconds()[frame.place()]), label, CamTable.number(frame.score()), CamTable.number(frame.weight()),
			CamTable.number(frame.mass()), frame.state().key());
	}

	/** Adds the rows of a clip that is done. */
	void add(final List<List<String>> clip) {
		rows.addAll(clip);
	}

	int size() {
		return rows.size();
	}

	/** {@return how many clips it has} */
	long clips() {
		return rows.stream().map(row -> row.get(0)).distinct().count();
	}

	/** Writes it, if there are clips. */
	void write() {
		if (!rows.isEmpty()) Tables.write(folder.resolve(FILE), HEADER, rows);
	}

	/** {@return score and weight over time, one above the other} */
	static Plot plot(final ClipSource clip, final String title, final String label, final double[] scores,
		final double[] weights)
	{
		final double[] x = clip.isTimed() ? clip.seconds() : Arrays.stream(clip.numbers()).asDoubleStream().toArray();
		final String time = clip.isTimed() ? "time (s)" : "frame";
		final Plot score = Plots.lines(Axes.of(time, "probability of " + label).title(title).rangeY(0, 1), curve("score", x, scores));
		final double most = Arrays.stream(weights).max().orElseThrow();
		final Axes axes = Axes.of(time, "weight of the frame");
		final Plot weight = Plots.lines(most > 0 ? axes.rangeY(0, ROOM * most) : axes, curve("weight", x, weights));
		return Plots.panels(1, List.of(score.size(WIDTH, HEIGHT), weight.size(WIDTH, HEIGHT)));
	}

	private static Series curve(final String name, final double[] x, final double[] y) {
		return Series.of(name, x, y).style(x.length == 1 ? Series.Style.POINTS : Series.Style.LINE);
	}
}
