package io.sonoflow.metric;

/**
 * Mean and spread of one figure over repeated runs.
 *
 * @param mean arithmetic mean; not a number without values
 * @param std sample standard deviation (divisor n - 1); not a number for fewer than two values
 * @param count number of values that are numbers
 */
public record Summary(double mean, double std, int count) {

	/** @return the summary of the values that are numbers; the others (an AUC that is not defined) are left out */
	public static Summary of(final double... values) {
		int count = 0;
		double sum = 0;
		for (final double value : values)
			if (!Double.isNaN(value)) {
				sum += value;
				count++;
			}
		final double mean = sum / count;
		double squares = 0;
		for (final double value : values)
			if (!Double.isNaN(value)) squares += (value - mean) * (value - mean);
		return new Summary(mean, count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)), count);
	}
}
