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
package io.sonoflow.step.compare;

import io.sonoflow.file.Tables;
import io.sonoflow.metric.PairedDifference;
import io.sonoflow.metric.Summary;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plot;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.Labelling;
import io.sonoflow.step.data.OrganAccuracy;
import io.sonoflow.step.data.PredictionTables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Tables, pictures and figures of a comparison. */
record ComparisonResults(ComparedScores scores, String baseline, PublishedTable published, double confidence) {

	static final List<String> HEADER = List.of("arm", "metric", "mean", "std", "n", "difference", "low", "high", "published",
		"publishedstd");

	/** {@return the rows of comparison.csv: F1 of all arms, accuracy of all arms, then the other scores} */
	List<List<String>> rows() {
		return scores.metrics().stream().sorted(Comparator.comparingInt(ComparisonResults::rank)).flatMap(metric -> scores
			.arms().stream().map(arm -> row(arm, metric))).toList();
	}

	/** What a reader looks for first comes first; the report shows the beginning of a table. */
	private static int rank(final String metric) {
		return metric.endsWith("f1") ? 0 : metric.endsWith("accuracy") || metric.startsWith(OrganAccuracy.PREFIX) ? 1 : 2;
	}

	private List<String> row(final String arm, final String metric) {
		final Summary summary = scores.summary(arm, metric);
		final PairedDifference difference = difference(arm, metric);
		final Summary printed = published.figure(arm, metric).orElse(new Summary(Double.NaN, Double.NaN, 0));
		return List.of(arm, metric, text(summary.mean()), text(summary.std()), Integer.toString(summary.count()), text(
			difference.mean()), text(difference.low()), text(difference.high()), text(printed.mean()), text(printed.std()));
	}

	/** Nothing but not-a-number for the baseline: of itself it has no difference. */
	private PairedDifference difference(final String arm, final String metric) {
		return arm.equals(baseline) ? new PairedDifference(Double.NaN, Double.NaN, 0, Double.NaN, Double.NaN) : scores
			.difference(arm, baseline, metric);
	}

	private static String text(final double value) {
		return PredictionTables.text(value);
	}

	void write(final Path folder) {
		Tables.write(folder.resolve("comparison.csv"), HEADER, rows());
		writePaired(folder.resolve("paired.csv"));
		Plots.panels(1, labellings().stream().map(this::means).toList()).write(folder.resolve("comparison.png"));
		Plots.panels(1, labellings().stream().map(this::differences).toList()).write(folder.resolve("differences.png"));
	}

	private void writePaired(final Path file) {
		final List<List<String>> rows = new ArrayList<>();
		for (final String arm : scores.arms())
			for (int k = 0; k < scores.keys().size(); k++)
				for (final String metric : scores.metrics())
					rows.add(List.of(arm, Long.toString(scores.keys().get(k).seed()), Integer.toString(scores.keys().get(k).fold()),
						metric, text(scores.values(arm, metric)[k]), text(scores.values(baseline, metric)[k]), arm.equals(baseline) ? ""
							: text(scores.differences(arm, baseline, metric)[k])));
		Tables.write(file, List.of("arm", "seed", "fold", "metric", "value", "baseline", "difference"), rows);
	}

	/** {@return what is put before the metrics' names: nothing, and original and truth if they are scored} */
	private List<String> labellings() {
		return scores.metrics().stream().filter(metric -> metric.endsWith("f1")).map(metric -> metric.substring(0, metric
			.length() - 2)).toList();
	}

	private static String against(final String labelling) {
		return labelling.isEmpty() ? "each arm's own labels" : labelling.equals(Labelling.ORIGINAL) ? "the original labels"
			: "the true labels";
	}

