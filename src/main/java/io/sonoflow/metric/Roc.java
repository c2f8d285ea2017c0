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

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The receiver operating characteristic of a score: the true positive rate over the false positive rate as the threshold
 * falls. One point for each distinct score, so ties count one half in the area.
 *
 * <pre>
 * double auc = Roc.of(isPositive, probability).auc();
 * </pre>
 *
 * Immutable. The counts are exact integers: the area does not depend on the order of the items.
 */
public final class Roc {

	/** Cumulated true and false positives at each distinct threshold, from the highest; they begin with 0, 0. */
	private final long[] hits;
	private final long[] alarms;

	private Roc(final long[] hits, final long[] alarms) {
		this.hits = hits;
		this.alarms = alarms;
	}

	/**
	 * @param positive whether each item truly is positive
	 * @param score the higher, the more positive; finite
	 * @return the curve
	 * @throws IllegalArgumentException if the lengths differ or a score is not a number
	 */
	public static Roc of(final boolean[] positive, final double[] score) {
		if (positive.length != score.length) throw new IllegalArgumentException("There are " + positive.length +
			" classes but " + score.length + " scores");
		for (final double value : score)
			if (Double.isNaN(value)) throw new IllegalArgumentException("A score is not a number");
		final int[] order = IntStream.range(0, score.length).boxed().sorted((a, b) -> Double.compare(score[b],
			score[a])).mapToInt(Integer::intValue).toArray();
		final long[] hits = new long[order.length + 1];
		final long[] alarms = new long[order.length + 1];
		int points = 1;
		for (int i = 0; i < order.length; i++) {
			// not Double.compare: 0.0 and -0.0 are a tie
			final boolean sameThreshold = i > 0 && score[order[i]] == score[order[i - 1]];
			if (!sameThreshold) {
				hits[points] = hits[points - 1];
				alarms[points] = alarms[points - 1];
				points++;
			}
			if (positive[order[i]]) hits[points - 1]++;
			else alarms[points - 1]++;
		}
		return new Roc(Arrays.copyOf(hits, points), Arrays.copyOf(alarms, points));
	}

	/** {@return the curve of one class against the rest, from probabilities (items, classes)} */
	public static Roc oneVersusRest(final int[] truth, final double[][] probabilities, final int label) {
		final boolean[] positive = new boolean[truth.length];
		final double[] score = new double[truth.length];
		for (int i = 0; i < truth.length; i++) {
			positive[i] = truth[i] == label;
			score[i] = probabilities[i][label];
		}
		return of(positive, score);
	}

	/**
	 * {@return mean over all classes of the area of one class against the rest; not a number if a class has no item or
	 *         all of them}
	 */
	public static double macroAuc(final int[] truth, final double[][] probabilities, final int classes) {
		double sum = 0;
		for (int label = 0; label < classes; label++)
			sum += oneVersusRest(truth, probabilities, label).auc();
		return sum / classes;
	}

	/** {@return number of points, from (0, 0) to (1, 1)} */
	public int size() {
		return hits.length;
	}

	/** {@return true positive rate (sensitivity) at a point, 0..1; not a number if nothing is positive} */
	public double sensitivity(final int point) {
		return (double) hits[point] / positives();
	}

	/** {@return false positive rate (1 - specificity) at a point, 0..1; not a number if nothing is negative} */
	public double falseAlarms(final int point) {
		return (double) alarms[point] / negatives();
	}

	/** {@return area under the curve, 0..1; not a number if only one class is present, where it is not defined} */
	public double auc() {
		if (positives() == 0 || negatives() == 0) return Double.NaN;
		double twice = 0;
		for (int i = 1; i < hits.length; i++)
			twice += (double) (alarms[i] - alarms[i - 1]) * (hits[i] + hits[i - 1]);
		return twice / 2 / positives() / negatives();
	}

	/**
	 * {@return average precision, sum of (recall step) x precision over the thresholds, 0..1; not a number if only one
	 *         class is present}
	 */
	public double averagePrecision() {
		if (positives() == 0 || negatives() == 0) return Double.NaN;
		double sum = 0;
		for (int i = 1; i < hits.length; i++)
			sum += (double) (hits[i] - hits[i - 1]) / positives() * hits[i] / (hits[i] + alarms[i]);
		return sum;
	}

	private long positives() {
		return hits[hits.length - 1];
	}

	private long negatives() {
		return alarms[alarms.length - 1];
	}
}
