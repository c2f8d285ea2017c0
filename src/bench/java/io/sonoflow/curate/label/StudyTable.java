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
package io.sonoflow.curate.label;

import io.sonoflow.RandomStream;
import io.sonoflow.metric.Summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The judges side by side, by condition and over all, with paired bootstrap intervals against confident learning. */
final class StudyTable {

	private static final int RESAMPLES = 10_000;
	private static final String BASELINE = "confident";

	/** One way to judge. */
	private record Entry(String name, Function<StudyFile, LabelVerdict> judge) {
	}

	private static final List<Entry> ENTRIES = List.of(new Entry("spikes", data -> new LossSpikeDetector().judge(data.evidence())),
		new Entry(BASELINE, data -> new ConfidentDetector().judge(data.evidence())), new Entry("confident, adjusted",
			data -> new ConfidentDetector(ConfidentFilter.PRUNE_BY_NOISE_RATE,
			LabelQuality.SELF_CONFIDENCE, true).judge(data.evidence())), new Entry("confident, testes", data -> new ConfidentDetector()
			.judge(overTestes(data))), new Entry("margin", data -> new MarginDetector().judge(data.evidence())), new Entry(
				"combined, views", data -> new CombinedDetector().judge(data.singleViews())), new Entry("combined", data ->
					new CombinedDetector()
					.judge(data.evidence())), new Entry("sla", data -> new FoldLossDetector(false).judge(data.evidence())), new Entry(
						"slasample", data -> new FoldLossDetector(true).judge(data.evidence())));

	private final Map<String, List<DetectorTable>> scores = new LinkedHashMap<>();
	private final List<StudyFile> files;

	StudyTable(final List<StudyFile> files) {
		this.files = files;
		for (final Entry entry : ENTRIES)
			scores.put(entry.name, files.stream().map(data -> DetectorTable.of(data, entry.judge.apply(data))).toList());
	}

	/** The held-out probabilities averaged over the views of a testis: confident learning with the same knowledge. */
	private static LabelEvidence overTestes(final StudyFile data) {
		final List<TrainingRecord> records = new ArrayList<>();
		for (final TrainingRecord training : data.records()) {
			final double[][] mean = new double[data.given().length][2];
			for (int i = 0; i < mean.length; i++) {
				final int testis = data.testes()[i];
				final int[] views = IntStream.range(0, mean.length).filter(j -> data.testes()[j] == testis).toArray();
				for (int k = 0; k < 2; k++) {
					final int label = k;
					mean[i][k] = Arrays.stream(views).mapToDouble(j -> training.heldOut()[j][label]).average().orElseThrow();
				}
			}
			records.add(new TrainingRecord(training.init(), training.seed(), training.fold(), training.loss(), training.margin(),
				training.judged(), mean));
		}
		return new LabelEvidence(records, data.given(), 2);
	}

	/** {@return the rows: condition, judge and figures, as CSV with a header} */
	List<String> rows() {
		final List<String> rows = new ArrayList<>();
		rows.add("noise,percent,judge,datasets,precision,recall,ap,precisionatrecall60,apdifference,low,high,apratio,low,high");
		conditions().forEach((condition, which) -> {
			for (final String judge : scores.keySet())
				rows.add(condition + "," + judge.replace(",", "") + "," + figures(judge, which));
		});
		return rows;
	}

	/** {@return of data sets without noise, the mean share of views that each judge calls wrong} */
	static List<String> falseAlarms(final List<StudyFile> clean) {
		final List<String> rows = new ArrayList<>();
		for (final Entry entry : ENTRIES)
			rows.add(String.format(Locale.ROOT, "none,0,%s,%d,falsealarms,%.4f", entry.name.replace(",", ""), clean.size(), clean
				.stream().mapToDouble(data -> (double) entry.judge.apply(data).count() / data.given().length).average().orElse(
					Double.NaN)));
		return rows;
	}

	/** Kind and percent of noise, either or both of them "all", to the numbers of its data sets. */
	private Map<String, int[]> conditions() {
		final Map<String, List<Integer>> groups = new TreeMap<>();
		for (int i = 0; i < files.size(); i++) {
			final String[] parts = files.get(i).name().split("-");
			for (final String kind : List.of(parts[0], "all"))
				for (final String percent : List.of(parts[1], "all"))
					groups.computeIfAbsent(kind + "," + percent, key -> new ArrayList<>()).add(i);
		}
		final Map<String, int[]> result = new LinkedHashMap<>();
		groups.forEach((group, members) -> result.put(group, members.stream().mapToInt(Integer::intValue).toArray()));
		return result;
	}

	private String figures(final String judge, final int[] which) {
		final double[] own = precisions(judge, which);
		final double[] base = precisions(BASELINE, which);
		final double[] differences = new double[RESAMPLES];
		final double[] ratios = new double[RESAMPLES];
		final RandomStream random = RandomStream.of(0, "bootstrap");
		for (int r = 0; r < RESAMPLES; r++) {
			double a = 0;
			double b = 0;
			for (int i = 0; i < own.length; i++) {
				final int drawn = random.nextInt(own.length);
				a += own[drawn] / own.length;
				b += base[drawn] / own.length;
			}
			differences[r] = a - b;
			ratios[r] = a / b;
		}
		Arrays.sort(differences);
		Arrays.sort(ratios);
		final double a = Summary.of(own).mean();
		final double b = Summary.of(base).mean();
		return String.format(Locale.ROOT, "%d,%.3f,%.3f,%.3f,%.3f,%+.3f,%+.3f,%+.3f,%.3f,%.3f,%.3f", own.length, mean(judge, which,
			DetectorTable::precision), mean(judge, which, DetectorTable::recall), a, mean(judge, which,
				DetectorTable::precisionAtRecall), a -
				b, low(differences), high(differences), a / b, low(ratios), high(ratios));
	}

	private double[] precisions(final String judge, final int[] which) {
		return Arrays.stream(which).mapToDouble(i -> scores.get(judge).get(i).averagePrecision()).toArray();
	}

	private double mean(final String judge, final int[] which, final Function<DetectorTable, Double> figure) {
		return Summary.of(Arrays.stream(which).mapToDouble(i -> figure.apply(scores.get(judge).get(i))).toArray()).mean();
	}

	private static double low(final double[] sorted) {
		return sorted[(int) (0.025 * sorted.length)];
	}

	private static double high(final double[] sorted) {
		return sorted[(int) (0.975 * sorted.length)];
	}
}
