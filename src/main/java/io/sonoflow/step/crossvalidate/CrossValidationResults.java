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

import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.Confusion;
import io.sonoflow.metric.Summary;
import io.sonoflow.nn.Classifier;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Fold;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.Labelling;
import io.sonoflow.step.data.OrganAccuracy;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.step.data.SeenCheck;
import io.sonoflow.train.Inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Tables and pictures of a cross-validation, made from the parts of all its trainings. */
final class CrossValidationResults {

	/** More curves in one plot cannot be told apart. */
	private static final int MOST_CURVES = 12;

	private final Path folder;
	private final LabelledImages data;
	private final AlternateVersion alternate;
	private final List<FoldPart> parts;
	private final List<Fold> folds;
	private final boolean bySite;
	private final boolean[] seen;

	/**
	 * @param alternate the data's other version, or null
	 * @param parts and folds of all trainings, in the same order
	 * @param bySite whether each fold is a site
	 * @param seen of each image whether a start has seen its patient; empty = none
	 */
	CrossValidationResults(final Path folder, final LabelledImages data, final AlternateVersion alternate,
		final List<FoldPart> parts, final List<Fold> folds, final boolean bySite, final boolean[] seen)
	{
		this.folder = folder;
		this.data = data;
		this.alternate = alternate;
		this.parts = parts;
		this.folds = folds;
		this.bySite = bySite;
		this.seen = seen;
	}

	/** {@return mean and sample standard deviation over the trainings} */
	Map<String, Summary> summary() {
		final Map<String, Summary> summary = new LinkedHashMap<>();
		for (final String name : folds.get(0).figures().keySet())
			summary.put(name, Summary.of(folds.stream().mapToDouble(fold -> fold.figures().get(name)).toArray()));
		return summary;
	}

	/**
	 * {@return lines such as "f1: 73.2 +- 1.6 % over 12 trainings (always negative 0.0 %, guessing 20.0 %)"; of several classes
	 * none is negative}
	 */
	List<String> describe() {
		final Map<String, Double> negative = baseline(data.alwaysNegative());
		final Map<String, Double> random = baseline(data.random());
		final String always = data.positiveName().isEmpty() ? "always the most frequent class" : "always negative";
		return summary().entrySet().stream().map(each -> each.getKey().endsWith(Labelling.KAPPA) ? String.format(Locale.ROOT,
			"%s: %.3f +- %.3f over %d trainings (quadratic; 0 by chance)", each.getKey(), each.getValue().mean(), each.getValue().std(),
			each.getValue().count()) : String.format(Locale.ROOT, "%s: %.1f +- %.1f %% over %d trainings", each.getKey(), 100 * each
				.getValue().mean(), 100 * each.getValue().std(), each.getValue().count()) + (negative.containsKey(each
				.getKey()) ? String.format(Locale.ROOT, " (%s %.1f %%, guessing %.1f %%)", always, 100 * negative.get(each.getKey()),
					100 * random.get(each.getKey())) : "")).toList();
	}

	/** An answer that looks at no image has the same scores in any version of the images. */
	private Map<String, Double> baseline(final Map<String, Double> figures) {
		if (alternate != null) figures.putAll(AlternateVersion.baseline(figures));
		return figures;
	}

	void write() {
		writeFolds();
		writeSummary();
		writePredictions(PredictionTables.PREDICTIONS, data.dataset(), FoldPart::probabilities);
		if (alternate != null) writePredictions(AlternateVersion.FILE, alternate.dataset(), FoldPart::alternate);
		data.labellings().forEach(this::writeConfusion);
		writeCurves();
	}

	private void writeFolds() {
		final List<String> header = new ArrayList<>(List.of("seed", "fold"));
		if (bySite) header.add(Sample.SITE);
		header.addAll(folds.get(0).figures().keySet());
		Tables.write(folder.resolve("folds.csv"), header, IntStream.range(0, folds.size()).mapToObj(i -> {
			final Fold fold = folds.get(i);
			final List<String> row = new ArrayList<>(List.of(Long.toString(fold.seed()), Integer.toString(fold.fold())));
			if (bySite) row.add(data.dataset().samples().get(parts.get(i).samples()[0]).site());
			fold.figures().values().forEach(value -> row.add(PredictionTables.text(value)));
			return row;
		}).toList());
	}

