package io.sonoflow.metric;

/**
 * What a classifier that never looks at the image would reach, in expectation: the figures that any classifier has to be
 * read beside.
 *
 * @param name who it is
 * @param accuracy expected share of right answers
 * @param precision of the positive class; 0 where nothing is called positive
 * @param recall of the positive class
 * @param f1 of the positive class
 * @param auc 0.5: its scores say nothing
 */
public record Baseline(String name, double accuracy, double precision, double recall, double f1, double auc) {

	/**
	 * Calls everything negative.
	 *
	 * @param positives share of positive items, 0..1
	 */
	public static Baseline alwaysNegative(final double positives) {
		return new Baseline("always negative", 1 - positives, 0, 0, 0, 0.5);
	}

	/**
	 * Guesses each class as often as it occurs. Precision and recall of the positive class are then its share; F1 is the
	 * harmonic mean of these.
	 *
	 * @param frequencies share of each class, sum 1
	 * @param positive index of the positive class
	 */
	public static Baseline random(final double[] frequencies, final int positive) {
		double accuracy = 0;
		for (final double share : frequencies)
			accuracy += share * share;
		final double share = frequencies[positive];
		return new Baseline("random at class frequency", accuracy, share, share, share, 0.5);
	}
}
