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
 * Agreement of two readers beyond chance: Cohen's kappa (Cohen 1960; weighted: Cohen 1968), with the standard error of Fleiss,
 * Cohen and Everitt (1969) for large numbers.
 *
 * <pre>
 * Kappa kappa = Kappa.of(first, second, 2, Kappa.Weights.NONE);
 * String text = kappa.value() + " (" + kappa.low() + " to " + kappa.high() + ")";
 * </pre>
 *
 * @param value 1 = they always agree, 0 = as often as by chance, below 0 = less often; NaN if both said but one thing, the same
 * @param error standard error; NaN as the value
 * @param agreement share of the items on which they agree (weighted likewise), 0..1
 * @param items how many both have judged
 */
public record Kappa(double value, double error, double agreement, int items) {

	/** Two-sided 95 % of a normal distribution. */
	private static final double NORMAL = 1.959963984540054;

	/** How much classes that are not the same agree. */
	public enum Weights {
		/** Not at all. */
		NONE,
		/** The less, the farther their numbers are apart. */
		LINEAR,
		/** The less, the farther the squares. */
		QUADRATIC;

		double agreement(final int a, final int b, final int classes) {
			if (a == b) return 1;
			if (this == NONE) return 0;
			final double distance = Math.abs(a - b) / (classes - 1.0);
			return 1 - (this == LINEAR ? distance : distance * distance);
		}
	}

	/**
	 * @param first class of each item by one reader, 0..classes-1
	 * @param second by the other
	 * @param classes how many, in their order where weights are used
	 */
	public static Kappa of(final int[] first, final int[] second, final int classes, final Weights weights) {
		final int[] once = new int[first.length];
		Arrays.fill(once, 1);
		return of(shares(first, second, classes, once), weights, first.length);
	}

	/**
	 * As {@link #of(int[], int[], int, Weights)}, of the labels alone that either reader gave at least once (scikit-learn's
	 * default): weights go by a label's place among these, so a class that nobody named changes linear and quadratic kappa.
	 *
	 * @param first label of each item by one reader, any numbers in their order
	 * @param second by the other
	 */
	public static Kappa ofPresent(final int[] first, final int[] second, final Weights weights) {
		final int[] present = IntStream.concat(Arrays.stream(first), Arrays.stream(second)).sorted().distinct().toArray();
		return of(Arrays.stream(first).map(label -> Arrays.binarySearch(present, label)).toArray(), Arrays.stream(second).map(
			label -> Arrays.binarySearch(present, label)).toArray(), present.length, weights);
	}

	/**
	 * Kappa of truth and prediction with its interval over patients ({@link PatientBootstrap}), the same in every run.
	 *
	 * @param truth class of each item, 0..classes-1
	 * @param predicted class given to each
	 * @param patient of each
	 * @param classes how many, in their order where weights are used, whether they occur or not
	 * @param confidence of the interval, above 0 and below 1, e.g. 0.95
	 * @return value and ends, at most 1; not a number where all are of one class and that was predicted for all
	 */
	public static PatientBootstrap.Interval overPatients(final int[] truth, final int[] predicted, final String[] patient,
		final int classes, final Weights weights, final double confidence)
	{
		return PatientBootstrap.intervals(patient, 0, confidence, times -> new double[] { of(shares(truth, predicted, classes, times),
			weights, truth.length).value }).get(0);
	}

	/** {@return share of the items of each pair of classes, each counted so many times} */
	private static double[][] shares(final int[] first, final int[] second, final int classes, final int[] times) {
		if (first.length != second.length) throw new IllegalArgumentException(first.length + " and " + second.length + " items");
		final double all = Arrays.stream(times).sum();
		final double[][] share = new double[classes][classes];
		for (int i = 0; i < first.length; i++)
			share[first[i]][second[i]] += times[i] / all;
		return share;
	}

	private static Kappa of(final double[][] share, final Weights weights, final int items) {
		final int classes = share.length;
		final double[] rows = new double[classes];
		final double[] columns = new double[classes];
		for (int a = 0; a < classes; a++)
			for (int b = 0; b < classes; b++) {
				rows[a] += share[a][b];
				columns[b] += share[a][b];
			}
		double observed = 0;
		double chance = 0;
		final double[] ofRow = new double[classes];
		final double[] ofColumn = new double[classes];
		for (int a = 0; a < classes; a++)
			for (int b = 0; b < classes; b++) {
				final double weight = weights.agreement(a, b, classes);
				observed += weight * share[a][b];
				chance += weight * rows[a] * columns[b];
				ofRow[a] += weight * columns[b];
				ofColumn[b] += weight * rows[a];
			}
		// Rounding must not make a value of 0 / 0.
		if (1 - chance < 1e-12) return new Kappa(Double.NaN, Double.NaN, observed, items);
		double sum = 0;
		for (int a = 0; a < classes; a++)
			for (int b = 0; b < classes; b++) {
				final double term = weights.agreement(a, b, classes) * (1 - chance) - (ofRow[a] + ofColumn[b]) * (1 - observed);
				sum += share[a][b] * term * term;
			}
		final double mean = observed * chance - 2 * chance + observed;
		final double variance = Math.max(0, sum - mean * mean) / (items * Math.pow(1 - chance, 4));
		return new Kappa((observed - chance) / (1 - chance), Math.sqrt(variance), observed, items);
	}

	/** {@return whether there is an interval: of readers who agree on all items, few or many, its formula knows none} */
	public boolean hasInterval() {
		// Rounding leaves a little of what is 0.
		return 1 - agreement > 1e-12 && error > 1e-6;
	}

	/** {@return lower end of the 95 % interval, at least -1} */
	public double low() {
		return Math.max(-1, value - NORMAL * error);
	}

	/** {@return upper end of the 95 % interval, at most 1} */
	public double high() {
		return Math.min(1, value + NORMAL * error);
	}
}
