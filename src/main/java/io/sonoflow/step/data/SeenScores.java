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
import io.sonoflow.run.RunFolder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The scores on patients whom a start has seen and on the others, side by side: means over trainings, as in the tables of all.
 * They are of other patients, so they differ by chance, too.
 */
public final class SeenScores {

	/** The table; only where a patient was seen. */
	public static final String FILE = "seenscores.csv";

	/** The rows without the seen patients. */
	public static final String UNSEEN = "unseen";

	private final List<String> metrics = new ArrayList<>();
	private final List<Row> rows = new ArrayList<>();

	/**
	 * What one training says of images.
	 *
	 * @param samples numbers of the images
	 * @param probabilities (images, classes)
	 */
	public record Answers(int[] samples, double[][] probabilities) {

		private Answers only(final IntPredicate samples) {
			final int[] chosen = IntStream.range(0, this.samples.length).filter(i -> samples.test(this.samples[i])).toArray();
			return new Answers(Arrays.stream(chosen).map(i -> this.samples[i]).toArray(), Arrays.stream(chosen).mapToObj(
				i -> probabilities[i]).toArray(double[][]::new));
		}
	}

	private record Row(List<String> head, Map<String, Double> figures) {
	}

	/**
	 * Adds what was tested.
	 *
	 * @param tested in a word
	 * @param seen of each sample; empty = nobody was seen, and nothing is added
	 * @param trainings of each its answers
	 */
	public void add(final String tested, final LabelledImages data, final boolean[] seen, final List<Answers> trainings) {
		if (seen.length == 0) return;
		rows.add(row(tested, "all", data, trainings));
		rows.add(row(tested, UNSEEN, data, trainings.stream().map(each -> each.only(i -> !seen[i])).toList()));
		rows.add(row(tested, "seen", data, trainings.stream().map(each -> each.only(i -> seen[i])).toList()));
	}

	private Row row(final String tested, final String part, final LabelledImages data, final List<Answers> trainings) {
		final Set<Integer> images = new LinkedHashSet<>();
		final Map<String, List<Double>> values = new LinkedHashMap<>();
		int counted = 0;
		for (final Answers each : trainings) {
			Arrays.stream(each.samples).forEach(images::add);
			if (data.trainable(each.samples).length == 0) continue;
			counted++;
			data.figures(each.samples, each.probabilities).forEach((name, value) -> values.computeIfAbsent(name,
				key -> new ArrayList<>()).add(value));
		}
		values.keySet().stream().filter(name -> !metrics.contains(name)).forEach(metrics::add);
		final Map<String, Double> means = new LinkedHashMap<>();
		values.forEach((name, all) -> means.put(name, all.stream().mapToDouble(value -> value).filter(value -> !Double.isNaN(value))
			.average().orElse(Double.NaN)));
		final long patients = images.stream().map(i -> data.dataset().samples().get(i).group()).distinct().count();
		return new Row(List.of(tested, part, Long.toString(patients), Integer.toString(images.size()), Integer.toString(counted)),
			means);
	}

	/** Writes the table, and the scores without the seen patients as figures, if somebody was seen. */
	public void write(final RunFolder folder) {
		if (rows.isEmpty()) return;
		final List<String> header = new ArrayList<>(List.of("tested", "part", "patients", "images", "trainings"));
		header.addAll(metrics);
		Tables.write(folder.resolve(FILE), header, rows.stream().map(row -> {
			final List<String> texts = new ArrayList<>(row.head);
			metrics.forEach(metric -> texts.add(PredictionTables.text(row.figures.getOrDefault(metric, Double.NaN))));
			return texts;
		}).toList());
		final Map<String, Object> unseen = new LinkedHashMap<>();
		for (final Row row : rows)
			if (row.head.get(1).equals(UNSEEN)) row.figures.forEach((name, value) -> {
				if (!Double.isNaN(value)) unseen.put(row.head.get(0) + "." + name, value);
			});
		if (!unseen.isEmpty()) folder.figure(UNSEEN, unseen);
	}
}
