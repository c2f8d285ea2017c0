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
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * The area under the ROC with its interval, where images of one patient are not independent and a patient may have images of
 * both classes (Obuchowski, Biometrics 53, 1997): the variance is that of sums over patients. The interval is symmetrical on
 * the scale of the log odds, so that it stays within 0..1, with Student's quantile for one degree of freedom less than there
 * are patients of the rarer class. Where the classes are perfectly parted no variance can be seen: the lower end is then
 * that of as many right answers in a row as there are such patients.
 *
 * @param area 0..1, ties count one half; not a number if a class is missing
 * @param low lower end of the interval; not a number for fewer than two patients of a class
 * @param high upper end, likewise
 * @param patients of the class of which there are fewer
 */
public record PatientAuc(double area, double low, double high, int patients) {

	/** Sums over one patient's images. */
	private static final class Sums {

		private int positives;
		private int negatives;
		private double wins;
		private double losses;
	}

	/**
	 * @param positive whether each image truly is positive
	 * @param score the higher, the more positive; finite
	 * @param patient of each image
	 * @param confidence of the interval, above 0 and below 1, e.g. 0.95
	 * @return the area with its interval
	 * @throws IllegalArgumentException if the lengths differ, a score is not a number or the confidence is out of range
	 */
	public static PatientAuc of(final boolean[] positive, final double[] score, final String[] patient,
		final double confidence)
	{
		if (patient.length != score.length) throw new IllegalArgumentException(score.length + " images of " + patient.length +
			" patients");
		if (!(confidence > 0 && confidence < 1)) throw new IllegalArgumentException("A confidence of " + confidence);
		final double area = Roc.of(positive, score).auc();
		final Map<String, Sums> sums = sums(positive, score, patient);
		final int with = (int) sums.values().stream().filter(each -> each.positives > 0).count();
		final int without = (int) sums.values().stream().filter(each -> each.negatives > 0).count();
		final int rarer = Math.min(with, without);
		if (rarer < 2) return new PatientAuc(area, Double.NaN, Double.NaN, rarer);
		final double t = new TDistribution(rarer - 1).inverseCumulativeProbability((1 + confidence) / 2);
		final double error = Math.sqrt(Math.max(0, variance(area, sums, with, without)));
		if (area == 0 || area == 1 || error == 0) {
			final double[] ends = PatientShare.wilson(area, rarer, t);
			return new PatientAuc(area, ends[0], ends[1], rarer);
		}
		final double odds = Math.log(area / (1 - area));
		final double half = t * error / (area * (1 - area));
		return new PatientAuc(area, logistic(odds - half), logistic(odds + half), rarer);
	}

	private static double logistic(final double odds) {
		return 1 / (1 + Math.exp(-odds));
	}

	/** Of each positive image the share of negative ones below it, and the other way round. */
	private static Map<String, Sums> sums(final boolean[] positive, final double[] score, final String[] patient) {
		final double[] high = sorted(positive, score, true);
		final double[] low = sorted(positive, score, false);
		final Map<String, Sums> sums = new LinkedHashMap<>();
		for (int i = 0; i < score.length; i++) {
			final Sums each = sums.computeIfAbsent(patient[i], name -> new Sums());
			if (positive[i]) {
				each.positives++;
				each.wins += below(low, score[i]);
			}
			else {
				each.negatives++;
				each.losses += 1 - below(high, score[i]);
			}
		}
		return sums;
	}

	private static double[] sorted(final boolean[] positive, final double[] score, final boolean which) {
		final double[] values = new double[score.length];
		int n = 0;
		for (int i = 0; i < score.length; i++)
			if (positive[i] == which) values[n++] = score[i];
		final double[] sorted = Arrays.copyOf(values, n);
		Arrays.sort(sorted);
		return sorted;
	}

	/** {@return share of values below one, ties one half} */
	private static double below(final double[] sorted, final double value) {
		return (first(sorted, value, false) + first(sorted, value, true)) / 2.0 / sorted.length;
	}

	/** {@return how many values are below, or at most, this one} */
	private static int first(final double[] sorted, final double value, final boolean orEqual) {
		int from = 0;
		int to = sorted.length;
		while (from < to) {
			final int middle = (from + to) >>> 1;
			if (sorted[middle] < value || orEqual && sorted[middle] == value) from = middle + 1;
			else to = middle;
		}
		return from;
	}

	private static double variance(final double area, final Map<String, Sums> sums, final int with, final int without) {
		double m = 0;
		double n = 0;
		double ten = 0;
		double one = 0;
		double eleven = 0;
		for (final Sums each : sums.values()) {
			final double hit = each.wins - each.positives * area;
			final double miss = each.losses - each.negatives * area;
			m += each.positives;
			n += each.negatives;
			ten += hit * hit;
			one += miss * miss;
			eleven += hit * miss;
		}
		final int all = sums.size();
		return ten * with / (with - 1) / m / m + one * without / (without - 1) / n / n + 2 * eleven * all / (all - 1) / m / n;
	}
}
