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
package io.sonoflow.step.segment;

import io.sonoflow.Monitor;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.metric.segment.SegmentFigure;
import io.sonoflow.metric.segment.SegmentSummary;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plot;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.plot.sheet.MaskOutlines;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.train.segment.SegmentImages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Tables and pictures of trained segmenters, made of the parts of all trainings. */
final class SegmentResults {

	/** More curves in one plot cannot be told apart. */
	private static final int MOST_CURVES = 12;
	private static final int SHOWN = 12;
	private static final int CELL = 300;
	private static final int LOSS = 1, VALIDATION = 6;
	private static final List<String> COLUMNS = List.of("step", "loss", "bce", "dice", "gradient", "rate", "validation",
		"threshold");

	private final SegmentSource source;
	private final SegmentImages images;
	private final HeldOut test;
	private final List<SegmentTask> tasks;
	private final List<SegmentPart> parts;
	private final RunFolder folder;
	private final Monitor monitor;

	/** @param parts of the tasks, in their order */
	SegmentResults(final SegmentSource source, final SegmentImages images, final HeldOut test, final List<SegmentTask> tasks,
		final List<SegmentPart> parts, final RunFolder folder, final Monitor monitor)
	{
		this.source = source;
		this.images = images;
		this.test = test;
		this.tasks = tasks;
		this.parts = parts;
		this.folder = folder;
		this.monitor = monitor;
	}

	/** {@return the folder of the masks of a seed} */
	static Path predictions(final Path run, final List<SegmentTask> tasks, final long seed) {
		final Path all = run.resolve(HeldOut.PREDICTIONS);
		return tasks.stream().allMatch(task -> task.seed() == seed) ? all : all.resolve("seed" + seed);
	}

	/** {@return Dice of the held-out pictures, the mean over organs; not a number if nothing was held out} */
	double write() {
		writeLosses();
		writeCurves();
		if (parts.size() > 1) writeFolds();
		tasks.stream().map(SegmentTask::seed).distinct().forEach(seed -> test.writeTable(predictions(seed), tasks.stream().filter(
			task -> task.seed() == seed).flatMapToInt(task -> IntStream.of(task.held())).sorted().toArray()));
		final double dice = writeMetrics();
		writeSheet();
		figures();
		return dice;
	}

	private Path predictions(final long seed) {
		return predictions(folder.path(), tasks, seed);
	}

	private void writeLosses() {
		final List<String> header = new ArrayList<>(parts.size() > 1 ? List.of("seed", "fold") : List.of());
		header.addAll(COLUMNS);
		Tables.write(folder.resolve("losses.csv"), header, parts.stream().flatMap(part -> part.losses().stream().map(row -> {
			final List<String> cells = new ArrayList<>(parts.size() > 1 ? List.of(Long.toString(part.seed()), Integer.toString(part
				.fold())) : List.of());
			cells.add(Long.toString((long) row[0]));
			for (int i = 1; i < row.length; i++)
				cells.add(Double.isNaN(row[i]) ? "" : Float.toString((float) row[i]));
			return cells;
		})).toList());
	}

	private void writeCurves() {
		final List<Plot> plots = new ArrayList<>();
		plots.add(Plots.lines(Axes.of("step", "cross-entropy (nats) + Dice loss"), series(LOSS, "loss")));
		final List<Series> validation = series(VALIDATION, "validation");
		if (!validation.isEmpty()) plots.add(Plots.lines(Axes.of("step", "Dice on the validation part").rangeY(0, 1), validation));
		Plots.panels(plots.size(), plots).write(folder.resolve("curves.png"));
	}

	private List<Series> series(final int column, final String name) {
		return parts.stream().limit(MOST_CURVES).map(part -> {
			final double[][] rows = part.losses().stream().filter(row -> !Double.isNaN(row[column])).toArray(double[][]::new);
			final double[] x = IntStream.range(0, rows.length).mapToDouble(i -> rows[i][0]).toArray();
			final double[] y = IntStream.range(0, rows.length).mapToDouble(i -> rows[i][column]).toArray();
			final Series all = Series.of(parts.size() == 1 ? name : "seed " + part.seed() + (part.fold() == 0 ? "" : ", fold " + part
				.fold()), x, y);
			return x.length == 1 ? all.style(Series.Style.POINTS) : all;
		}).filter(each -> each.x().length > 0).toList();
	}

	private void writeFolds() {
		Tables.write(folder.resolve("folds.csv"), List.of("seed", "fold", "steps", "step", "threshold", "validation", "dice",
			"dicepost", "tested"), parts.stream().map(part -> List.of(Long.toString(part.seed()), Integer.toString(part.fold()), Long
				.toString(part.steps()), Long.toString(part.choice().step()), Double.toString(part.choice().threshold()), text(part
					.choice().dice()), text(overall(List.of(part), false)), text(overall(List.of(part), true)), Integer.toString(part
						.held().length))).toList());
	}

