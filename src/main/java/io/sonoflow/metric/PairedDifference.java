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

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean difference of two classifiers over the same trainings of a repeated cross-validation, with the interval of the
 * corrected resampled t-test (Nadeau and Bengio, "Inference for the Generalization Error", Machine Learning 52, 2003; for
 * repeated k-fold cross-validation Bouckaert and Frank, "Evaluating the Replicability of Significance Tests for Comparing
 * Learning Algorithms", PAKDD 2004). The plain t interval takes the variance of the mean for s² / J; it is too narrow,
 * because trainings share images and are therefore not independent, so that more repetitions do not make it as much surer.
 * The corrected variance is (1 / J + test / training images) s², with J - 1 degrees of freedom.
 *
 * @param mean of the differences; not a number without any
 * @param std their sample standard deviation s; not a number for fewer than two
 * @param count J, the number of differences that are numbers
 * @param low lower end of the interval; not a number for fewer than {@value #FEWEST} differences, or if all are the same:
 *          two that happen to be near each other, as of few images they often are, would make it as narrow as one likes
 * @param high upper end, likewise
 */
public record PairedDifference(double mean, double std, int count, double low, double high) {

	/** From fewer differences no interval is taken. */
	public static final int FEWEST = 3;
	/** Of differences of shares, which have few digits, anything below is rounding. */
	private static final double ROUNDING = 1e-9;

	/**
	 * @param differences one a training; those that are not numbers (an AUC that is not defined) are left out
	 * @param ratio test images over training images, above 0; in a k-fold cross-validation 1 / (k - 1)
	 * @param confidence of the interval, above 0 and below 1, e.g. 0.95
	 * @return their mean with its interval
	 */
	public static PairedDifference of(final double[] differences, final double ratio, final double confidence) {
		if (!(ratio >= 0)) throw new IllegalArgumentException("A ratio of test to training images of " + ratio);
		if (!(confidence > 0 && confidence < 1)) throw new IllegalArgumentException("A confidence of " + confidence);
		final Summary summary = Summary.of(differences);
		final int count = summary.count();
		if (count < FEWEST || allEqual(differences)) return new PairedDifference(summary.mean(), summary.std(), count, Double.NaN,
			Double.NaN);
		final double error = Math.sqrt((1.0 / count + ratio)) * summary.std();
		final double half = error * new TDistribution(count - 1).inverseCumulativeProbability((1 + confidence) / 2);
		return new PairedDifference(summary.mean(), summary.std(), count, summary.mean() - half, summary.mean() + half);
	}

	/** {@return the same with an interval of which nothing lies where no difference can, e.g. -1..1 of shares} */
	public PairedDifference within(final double least, final double most) {
		return new PairedDifference(mean, std, count, Math.max(low, least), Math.min(high, most));
	}

	/** {@return whether all differences are the same, so that they say nothing of chance} */
	public static boolean allEqual(final double[] differences) {
		final double[] numbers = Arrays.stream(differences).filter(value -> !Double.isNaN(value)).toArray();
		return numbers.length > 1 && Arrays.stream(numbers).max().orElse(0) - Arrays.stream(numbers).min().orElse(0) < ROUNDING;
	}

	/** {@return whether there is an interval, and 0 is not in it} */
	public boolean excludesZero() {
		return high > low && (low > 0 || high < 0);
	}
}
