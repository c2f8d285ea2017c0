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
import io.sonoflow.run.RunInfo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One figure in large type.
 *
 * @param name what
 * @param value rounded for reading
 * @param spread e.g. "± 0.04, n = 12", or empty
 * @param baseline what one would get without any skill, in words, or empty
 * @param standing how the value compares with the baseline
 */
record Headline(String name, String value, String spread, String baseline, Standing standing) {

	/** A value beside what one would get without any skill; equal if they differ by no more than the spread. */
	enum Standing {
		/** Better, or there is no baseline. */
		BETTER,
		/** Not clearly better. */
		EQUAL,
		/** Worse. */
		WORSE;

		static Standing of(final double value, final double spread, final double baseline) {
			return value - spread > baseline ? BETTER : value + spread < baseline ? WORSE : EQUAL;
		}
	}

	private static final int MOST = 12;
	/** Of readers. */
	private static final int PAIRS = 6;
	private static final String KAPPA = "kappa";

	/** {@return the figures of summary.csv (mean, std), metrics.csv or scores.csv, then those of run.json} */
	static List<Headline> of(final RunInfo run, final Tabular tables, final Optional<Cohort> cohort,
		final Redaction redaction)
	{
		final List<Headline> compared = ComparedHeadlines.of(run, tables, redaction);
		if (!compared.isEmpty()) return compared;
		final List<Headline> all = new ArrayList<>();
		final int n = tables.get("folds.csv").map(table -> table.rows().size()).orElse(0);
		final Baselines baselines = new Baselines(run, tables, cohort);
		final Set<String> said = new HashSet<>();
		tables.get("summary.csv", "metric", "mean", "std").ifPresent(table -> {
			for (final List<String> row : table.rows())
				all.add(of(row.get(table.column("metric")), row.get(table.column("mean")), row.get(table.column("std")), n,
					baselines));
		});
		tables.get("summary.csv", "organ", "structure", "metric", "mean", "low", "high", "n", "infinite").ifPresent(
			table -> all.addAll(segmentation(table)));
		if (all.isEmpty()) tables.get("metrics.csv").or(() -> tables.get("scores.csv")).ifPresent(table -> all.addAll(metrics(
			table, baselines)));
		all.forEach(headline -> said.add(headline.name.toLowerCase(Locale.ROOT)));
		for (final Map.Entry<String, String> figure : run.figures().entrySet())
			if (!said.contains(figure.getKey().toLowerCase(Locale.ROOT)) && isOne(figure) && all.size() < MOST) all.add(new Headline(
				name(figure.getKey(), redaction), value(figure.getValue(), redaction), "", "", Standing.BETTER));
		if (!said.contains(KAPPA)) all.addAll(agreements(run, redaction));
		return all;
	}

	/** Folders may be called as these figures are. */
	private static String name(final String key, final Redaction redaction) {
		return key.matches("real|synthetic") ? key : redaction.said(key);
	}

	/** The means over all organs, each of which counts alike. */
	private static List<Headline> segmentation(final Tables.Table table) {
		final List<Headline> all = new ArrayList<>();
		for (final List<String> row : table.rows()) {
			if (!row.get(table.column("organ")).equals("all") || !row.get(table.column("structure")).equals("all")) continue;
			final double mean = number(row.get(table.column("mean"))).orElse(Double.NaN);
			final double low = number(row.get(table.column("low"))).orElse(Double.NaN);
			final double high = number(row.get(table.column("high"))).orElse(Double.NaN);
			final String infinite = row.get(table.column("infinite"));
			final String counted = "n = " + row.get(table.column("n")) + (infinite.equals("0") ? "" : ", " + infinite + " infinite");
			all.add(new Headline(row.get(table.column("metric")), Double.isNaN(mean) && !infinite.equals("0") ? "infinite" : high > low
				? Digits.interval(mean, low, high) : Digits.around(mean, Double.NaN), high > low ? "95 % interval in brackets, " + counted
					: counted, "", Standing.BETTER));
		}
		return all.subList(0, Math.min(MOST, all.size()));
	}

	private static boolean isOne(final Map.Entry<String, String> figure) {
		return !figure.getValue().isBlank() && figure.getValue().length() <= 40 && !figure.getKey().matches(
			"(original|truth)?(accuracy|precision|recall|f1|auc|kappa)\\.?(mean|std)|test[.].*|" + KAPPA + ".*");
	}