	private double overall(final List<SegmentPart> chosen, final boolean post) {
		final List<SegmentSummary.Item> items = items(chosen, post);
		return items.isEmpty() ? Double.NaN : dice(SegmentSummary.of(items, 0));
	}

	private static double dice(final List<SegmentSummary.Row> rows) {
		return rows.stream().filter(row -> row.organ().equals(SegmentSummary.ALL) && row.metric().equals(SegmentFigure.DICE.column()))
			.findFirst().orElseThrow().interval().value();
	}

	private List<SegmentSummary.Item> items(final List<SegmentPart> chosen, final boolean post) {
		final List<SegmentSummary.Item> items = new ArrayList<>();
		for (final SegmentPart part : chosen)
			for (final SegmentPart.Score score : part.scores()) {
				final Map<String, Double> figures = new LinkedHashMap<>();
				for (final SegmentFigure figure : SegmentFigure.values())
					figures.put(figure.column(), (post ? score.post() : score.plain())[figure.ordinal()]);
				items.add(new SegmentSummary.Item(source.name(score.sample()) + " " + part.seed(), source.patient(score.sample()), source
					.organs().get(source.organOf()[score.sample()]), source.set().structures().get(score.structure()), figures));
			}
		return items;
	}

	private double writeMetrics() {
		final List<List<String>> rows = new ArrayList<>();
		final double[] dice = { Double.NaN, Double.NaN };
		for (final boolean post : new boolean[] { false, true }) {
			final List<SegmentSummary.Item> items = items(parts, post);
			if (items.isEmpty()) continue;
			final List<SegmentSummary.Row> summary = SegmentSummary.of(items, 0);
			dice[post ? 1 : 0] = dice(summary);
			for (final SegmentSummary.Row row : summary)
				rows.add(List.of(row.organ(), row.structure(), row.metric(), Boolean.toString(post), text(row.interval().value()),
					text(row
					.interval().low()), text(row.interval().high()), Integer.toString(row.n()), Integer.toString(row.undefined()), Integer
						.toString(row.infinite())));
		}
		Tables.write(folder.resolve("metrics.csv"), List.of("organ", "structure", "metric", "post", "mean", "low", "high", "n",
			"undefined", "infinite"), rows);
		if (rows.isEmpty()) monitor.warn("Nothing was held out, so it is not known how good the segmenter is.");
		else {
			folder.figure("dice", (float) dice[0]);
			folder.figure("dice after post-processing", (float) dice[1]);
			monitor.message(String.format(Locale.ROOT, "Held-out pictures: Dice %.4f, after post-processing %.4f (means over organs).",
				dice[0], dice[1]));
		}
		return dice[0];
	}

	private static String text(final double value) {
		return Double.isNaN(value) ? "" : Float.toString((float) value);
	}

	/** Pictures of the first training's test, evenly spread, with both outlines. */
	private void writeSheet() {
		final SegmentTask task = tasks.get(0);
		final int[] held = task.held().length > 0 ? task.held() : task.validation();
		final int shown = task.held().length == 0 ? 0 : Math.min(SHOWN, held.length);
		if (shown == 0) return;
		final List<String> structures = source.set().structures();
		final Sheet sheet = new Sheet((int) Math.ceil(Math.sqrt(shown))).cell(CELL).title(structures.size() == 1
			? "Held-out pictures: reference green, network's mask dashed orange"
			: "Held-out pictures: reference solid, network's mask dashed; " + MaskOutlines.legend(structures));
		for (int i = 0; i < shown; i++) {
			final int sample = held[(int) ((long) i * held.length / shown)];
			final SegmentImages.Whole whole = images.whole(sample);
			sheet.add(MaskOutlines.of(Images.bytes(whole.image(), whole.width(), whole.height()), source.set().mask(sample).planes(),
				test.read(predictions(task.seed()), sample), CELL), caption(sample), Sheet.Frame.NONE);
		}
		sheet.write(folder.resolve("sheet.png"));
	}

	private String caption(final int sample) {
		final double dice = parts.get(0).scores().stream().filter(score -> score.sample() == sample).mapToDouble(score -> score
			.plain()[SegmentFigure.DICE.ordinal()]).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
		return test.files().get(sample).replaceFirst("\\.png$", "") + (Double.isNaN(dice) ? "" : String.format(Locale.ROOT, ", %.2f",
			dice));
	}

	private void figures() {
		final SegmentPart first = parts.get(0);
		folder.figure("loss", (float) first.loss());
		if (parts.size() > 1) folder.figure("trainings", parts.size());
		folder.figure("trained", tasks.get(0).train().length);
		folder.figure("validated", tasks.get(0).validation().length);
		folder.figure("tested", parts.stream().mapToInt(part -> part.held().length).sum());
		folder.figure("steps", first.steps());
		folder.figure("step", first.choice().step() > 0 ? first.choice().step() : first.steps());
		folder.figure("threshold", (float) first.choice().threshold());
		folder.figure("structures", source.set().structures());
		folder.figure("organs", source.organs());
		folder.figure("values", OrganValues.of(source).describe(OrganStructures.of(source)));
	}
}
