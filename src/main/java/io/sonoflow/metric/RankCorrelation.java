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

/** Spearman's rank correlation: whether two lists of numbers have the same order. */
public final class RankCorrelation {

	private RankCorrelation() {
	}

	/**
	 * @param a at least two numbers
	 * @param b as many
	 * @return Pearson's correlation of the ranks, equal values sharing their mean rank, -1..1; NaN if all of a or of b are equal
	 */
	public static double spearman(final double[] a, final double[] b) {
		if (a.length != b.length) throw new IllegalArgumentException(a.length + " and " + b.length + " numbers");
		return pearson(ranks(a), ranks(b));
	}

	/** {@return the same of maps} */
	public static double spearman(final float[] a, final float[] b) {
		return spearman(doubles(a), doubles(b));
	}

	private static double[] doubles(final float[] values) {
		final double[] result = new double[values.length];
		for (int i = 0; i < result.length; i++)
			result[i] = values[i];
		return result;
	}

	/** {@return from 1 on, equal values the mean of theirs} */
	static double[] ranks(final double[] values) {
		final double[] sorted = values.clone();
		Arrays.sort(sorted);
		final double[] ranks = new double[values.length];
		for (int i = 0; i < ranks.length; i++)
			ranks[i] = (first(sorted, values[i], false) + 1 + first(sorted, values[i], true)) / 2.0;
		return ranks;
	}

	/** {@return how many are smaller, or, if asked, smaller or equal} */
	private static int first(final double[] sorted, final double value, final boolean orEqual) {
		int low = 0;
		int high = sorted.length;
		while (low < high) {
			final int middle = (low + high) >>> 1;
			if (sorted[middle] < value || orEqual && sorted[middle] == value) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/**
	 * @param a at least two numbers
	 * @param b as many
	 * @return Pearson's correlation, -1..1; NaN if all of a or of b are equal
	 */
	public static double pearson(final double[] a, final double[] b) {
		final double meanA = Arrays.stream(a).average().orElse(Double.NaN);
		final double meanB = Arrays.stream(b).average().orElse(Double.NaN);
		double product = 0;
		double squaresA = 0;
		double squaresB = 0;
		for (int i = 0; i < a.length; i++) {
			product += (a[i] - meanA) * (b[i] - meanB);
			squaresA += (a[i] - meanA) * (a[i] - meanA);
			squaresB += (b[i] - meanB) * (b[i] - meanB);
		}
		return squaresA == 0 || squaresB == 0 ? Double.NaN : product / Math.sqrt(squaresA * squaresB);
	}
}
