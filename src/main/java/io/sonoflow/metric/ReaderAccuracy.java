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
import java.util.Objects;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How often readers are right who tell two equally frequent kinds apart, and whether that is more than chance.
 *
 * @param value share of right answers, 0..1; of several readers the mean of theirs
 * @param low lower end of the 95 % interval
 * @param high upper end
 * @param p two-sided, of guessing
 */
public record ReaderAccuracy(double value, double low, double high, double p) {

	private static final double CHANCE = 0.5;
	private static final double UPPER = 0.975;
	/** Two-sided 95 % of a normal distribution. */
	private static final double NORMAL = 1.959963984540054;

	/**
	 * {@return one reader's: Wilson's interval (1927) and the exact binomial test}
	 *
	 * @param items at least 1
	 */
	public static ReaderAccuracy of(final int right, final int items) {
		final double share = (double) right / items;
		final double[] ends = PatientShare.wilson(share, items, NORMAL);
		final double tail = new BinomialDistribution(null, items, CHANCE).cumulativeProbability(Math.min(right, items - right));
		return new ReaderAccuracy(share, ends[0], ends[1], Math.min(1, 2 * tail));
	}

	/**
	 * All readers' mean, as other readers would do on other items. Answers to one item are not independent, nor are those of one
	 * reader: the variance is that of both ways of grouping together (Cameron, Gelbach and Miller, J. Bus. Econ. Stat. 29, 2011),
	 * but never less than that of the items alone; Wilson's interval and the score test are those of as many independent answers
	 * as have this variance (Korn and Graubard 1998), with Student's quantile of Satterthwaite's degrees of freedom.
	 *
	 * @param right (readers, items); null = not answered, at least one answer a reader
	 */
	public static ReaderAccuracy ofAll(final Boolean[][] right) {
		final int items = right[0].length;
		final double[][] weights = new double[right.length][items];
		double mean = 0;
		double squares = 0;
		for (int r = 0; r < right.length; r++) {
			final long answered = Arrays.stream(right[r]).filter(Objects::nonNull).count();
			for (int i = 0; i < items; i++) {
				if (right[r][i] == null) continue;
				weights[r][i] = 1.0 / answered / right.length;
				squares += weights[r][i] * weights[r][i];
				if (right[r][i]) mean += weights[r][i];
			}
		}
		final Spread spread = Spread.of(right, weights, mean);
		final double independent = Math.min(1 / squares, spread.variance > 0 ? mean * (1 - mean) / spread.variance : items);
		final TDistribution student = new TDistribution(null, spread.degrees);
		final double[] ends = PatientShare.wilson(mean, independent, student.inverseCumulativeProbability(UPPER));
		final double z = Math.abs(mean - CHANCE) / Math.sqrt(CHANCE * (1 - CHANCE) / independent);
		return new ReaderAccuracy(mean, ends[0], ends[1], 2 * student.cumulativeProbability(-z));
	}

	/**
	 * @param variance of the mean
	 * @param degrees of freedom of this estimate
	 */
	private record Spread(double variance, double degrees) {

		static Spread of(final Boolean[][] right, final double[][] weights, final double mean) {
			final double[] byReader = new double[right.length];
			final double[] byItem = new double[right[0].length];
			double cells = 0;
			for (int r = 0; r < right.length; r++)
				for (int i = 0; i < byItem.length; i++) {
					if (right[r][i] == null) continue;
					final double residual = weights[r][i] * ((right[r][i] ? 1 : 0) - mean);
					byReader[r] += residual;
					byItem[i] += residual;
					cells += residual * residual;
				}
			final double ofItems = clustered(byItem);
			final double ofReaders = Math.max(0, clustered(byReader) - cells);
			final double variance = ofItems + ofReaders;
			if (variance == 0) return new Spread(0, Math.max(1, byItem.length - 1));
			final double spread = ofItems * ofItems / Math.max(1, byItem.length - 1) + ofReaders * ofReaders / Math.max(1,
				byReader.length - 1);
			return new Spread(variance, Math.max(1, variance * variance / spread));
		}

		private static double clustered(final double[] sums) {
			final double n = sums.length;
			return n < 2 ? 0 : n / (n - 1) * Arrays.stream(sums).map(sum -> sum * sum).sum();
		}
	}
}
