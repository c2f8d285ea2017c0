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
package io.sonoflow.curate.copy;

import java.util.Arrays;

/**
 * How likely a lead as large as a given one is among images that are no copies: a Gumbel distribution, as largest values
 * follow, with the median and the upper eighth of the known leads, so that a few double images among the real ones do not
 * hide copies. The spread found in few patients is uncertain itself, which makes the tail longer: a Pareto one, the
 * predictive distribution of an exponential tail (Geisser, Predictive Inference, 1993). From few patients no strong
 * conclusion is drawn.
 */
final class GumbelTail {

	private static final double HIGH = 0.875;

	/** Median and upper quantile of the standard Gumbel distribution. */
	private static final double AT_MEDIAN = gumbel(0.5), AT_HIGH = gumbel(HIGH);

	/** The spread by these two quantiles is as sure as one by so large a share of the values in the best way. */
	private static final double EFFICIENCY = 0.39;

	private final double location;
	private final double spread;
	private final double weight;

	/**
	 * @param leads of real images that were compared with those of other patients; at least 4
	 * @param patients how many these are of: images of one are alike in their leads
	 */
	GumbelTail(final double[] leads, final int patients) {
		final double[] sorted = leads.clone();
		Arrays.sort(sorted);
		final double median = quantile(sorted, 0.5);
		spread = Math.max(1e-6, (quantile(sorted, HIGH) - median) / (AT_HIGH - AT_MEDIAN));
		location = median - spread * AT_MEDIAN;
		weight = Math.max(1, EFFICIENCY * patients);
	}

	private static double gumbel(final double share) {
		return -Math.log(-Math.log(share));
	}

	private static double quantile(final double[] sorted, final double share) {
		final double at = share * (sorted.length - 1);
		final int below = (int) at;
		final int above = Math.min(sorted.length - 1, below + 1);
		return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
	}

	/** {@return probability of a lead of at least this, above 0, at most 1} */
	double of(final double lead) {
		final double standard = (lead - location) / spread;
		final double tail = standard > 0 ? Math.pow(1 + standard / weight, -weight) : Math.exp(-standard);
		return Math.max(Double.MIN_NORMAL, -Math.expm1(-tail));
	}
}
