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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.copy.PatientOverlap;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.Summary;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Fold;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.PredictionTables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * What dividing images instead of patients would have inflated: the figures of the same settings, seeds and number of folds
 * under both divisions. The folds of the two are other images, so they cannot be paired; the seeds can: each figure is
 * averaged over the folds of a seed, and the difference of the two means has a t interval over the seeds. The seeds divide
 * the same patients, so the interval tells chance of division and training, not of the choice of patients.
 *
 * @param rows one a figure
 */
record ViewDivisionLeakage(List<Row> rows) {

	/** The table. */
	static final String FILE = "leakage.csv";

	private static final double CONFIDENCE = 0.95;

	/**
	 * One figure.
	 *
	 * @param metric name of the figure
	 * @param grouped over all trainings, patients divided
	 * @param byView over all trainings, images divided
	 * @param inflation mean over the seeds of by view minus grouped; not a number if no seed has both
	 * @param low lower limit of its 95 % interval; not a number for fewer than two seeds
	 * @param high upper limit
	 */
	record Row(String metric, Summary grouped, Summary byView, double inflation, double low, double high) {
	}

	/**
	 * @throws SonoflowException.Input if there is nothing to measure
	 */
	static void require(final LabelledImages data, final boolean byview, final Path input) {
		if (byview) throw new SonoflowException.Input("leakage=true compares a division by patient with one by view, but " +
			"byview=true leaves out the first. Give one of the two.");
		if (PatientOverlap.several(data.groups(false)) == 0) throw new SonoflowException.Input(
			"leakage=true has nothing to measure: no patient in " +
			input + " has two images, so dividing by patient and by view is the same. Fill the column patient, or leave " +
			"leakage out.");
	}

	/**
	 * @param grouped tests of the honest division
	 * @param byView tests of the same seeds; figures that only one of the two has (of an alternate version, on which
	 *          networks of the division by view are not tested) are left out
	 */
	static ViewDivisionLeakage of(final List<Fold> grouped, final List<Fold> byView) {
		final long[] seeds = grouped.stream().mapToLong(Fold::seed).distinct().toArray();
		final List<Row> rows = new ArrayList<>();
		for (final String metric : grouped.get(0).figures().keySet()) {
			if (!byView.get(0).figures().containsKey(metric)) continue;
			final double[] differences = new double[seeds.length];
			for (int s = 0; s < seeds.length; s++)
				differences[s] = of(byView, metric, seeds[s]).mean() - of(grouped, metric, seeds[s]).mean();
			final Summary inflation = Summary.of(differences);
			final double margin = margin(inflation);
			rows.add(new Row(metric, all(grouped, metric), all(byView, metric), inflation.mean(), inflation.mean() - margin,
				inflation.mean() + margin));
		}
		return new ViewDivisionLeakage(List.copyOf(rows));
	}

	private static Summary of(final List<Fold> folds, final String metric, final long seed) {
		return all(folds.stream().filter(fold -> fold.seed() == seed).toList(), metric);
	}

	private static Summary all(final List<Fold> folds, final String metric) {
		return Summary.of(folds.stream().mapToDouble(fold -> fold.figures().get(metric)).toArray());
	}

	/** Half the width of the t interval of a mean. */
	private static double margin(final Summary summary) {
		if (summary.count() < 2) return Double.NaN;
		// Equal differences by chance (few images, coarse figures) are no certainty, but there is nothing to estimate from.
		return new TDistribution(null, summary.count() - 1.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * summary.std() /
			Math.sqrt(summary.count());
	}

	void write(final RunFolder folder, final Monitor monitor) {
		Tables.write(folder.resolve(FILE), List.of("metric", "grouped", "groupedstd", "byview", "byviewstd", "inflation", "low",
			"high"), rows.stream().map(row -> List.of(row.metric, text(row.grouped.mean()), text(row.grouped.std()), text(
				row.byView.mean()), text(row.byView.std()), text(row.inflation), text(row.low), text(row.high))).toList());
		for (final Row row : rows) {
			folder.figure("leakage." + row.metric, row.inflation);
			monitor.message(describe(row));
		}
		if (rows.stream().allMatch(row -> Double.isNaN(row.low))) monitor.message("The inflation has no interval: that needs " +
			"two seeds or more, and seeds=1 gives one difference.");
	}

	private static String describe(final Row row) {
		return String.format(Locale.ROOT, "Divided by view, %s would be %.1f %% instead of %.1f %%: %+.1f points%s.", row.metric,
			100 * row.byView.mean(), 100 * row.grouped.mean(), 100 * row.inflation, Double.isNaN(row.low) ? "" : String.format(
				Locale.ROOT, " (95 %% interval over seeds %+.1f to %+.1f)", 100 * row.low, 100 * row.high));
	}

	private static String text(final double value) {
		return PredictionTables.text(value);
	}
}
