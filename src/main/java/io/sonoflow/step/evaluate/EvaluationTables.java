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
package io.sonoflow.step.evaluate;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.mask.PredictedMasks;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.PatientBootstrap;
import io.sonoflow.metric.segment.SegmentFigure;
import io.sonoflow.metric.segment.SegmentSummary;
import io.sonoflow.metric.segment.State;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.PredictionTables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an evaluation writes and says.
 *
 * @param scored all structures
 * @param rows their means
 * @param unit of distances
 */
record EvaluationTables(List<ScoredStructure> scored, List<SegmentSummary.Row> rows, String unit) {

	/** Figures of each picture and structure. */
	static final String SCORES = "scores.csv";
	/** Means. */
	static final String SUMMARY = "summary.csv";
	/** The worst, pictured. */
	static final String WORST = "worst.png";

	static final List<String> SCORE_COLUMNS = List.of("image", "patient", "organ", "structure", "dice", "iou", "nsd", "nsdpixel",
		"hd95", "dicechallenge", "state", "hd95pixel", ScoredStructure.POST, "unit", "worst");
	static final List<String> SUMMARY_COLUMNS = List.of("organ", "structure", "metric", "mean", "low", "high", "n", "undefined",
		"infinite");

	private static final int PICTURED = 10;
	private static final double HARM = 1e-12;

	/** {@return those with the smallest Dice, the largest distance first of equal ones} */
	List<ScoredStructure> worst() {
		return scored.stream().filter(each -> !Double.isNaN(each.scores().dice())).sorted(Comparator.<ScoredStructure>comparingDouble(
			each -> each.scores().dice()).thenComparing(Comparator.<ScoredStructure>comparingDouble(each -> each.scores().hd95())
				.reversed()).thenComparing(ScoredStructure::image).thenComparing(ScoredStructure::structure)).limit(PICTURED).toList();
	}

	void writeScores(final RunFolder folder, final List<ScoredStructure> worst) {
		Tables.write(folder.resolve(SCORES), SCORE_COLUMNS, scored.stream().map(each -> {
			final Map<String, String> figures = Stream.of(SegmentFigure.values()).collect(Collectors.toMap(SegmentFigure::column,
				figure -> PredictionTables.text(figure.of(each.scores()))));
			final List<String> row = new ArrayList<>(List.of(each.image(), each.patient(), each.organ(), each.structure()));
			for (final String column : SCORE_COLUMNS.subList(row.size(), SCORE_COLUMNS.size()))
				row.add(switch (column) {
					case "state" -> each.scores().state().toString();
					case ScoredStructure.POST -> PredictionTables.text(each.post());
					case "unit" -> unit;
					case "worst" -> worst.contains(each) ? String.valueOf(worst.indexOf(each) + 1) : "";
					default -> figures.get(column);
				});
			return row;
		}).toList());
	}

	void writeSummary(final RunFolder folder) {
		Tables.write(folder.resolve(SUMMARY), SUMMARY_COLUMNS, summary());
	}

	/** {@return the rows of the summary as texts} */
	List<List<String>> summary() {
		return rows.stream().map(row -> List.of(row.organ(), row.structure(), row.metric(), PredictionTables.text(row.interval()
			.value()), PredictionTables.text(row.interval().low()), PredictionTables.text(row.interval().high()), String.valueOf(row
				.n()), String.valueOf(row.undefined()), String.valueOf(row.infinite()))).toList();
	}

	void figures(final RunFolder folder, final SegmentationSet reference, final PredictedMasks predicted) {
		folder.figure("images", reference.size());
		folder.figure("patients", reference.dataset().groups());
		folder.figure("structures", scored.size());
		folder.figure("without prediction", reference.size() - predicted.size());
		for (final State state : State.values())
			folder.figure(state.toString(), count(scored, state));
		folder.figure("unit", unit);
		for (final SegmentSummary.Row row : rows)
			if (isAll(row) && Double.isFinite(row.interval().value())) folder.figure(row.metric(), row.interval().value());
	}

	private static boolean isAll(final SegmentSummary.Row row) {
		return row.organ().equals(SegmentSummary.ALL) && row.structure().equals(SegmentSummary.ALL);
	}

	private static long count(final List<ScoredStructure> of, final State state) {
		return of.stream().filter(each -> each.scores().state() == state).count();
	}

	/** Says how it went by organ and structure, and whether post-processing helps or harms. */
	void tell(final Monitor monitor) {
		final Map<String, Map<String, SegmentSummary.Row>> groups = rows.stream().collect(Collectors.groupingBy(row -> row.organ() +
			"\n" + row.structure(), LinkedHashMap::new, Collectors.toMap(SegmentSummary.Row::metric, Function.identity())));
		groups.forEach((group, metrics) -> {
			final SegmentSummary.Row dice = metrics.get("dice");
			final List<ScoredStructure> members = scored.stream().filter(each -> isAll(dice) || each.organ().equals(dice.organ()) &&
				(dice.structure().equals(SegmentSummary.ALL) || each.structure().equals(dice.structure()))).toList();
			monitor.message(name(dice) + ": Dice " + text(dice.interval()) + ", NSD " + text(metrics.get("nsd").interval()) + ", HD95 " +
				text(metrics.get("hd95").interval()) + " " + unit + " of " + dice.n() + "; " + states(members));
			if (!isAll(dice)) tellPost(metrics, monitor);
		});
	}

	private static void tellPost(final Map<String, SegmentSummary.Row> metrics, final Monitor monitor) {
		final PatientBootstrap.Interval gain = metrics.get(ScoredStructure.GAIN).interval();
		final String name = name(metrics.get("dice"));
		if (gain.value() == 0 && gain.low() == 0 && gain.high() == 0) monitor.message(name +
			": post-processing changes nothing, or was done already.");
		else monitor.message(String.format(Locale.ROOT, "%s: with post-processing Dice %s, a difference of %+.4f%s%s", name, text(metrics
			.get(ScoredStructure.POST).interval()), gain.value(), Double.isNaN(gain.low()) ? "" : String.format(Locale.ROOT,
				" [%+.4f, %+.4f]", gain.low(), gain.high()), gain.value() < -HARM ? ": it does harm here." : "."));
	}

	private static String name(final SegmentSummary.Row row) {
		return isAll(row) ? "All (mean of organs)" : (row.organ().isEmpty() ? "" : row.organ() + ", ") + row.structure();
	}

	private static String states(final List<ScoredStructure> members) {
		return count(members, State.MISSED) + " missed, " + count(members, State.FALSE) + " false, " + count(members, State.EMPTY) +
			" rightly empty (undefined)";
	}

	private static String text(final PatientBootstrap.Interval each) {
		return number(each.value()) + (Double.isNaN(each.low()) ? "" : " [" + number(each.low()) + ", " + number(each.high()) + "]");
	}

	private static String number(final double value) {
		return Double.isNaN(value) ? "undefined" : Double.isInfinite(value) ? "infinite" : String.format(Locale.ROOT, "%.3f", value);
	}
}
