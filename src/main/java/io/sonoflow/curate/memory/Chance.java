package io.sonoflow.curate.memory;

import java.util.Arrays;

/**
 * How likely a lead as large as a given one is among images that are no copies: a Gumbel distribution, as largest values
 * follow, with the median and the upper eighth of the known leads, so that a few double images among the real ones do not
 * hide copies. The spread found in few patients is uncertain itself, which makes the tail longer: a Pareto one, the
 * predictive distribution of an exponential tail (Geisser, Predictive Inference, 1993). From few patients no strong
 * conclusion is drawn.
 */
final class Chance {

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
	Chance(final double[] leads, final int patients) {
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

	/** @return probability of a lead of at least this, above 0, at most 1 */
	double of(final double lead) {
		final double standard = (lead - location) / spread;
		final double tail = standard > 0 ? Math.pow(1 + standard / weight, -weight) : Math.exp(-standard);
		return Math.max(Double.MIN_NORMAL, -Math.expm1(-tail));
	}
}
