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
package io.sonoflow.metric;

import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Means over the classes, each of which counts alike, with intervals over patients: F1, and the area under the ROC of one class
 * against the rest. A class that does not occur, as true or predicted one, is left out of F1; one that has no area of the area.
 * The intervals are percentiles over {@value #DRAWS} draws of as many patients, with replacement (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993), the same in every run.
 *
 * @param f1 0..1
 * @param auc 0..1; not a number if no class has one
 */
public record PatientMacro(Interval f1, Interval auc) {

	private static final int DRAWS = 1000;

	/**
	 * A figure.
	 *
	 * @param value of all
	 * @param low lower end; not a number for fewer than two patients
	 * @param high upper end, likewise
	 */
	public record Interval(double value, double low, double high) {

		private static Interval of(final double value, final double[] draws, final double confidence) {
			final double[] sorted = Arrays.stream(draws).filter(each -> !Double.isNaN(each)).sorted().toArray();
			if (sorted.length == 0) return new Interval(value, Double.NaN, Double.NaN);
			final int cut = (int) Math.floor(sorted.length * (1 - confidence) / 2);
			return new Interval(value, sorted[cut], sorted[sorted.length - 1 - cut]);
		}
	}

	/**
	 * @param truth class of each image, 0..K-1
	 * @param predicted class given to each
	 * @param probabilities (images, K); null if there are none
	 * @param patient of each image
	 * @param classes K
	 * @param confidence of the intervals, above 0 and below 1, e.g. 0.95
	 */
	public static PatientMacro of(final int[] truth, final int[] predicted, final double[][] probabilities, final String[] patient,
		final int classes, final double confidence)
	{
		final Sample sample = new Sample(truth, predicted, probabilities, classes);
		final int[] ones = new int[truth.length];
		Arrays.fill(ones, 1);
		final Map<String, Integer> numbers = new LinkedHashMap<>();
		final int[] whose = Arrays.stream(patient).mapToInt(name -> numbers.computeIfAbsent(name, key -> numbers.size())).toArray();
		final int draws = numbers.size() < 2 ? 0 : DRAWS;
		final double[] f1 = new double[draws];
		final double[] auc = new double[draws];
		for (int draw = 0; draw < draws; draw++) {
			final RandomStream random = RandomStream.of(0, "patients", draw);
			final int[] times = new int[numbers.size()];
			for (int i = 0; i < times.length; i++)
				times[random.nextInt(times.length)]++;
			final int[] weights = Arrays.stream(whose).map(each -> times[each]).toArray();
			f1[draw] = sample.f1(weights);
			auc[draw] = sample.auc(weights);
		}
		return new PatientMacro(Interval.of(sample.f1(ones), f1, confidence), Interval.of(sample.auc(ones), auc, confidence));
	}

	/** The images, sorted once for each class. */
	private static final class Sample {

		private final int[] truth;
		private final int[] predicted;
		private final double[][] probabilities;
		private final List<int[]> orders;
		private final int classes;

		Sample(final int[] truth, final int[] predicted, final double[][] probabilities, final int classes) {
			this.truth = truth;
			this.predicted = predicted;
			this.probabilities = probabilities;
			this.classes = classes;
			orders = probabilities == null ? List.of() : IntStream.range(0, classes).mapToObj(c -> IntStream.range(0, truth.length)
				.boxed().sorted((a, b) -> Double.compare(probabilities[b][c], probabilities[a][c])).mapToInt(Integer::intValue)
				.toArray()).toList();
		}

		double f1(final int[] weights) {
			final long[] hits = new long[classes];
			final long[] all = new long[classes];
			for (int i = 0; i < weights.length; i++) {
				all[truth[i]] += weights[i];
				all[predicted[i]] += weights[i];
				if (truth[i] == predicted[i]) hits[truth[i]] += weights[i];
			}
			return IntStream.range(0, classes).filter(c -> all[c] > 0).mapToDouble(c -> 2.0 * hits[c] / all[c]).average().orElse(
				Double.NaN);
		}

		double auc(final int[] weights) {
			return Summary.of(IntStream.range(0, orders.size()).mapToDouble(c -> auc(c, weights)).toArray()).mean();
		}

		private double auc(final int label, final int[] weights) {
			final int[] order = orders.get(label);
			double twice = 0;
			long hits = 0;
			long alarms = 0;
			for (int i = 0; i < order.length;) {
				final double score = probabilities[order[i]][label];
				final long before = hits;
				long more = 0;
				for (; i < order.length && probabilities[order[i]][label] == score; i++)
					if (truth[order[i]] == label) hits += weights[order[i]];
					else more += weights[order[i]];
				twice += (double) more * (hits + before);
				alarms += more;
			}
			return hits == 0 || alarms == 0 ? Double.NaN : twice / 2 / hits / alarms;
		}
	}
}
