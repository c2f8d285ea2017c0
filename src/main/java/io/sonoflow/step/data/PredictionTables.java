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
package io.sonoflow.step.data;

import io.sonoflow.file.Tables;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.Roc;
import io.sonoflow.plot.chart.Series;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tables and curves that the classifier's steps share. */
public final class PredictionTables {

	public static final String PREDICTIONS = "predictions.csv";

	/** Before a class's name in the head of its column of probabilities, which could else be that of another column. */
	public static final String PROBABILITY = "p_";

	private PredictionTables() {
	}

	/** {@return the shortest text that gives the same number again; empty for what is no number} */
	public static String text(final double value) {
		return Double.isNaN(value) ? "" : Double.toString(value);
	}

	/** {@return the columns, then one of probabilities for each class} */
	public static List<String> header(final List<String> columns, final List<String> classes) {
		final List<String> header = new ArrayList<>(columns);
		classes.forEach(label -> header.add(PROBABILITY + label));
		return header;
	}

	/** {@return the values, then the probabilities} */
	public static List<String> row(final List<String> values, final double[] probabilities) {
		final List<String> row = new ArrayList<>(values);
		for (final double probability : probabilities)
			row.add(text(probability));
		return row;
	}

	/** Writes metric, value and the two baselines, which are empty where there are none. */
	public static void writeMetrics(final Path file, final Map<String, Double> figures, final LabelledImages data) {
		final Map<String, Double> negative = data.alwaysNegative();
		final Map<String, Double> random = data.random();
		Tables.write(file, List.of("metric", "value", "alwaysnegative", "random"), figures.entrySet().stream().map(
			figure -> List.of(figure.getKey(), text(figure.getValue()), baseline(negative, figure.getKey()), baseline(
				random, figure.getKey()))).toList());
	}

	private static String baseline(final Map<String, Double> figures, final String name) {
		return figures.containsKey(name) ? text(figures.get(name)) : "";
	}

	/** {@return the sample's labels in the columns that are scored beside label; none if only that is} */
	public static List<String> otherLabels(final LabelledImages data, final int sample) {
		return otherLabellings(data).map(each -> each.classes()[sample] == Labelling.NONE ? "" : data.classes().get(each
			.classes()[sample])).toList();
	}

	/** {@return the heads of {@link #otherLabels}} */
	public static List<String> otherLabels(final LabelledImages data) {
		return otherLabellings(data).map(Labelling::name).toList();
	}

	private static Stream<Labelling> otherLabellings(final LabelledImages data) {
		return data.labellings().stream().skip(1);
	}

	/** {@return the figures in one line, percent} */
	public static String describe(final ClassifierScores scores) {
		return String.format(Locale.ROOT, "accuracy %.1f %%, precision %.1f %%, recall %.1f %%, F1 %.1f %%, AUC %.3f", 100 *
			scores.accuracy(), 100 * scores.precision(), 100 * scores.recall(), 100 * scores.f1(), scores.auc());
	}

	/** {@return the ROC of the positive class (of the last one, if none is meant) of those of the samples that have a label} */
	public static Series roc(final String name, final LabelledImages data, final int[] samples, final double[][] probabilities) {
		final int[] scored = data.labellings().get(0).scored(samples);
		final Roc roc = Roc.oneVersusRest(Arrays.stream(scored).map(i -> data.labels()[samples[i]]).toArray(), Arrays.stream(
			scored).mapToObj(i -> probabilities[i]).toArray(double[][]::new), data.positive() == ClassifierScores.NO_POSITIVE
				? data.classes().size() - 1 : data.positive());
		final double[] x = new double[roc.size()];
		final double[] y = new double[roc.size()];
		for (int i = 0; i < x.length; i++) {
			x[i] = roc.falseAlarms(i);
			y[i] = roc.sensitivity(i);
		}
		return Series.of(String.format(Locale.ROOT, "%s (area %.3f)", name, roc.auc()), x, y);
	}
}
