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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.Confusion;
import io.sonoflow.metric.Summary;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.Labelling;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A data set that no fold sees: each network of a cross-validation, and the mean of their probabilities, are scored on it.
 *
 * @param data the test set, with the classes of what is learned
 */
record TestSet(LabelledImages data) {

	/** The table of scores. */
	static final String FILE = "test.csv";

	/** The table of the networks' mean. */
	static final String PREDICTIONS = "testpredictions.csv";

	/** The row of the networks' mean. */
	static final String ENSEMBLE = "ensemble";

	/** The column of classes without an image, only where there are such: they are in no mean over classes. */
	static final String ABSENT = "absent";

	/** Before the names of its figures. */
	private static final String PREFIX = "test.";

	/**
	 * Reads and checks it before any work.
	 *
	 * @param input as {@link Dataset#read} takes it
	 * @param trained what is learned
	 * @throws io.sonoflow.SonoflowException if a label or an image cannot be used, or the two are not independent
	 */
	static TestSet read(final Path input, final LabelledImages trained, final Monitor monitor) {
		final TestSet set = new TestSet(LabelledImages.forTest("test", Dataset.read(input, monitor), trained, monitor));
		new TestGuard(trained, set.data).require(monitor);
		final List<String> absent = set.absent();
		if (!absent.isEmpty()) monitor.warn("The test set has no image of " + absent.size() + " of the " + trained.classes().size() +
			" classes: " + String.join(", ", absent) + ". Their area under the ROC is left empty; means over classes are those over the " +
			"classes that occur.");
		return set;
	}

	private List<String> absent() {
		final int[] labels = data.labels();
		return IntStream.range(0, data.classes().size()).filter(c -> Arrays.stream(labels).noneMatch(label -> label == c)).mapToObj(
			data.classes()::get).toList();
	}

	/** {@return number of its images} */
	int size() {
		return data.size();
	}

	private int[] all() {
		return IntStream.range(0, size()).toArray();
	}

	/** {@return (images, classes) what a network says of it} */
	double[][] probabilities(final ImageNetwork network, final int side, final String stage, final Monitor monitor) {
		return Inference.probabilities(network, data.images(), all(), side, "testing on the test set, " + stage, monitor);
	}

	private double[][] mean(final List<FoldPart> parts) {
		final double[][] mean = new double[size()][data.classes().size()];
		for (int i = 0; i < mean.length; i++)
			for (int c = 0; c < mean[i].length; c++)
				for (final FoldPart part : parts)
					mean[i][c] += part.test()[i][c] / parts.size();
		return mean;
	}

	private Map<String, Double> figures(final double[][] probabilities) {
		final Map<String, Double> figures = data.figures(all(), probabilities);
		figures.putAll(data.organFigures(all(), probabilities, data.organs()));
		return figures;
	}

	/**
	 * Writes what all networks and their mean reach.
	 *
	 * @param seen of each image whether a start has seen its patient; empty = none
	 */
	void write(final List<FoldPart> parts, final boolean[] seen, final RunFolder folder, final Monitor monitor) {
		final List<Map<String, Double>> figures = parts.stream().map(part -> figures(part.test())).toList();
		final double[][] mean = mean(parts);
		final Map<String, Double> ensemble = figures(mean);
		writeScores(folder.resolve(FILE), parts, figures, ensemble);
		writePredictions(folder.resolve(PREDICTIONS), mean, seen);
		final Labelling labels = data.labellings().get(0);
		final int[] scored = labels.scored(all());
		Plots.confusion("Test set, mean of " + parts.size() + " networks", Confusion.of(Arrays.stream(scored).map(i -> labels
			.classes()[i]).toArray(), Inference.predictions(Arrays.stream(scored).mapToObj(i -> mean[i]).toArray(double[][]::new)),
			data.classes().size()).counts(), data.classes()).write(folder.resolve("confusion-test.png"));
		folder.figure(PREFIX + "images", size());
		folder.figure(PREFIX + "absent", absent());
		final Map<String, Summary> summary = new LinkedHashMap<>();
		for (final String name : ensemble.keySet())
			summary.put(name, Summary.of(figures.stream().mapToDouble(each -> each.get(name)).toArray()));
		summary.forEach((name, each) -> {
			folder.figure(PREFIX + name + ".mean", each.mean());
			folder.figure(PREFIX + name + ".std", each.std());
			folder.figure(PREFIX + ENSEMBLE + "." + name, ensemble.get(name));
		});
		monitor.message("Test set of " + size() + " images: " + new ClassifierScores(0, 0, 0, 0, 0).byName().keySet().stream().map(
			name -> name + " " + percent(summary.get(name).mean()) + " +- " + percent(summary.get(name).std()) +
				" %, of the networks' mean " + percent(ensemble.get(name)) + " %").collect(Collectors.joining("; ")) + ".");
	}

	private static String percent(final double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * value);
	}

	private void writeScores(final Path file, final List<FoldPart> parts, final List<Map<String, Double>> figures,
		final Map<String, Double> ensemble)
	{
		final List<String> header = new ArrayList<>(List.of("model", "seed", "fold"));
		header.addAll(ensemble.keySet());
		// Means over classes do not show over which.
		final List<String> absent = absent();
		if (!absent.isEmpty()) header.add(ABSENT);
		final List<List<String>> rows = new ArrayList<>();
		for (int i = 0; i < parts.size(); i++)
			rows.add(row(List.of(FoldPart.name(parts.get(i).seed(), parts.get(i).fold()), Long.toString(parts.get(i).seed()), Integer
				.toString(parts.get(i).fold())), figures.get(i)));
		rows.add(row(List.of(ENSEMBLE, "", ""), ensemble));
		if (!absent.isEmpty()) rows.forEach(row -> row.add(String.join(" ", absent)));
		Tables.write(file, header, rows);
	}

	private static List<String> row(final List<String> names, final Map<String, Double> figures) {
		final List<String> row = new ArrayList<>(names);
		figures.values().forEach(value -> row.add(PredictionTables.text(value)));
		return row;
	}

	private void writePredictions(final Path file, final double[][] mean, final boolean[] seen) {
		final int[] predicted = Inference.predictions(mean);
		final List<List<String>> rows = new ArrayList<>();
		for (int i = 0; i < predicted.length; i++) {
			final Sample sample = data.dataset().samples().get(i);
			final List<String> row = PredictionTables.row(List.of(data.name(i), sample.patient(), sample.label(), data.classes().get(
				predicted[i])), mean[i]);
			row.addAll(PredictionTables.otherLabels(data, i));
			if (seen.length > 0) row.add(Boolean.toString(seen[i]));
			rows.add(row);
		}
		final List<String> header = PredictionTables.header(List.of("image", "patient", "label", "prediction"), data.classes());
		header.addAll(PredictionTables.otherLabels(data));
		if (seen.length > 0) header.add(SeenCheck.COLUMN);
		Tables.write(file, header, rows);
	}
}