	private void writeSummary() {
		final Map<String, Double> negative = baseline(data.alwaysNegative());
		final Map<String, Double> random = baseline(data.random());
		final List<List<String>> rows = new ArrayList<>();
		summary().forEach((name, value) -> rows.add(List.of(name, PredictionTables.text(value.mean()), PredictionTables.text(
			value.std()), PredictionTables.text(negative.getOrDefault(name, Double.NaN)), PredictionTables.text(random.getOrDefault(
				name, Double.NaN)))));
		Tables.write(folder.resolve("summary.csv"), List.of("metric", "mean", "std", "alwaysnegative", "random"), rows);
	}

	private void writePredictions(final String file, final Dataset images,
		final Function<FoldPart, double[][]> probabilities)
	{
		final List<List<String>> rows = new ArrayList<>();
		for (final FoldPart part : parts) {
			final double[][] values = probabilities.apply(part);
			final int[] predicted = Inference.predictions(values);
			for (int i = 0; i < predicted.length; i++) {
				final int number = part.samples()[i];
				final Sample sample = data.dataset().samples().get(number);
				final List<String> row = PredictionTables.row(List.of(LabelledImages.name(images, images.samples().get(number)),
					sample.patient(), Long.toString(part.seed()), Integer.toString(part.fold()), sample.label(), data.classes().get(
						predicted[i])), values[i]);
				row.addAll(PredictionTables.otherLabels(data, number));
				if (bySite) row.add(sample.site());
				if (severalOrgans()) row.add(sample.organ());
				if (seen.length > 0) row.add(Boolean.toString(seen[number]));
				rows.add(row);
			}
		}
		final List<String> header = PredictionTables.header(List.of("image", "patient", "seed", "fold", "label",
			"prediction"), data.classes());
		header.addAll(PredictionTables.otherLabels(data));
		if (bySite) header.add(Sample.SITE);
		if (severalOrgans()) header.add(OrganAccuracy.COLUMN);
		if (seen.length > 0) header.add(SeenCheck.COLUMN);
		Tables.write(folder.resolve(file), header, rows);
	}

	private boolean severalOrgans() {
		return data.organs().size() > 1;
	}

	private void writeConfusion(final Labelling labelling) {
		final int[] truth = parts.stream().flatMapToInt(part -> Arrays.stream(labelling.scored(part.samples())).map(
			i -> labelling.classes()[part.samples()[i]])).toArray();
		final int[] predicted = parts.stream().flatMapToInt(part -> Arrays.stream(labelling.scored(part.samples())).map(
			i -> Classifier.best(part.probabilities()[i]))).toArray();
		final long seeds = parts.stream().mapToLong(FoldPart::seed).distinct().count();
		final String name = labelling.name();
		Plots.confusion("All test folds" + (seeds > 1 ? " of " + seeds + " seeds" : "") + (name.isEmpty() ? ""
			: ", against the column " + name), Confusion.of(truth, predicted, data.classes().size()).counts(), data.classes())
			.write(folder.resolve(name.isEmpty() ? "confusion.png" : "confusion-" + name + ".png"));
	}

	private void writeCurves() {
		// With equal steps a training on fewer images has more epochs: each epoch shows those that reached it.
		final int epochs = parts.stream().mapToInt(part -> part.losses().length).max().orElseThrow();
		final double[] x = new double[epochs];
		final double[] mean = new double[epochs];
		final double[] low = new double[epochs];
		final double[] high = new double[epochs];
		for (int e = 0; e < epochs; e++) {
			final int epoch = e;
			x[e] = e + 1.0;
			final double[] losses = parts.stream().filter(part -> epoch < part.losses().length).mapToDouble(part -> part
				.losses()[epoch]).toArray();
			mean[e] = Arrays.stream(losses).average().orElseThrow();
			low[e] = Arrays.stream(losses).min().orElseThrow();
			high[e] = Arrays.stream(losses).max().orElseThrow();
		}
		Plots.lines(Axes.of("epoch", "training loss (nats)").title("Mean and range of " + parts.size() + " trainings"),
			Series.of("training loss", x, mean).band(low, high)).write(folder.resolve("curves.png"));
		Plots.roc("ROC on each test fold", parts.stream().limit(MOST_CURVES).map(part -> PredictionTables.roc("seed " + part
			.seed() + ", fold " + part.fold(), data, part.samples(), part.probabilities())).toList()).write(folder.resolve(
				"roc.png"));
	}
}