	/** How far readers agree is one figure with its interval, and shown however many others there are. */
	private static List<Headline> agreements(final RunInfo run, final Redaction redaction) {
		final List<Headline> all = new ArrayList<>();
		for (final Map.Entry<String, String> figure : run.figures().entrySet()) {
			if (all.size() == PAIRS || !figure.getKey().matches(KAPPA + "( \\(.*\\))?")) continue;
			final String pair = figure.getKey().substring(KAPPA.length());
			final double value = number(figure.getValue()).orElse(Double.NaN);
			final double low = number(run.figures().getOrDefault(KAPPA + " low" + pair, "")).orElse(Double.NaN);
			final double high = number(run.figures().getOrDefault(KAPPA + " high" + pair, "")).orElse(Double.NaN);
			final boolean interval = high > low;
			// Readers are not named where nobody is.
			final String readers = redaction.hides() && !pair.isEmpty() ? " of pair " + (all.size() + 1) + " of readers" : redaction
				.said(pair);
			all.add(new Headline(KAPPA + readers, interval ? Digits.share(value, low, high) : Digits.around(value, Double.NaN), interval
				? "95 % interval in brackets" : "no interval: it needs images on which both agree and such on which they do not",
				"0 by chance", interval ? Standing.of(value, value - low, 0) : Standing.BETTER));
		}
		return all;
	}

	/** A number is no name, though a patient may be called so. */
	private static String value(final String figure, final Redaction redaction) {
		return number(figure).isPresent() ? Digits.round(figure) : redaction.said(Redaction.value(figure));
	}

	/** Either one row a metric (metric, value), or one row with a column a metric. */
	private static List<Headline> metrics(final Tables.Table table, final Baselines baselines) {
		final List<Headline> all = new ArrayList<>();
		final List<String> header = table.header();
		if (header.contains("metric") && header.contains("value")) for (final List<String> row : table.rows())
			all.add(of(row.get(table.column("metric")), row.get(table.column("value")), "", 0, baselines));
		else if (table.rows().size() == 1) for (int i = 0; i < header.size(); i++)
			if (number(table.rows().get(0).get(i)).isPresent()) all.add(of(header.get(i), table.rows().get(0).get(i), "", 0,
				baselines));
		return all.subList(0, Math.min(MOST, all.size()));
	}

	private static Headline of(final String metric, final String value, final String std, final int n,
		final Baselines baselines)
	{
		final OptionalDouble number = number(value);
		final OptionalDouble spread = number(std);
		final OptionalDouble baseline = baselines.value(metric);
		final Standing standing = number.isEmpty() || baseline.isEmpty() ? Standing.BETTER : Standing.of(number.getAsDouble(),
			spread.orElse(0), baseline.getAsDouble());
		final double width = spread.orElse(Double.NaN);
		final String around = spread.isEmpty() ? "" : "± " + Digits.around(width, width) + (n > 0 ? ", n = " + n : "");
		return new Headline(metric, number.isPresent() && width > 0 ? Digits.around(number.getAsDouble(), width) : Digits.round(
			value), around, baselines.text(metric), standing);
	}

	static OptionalDouble number(final String text) {
		try {
			final double value = Double.parseDouble(text.strip());
			return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
		}
		catch (final NumberFormatException e) {
			return OptionalDouble.empty();
		}
	}

	/** What one gets from the shares of the classes alone, by the labels that a figure is measured against. */
	private record Baselines(RunInfo run, Tabular tables, Optional<Cohort> cohort) {

		private static final Pattern METRIC = Pattern.compile("(original|truth|)(accuracy|precision|recall|f1|auc|kappa)");

		OptionalDouble value(final String metric) {
			final Matcher parts = METRIC.matcher(metric.toLowerCase(Locale.ROOT));
			if (!parts.matches()) return OptionalDouble.empty();
			if (parts.group(2).equals("auc")) return OptionalDouble.of(0.5);
			if (parts.group(2).equals(KAPPA)) return OptionalDouble.of(0);
			final Optional<Double> value = (parts.group(1).isEmpty() ? cohort : Cohort.of(tables, parts.group(1))).filter(set -> set
				.labels().size() > 1).flatMap(set -> parts.group(2).equals("accuracy") ? set.share(set.labels().keySet().iterator()
					.next()) : guessed(set));
			return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
		}

		/** The mean over several classes, each of which counts alike, is the same whatever their shares are. */
		private Optional<Double> guessed(final Cohort set) {
			return isMean() ? cohort.map(own -> 1.0 / own.labels().size()) : set.share(positive());
		}

		private boolean isMean() {
			return named().isEmpty() && cohort.filter(set -> set.labels().size() > 2).isPresent();
		}

		private String named() {
			return run.figures().getOrDefault("positive", run.parameter("positive"));
		}

		/** By default the rarest label is the positive one. */
		private String positive() {
			return named().isEmpty() ? cohort.flatMap(set -> set.labels().keySet().stream().reduce((first, last) -> last)).orElse("")
				: named();
		}

		String text(final String metric) {
			final OptionalDouble value = value(metric);
			if (value.isEmpty()) return "";
			final String number = Digits.round(String.format(Locale.ROOT, "%.4f", value.getAsDouble()));
			final String score = metric.toLowerCase(Locale.ROOT);
			return number + (score.endsWith("accuracy") ? " by always saying the most frequent class" : score.matches(
				".*(auc|kappa)") ? " by chance" : isMean() ? " by guessing at the classes' frequencies" : " by guessing at the class's frequency");
		}
	}
}
