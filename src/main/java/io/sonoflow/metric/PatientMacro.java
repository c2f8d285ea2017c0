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

import java.util.List;
import java.util.stream.IntStream;

/**
 * Means over the classes, each of which counts alike, with intervals over patients: F1, and the area under the ROC of one class
 * against the rest. A class that does not occur, as true or predicted one, is left out of F1; one that has no area of the area.
 * The intervals are those of {@link PatientBootstrap}, the same in every run.
 *
 * @param f1 0..1
 * @param auc 0..1; not a number if no class has one
 */
public record PatientMacro(PatientBootstrap.Interval f1, PatientBootstrap.Interval auc) {

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
		final List<PatientBootstrap.Interval> intervals = PatientBootstrap.intervals(patient, 0, confidence, weights -> new double[] {
			sample.f1(weights), sample.auc(weights) });
		return new PatientMacro(intervals.get(0), intervals.get(1));
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
