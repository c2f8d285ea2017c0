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

import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.curate.manifold.ScoreLimits;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RunInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the figures of generated images can and cannot tell at the numbers of images that a run had. */
final class FigureLimits {

	private static final String SCORES = "scores.csv";
	private static final String SWEEP = "sweep.csv";
	private static final String BATCHES = "batches.csv";
	private static final double PERCENT = 100;

	private final RunInfo run;
	private final Tabular tables;

	private FigureLimits(final RunInfo run, final Tabular tables) {
		this.run = run;
		this.tables = tables;
	}

	/** {@return a sentence or two for each figure that the run has; none for other runs} */
	static List<String> of(final RunInfo run, final Tabular tables) {
		if (!run.command().matches("(Evaluate|Filter) Synthetic.*")) return List.of();
		final FigureLimits limits = new FigureLimits(run, tables);
		final List<String> all = new ArrayList<>();
		tables.get(SCORES, "fid", "synthetic").filter(table -> table.rows().size() == 1).ifPresent(table -> all.addAll(limits
			.scores(table)));
		tables.get(SWEEP, "kept", "fid").filter(table -> !table.rows().isEmpty()).ifPresent(table -> all.addAll(limits.sweep(
			table)));
		return all;
	}

	private int figure(final String name, final int otherwise) {
		return number(run.figures().getOrDefault(name, ""), otherwise);
	}

	private static int number(final String text, final int otherwise) {
		return text.matches("\\d{1,9}(\\.0)?") ? (int) Double.parseDouble(text) : otherwise;
	}

	private List<String> scores(final Tables.Table table) {
		final List<String> row = table.rows().get(0);
		final int real = figure("real", table.header().contains("real") ? number(row.get(table.column("real")), 0) : 0);
		final int synthetic = number(row.get(table.column("synthetic")), 0);
		if (real < 1 || synthetic < 1) return List.of();
		final boolean evaluated = run.command().startsWith("Evaluate");
		final ScoreLimits limits = new ScoreLimits(real, synthetic, figure("dimension", 0), evaluated ? Math.max(1, number(run
			.parameter("k"), ManifoldScores.DEFAULT_K)) : ManifoldScores.DEFAULT_K);
		final List<String> all = new ArrayList<>(ScoreLimits.FIGURES.stream().filter(name -> table.header().contains(name) && !row
			.get(table.column(name)).isBlank()).map(name -> name.equals("ct") ? limits.ct(figure("unseen", 0)) : limits.of(name))
			.toList());
		final int batches = number(run.parameter("batches"), 0);
		final int size = number(run.parameter("batchsize"), 0);
		if (batches > 0 && size > 0) tables.get(BATCHES, "batch", "fid", "precision", "recall").ifPresent(parts -> {
			all.add(limits.batches(batches, size));
			all.add("Published beside measured: fid " + measured(parts, "fid", 1) + " here; paper 119.84 ± 2.39 without and 116.84 " +
				"± 4.12 with the filter, thesis 49.03 and 59.03. precision " + measured(parts, "precision", PERCENT) +
				" %; paper 79.68 ± 4.81 and 90.1 ± 4.70, thesis 57.10 and 49.57. recall " + measured(parts, "recall", PERCENT) +
				" %; paper 25.0 ± 1.56 and 11.9 ± 3.25, thesis 27.60 and 36.53. Paper and thesis contradict each other, and a " +
				"filter by the same real images cannot lower precision, as the thesis has it. What differs: the paper has 3 batches of 64 " +
				"of 880 real images against 20,000 generated ones (9,289 with the filter) of 256 pixels, made in 1,000 steps, seen by " +
				"Inception; here " + batches + " of " + size + " of " + real + " against " + synthetic + ", seen by " + (run.parameter(
					"features").equals("inception") ? "Inception, too" : "another network, whose fid is on another scale") + ".");
		});
		return all;
	}

	/** {@return mean and spread over the batches} */
	private static String measured(final Tables.Table table, final String column, final double unit) {
		return cell(table, "mean", column, unit) + " ± " + cell(table, "std", column, unit);
	}

	private static String cell(final Tables.Table table, final String row, final String column, final double unit) {
		return table.rows().stream().filter(each -> each.get(table.column("batch")).equals(row)).map(each -> each.get(table.column(
			column))).filter(text -> text.matches("-?[0-9.]+([eE]-?[0-9]+)?")).map(text -> String.format(Locale.ROOT, "%.2f", unit *
				Double.parseDouble(text))).findFirst().orElse("not known");
	}

	private List<String> sweep(final Tables.Table table) {
		final int[] kept = Tabular.column(table, "kept").stream().mapToInt(text -> number(text, 0)).filter(each -> each > 0).sorted()
			.toArray();
		final int real = figure("real", 0);
		if (kept.length == 0 || real < 1) return List.of();
		final int least = kept[0];
		final int most = kept[kept.length - 1];
		final ScoreLimits limits = new ScoreLimits(real, least, figure("dimension", 0), ManifoldScores.DEFAULT_K);
		return Stream.concat(Stream.of("sweep.csv compares sets of " + least + " to " + most + " images with one another: fid, is " +
			"and recall change with that number alone, so hold kid and precision against each other; at the least kept:"),
			ScoreLimits.FIGURES.stream().filter(name -> table.header().contains(name) && Tabular.column(table, name).stream().anyMatch(
				value -> !value.isBlank())).map(limits::of)).toList();
	}
}