	private Plot means(final String labelling) {
		final List<Plots.Points> points = new ArrayList<>();
		final List<String> drawn = drawn(labelling);
		for (final String metric : drawn)
			points.add(points(metric, true, scores.arms(), arm -> scores.summary(arm, labelling + metric)));
		if (labelling.isEmpty() && scores.arms().stream().anyMatch(published::has)) for (final String metric : drawn)
			if (scores.arms().stream().anyMatch(arm -> published.figure(arm, metric).isPresent())) points.add(points(metric +
				" published (other patients)", false, scores.arms(), arm -> published.figure(arm, metric)
				.orElse(new Summary(Double.NaN, Double.NaN, 0))));
		return Plots.points(Axes.of("", "mean ± standard deviation").title("Scores on " + against(labelling)), scores.arms(),
			points);
	}

	/** {@return what is drawn: the mean over organs, too, where there are several} */
	private List<String> drawn(final String labelling) {
		return labelling.isEmpty() && scores.metrics().contains(OrganAccuracy.MEAN) ? List.of("f1", "accuracy", OrganAccuracy.MEAN)
			: List.of("f1", "accuracy");
	}

	private Plot differences(final String labelling) {
		final List<String> others = scores.arms().stream().filter(arm -> !arm.equals(baseline)).toList();
		return Plots.points(Axes.of("", "difference from " + baseline + ", " + percent() + " interval").title(
			"Differences on " + against(labelling)).markY(0, ""), others, intervals(labelling, others));
	}

	/** {@return the differences of F1 and accuracy with the table's own ends, which are not as far away on both sides} */
	List<Plots.Points> intervals(final String labelling, final List<String> others) {
		return drawn(labelling).stream().map(metric -> {
			final List<PairedDifference> differences = others.stream().map(arm -> difference(arm, labelling + metric)).toList();
			return new Plots.Points(metric, numbers(differences, PairedDifference::mean), numbers(differences,
				PairedDifference::low), numbers(differences, PairedDifference::high), true);
		}).toList();
	}

	private static <T> double[] numbers(final List<T> values, final ToDoubleFunction<T> number) {
		return values.stream().mapToDouble(number).toArray();
	}

	private String percent() {
		return PredictionTables.text(Math.round(confidence * 1e4) / 1e2).replaceAll("\\.0$", "") + " %";
	}

	private static Plots.Points points(final String name, final boolean filled, final List<String> arms,
		final Function<String, Summary> value)
	{
		final List<Summary> summaries = arms.stream().map(value).toList();
		return new Plots.Points(name, numbers(summaries, Summary::mean), numbers(summaries, each -> each.mean() - each.std()),
			numbers(summaries, each -> each.mean() + each.std()), filled);
	}

	/** {@return arms by mean F1, the best first; those without one last} */
	List<String> order() {
		return scores.arms().stream().sorted(Comparator.comparingDouble(arm -> {
			final double mean = scores.summary(arm, "f1").mean();
			return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : -mean;
		})).toList();
	}

	/** {@return those arms whose interval of the difference of F1 excludes 0} */
	List<String> different() {
		return scores.arms().stream().filter(arm -> difference(arm, "f1").excludesZero()).toList();
	}

	void figures(final RunFolder folder) {
		folder.figure("baseline", baseline);
		folder.figure("trainings", scores.keys().size());
		folder.figure("order", order());
		folder.figure("excludes0", different());
		final Map<String, Object> arms = new LinkedHashMap<>();
		for (final String arm : scores.arms()) {
			final Summary summary = scores.summary(arm, "f1");
			final PairedDifference difference = difference(arm, "f1");
			final Map<String, Object> figures = new LinkedHashMap<>();
			put(figures, "f1.mean", summary.mean());
			put(figures, "f1.std", summary.std());
			put(figures, "f1.difference", difference.mean());
			put(figures, "f1.low", difference.low());
			put(figures, "f1.high", difference.high());
			arms.put(arm, figures);
		}
		folder.figure("arms", arms);
	}

	private static void put(final Map<String, Object> figures, final String name, final double value) {
		if (!Double.isNaN(value)) figures.put(name, value);
	}
}
