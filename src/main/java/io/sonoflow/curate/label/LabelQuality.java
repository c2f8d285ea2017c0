package io.sonoflow.curate.label;

import java.util.Arrays;

/** How good a given label looks beside the probabilities of a network that was not trained on the image: low is suspect. */
public enum LabelQuality {

	/** The probability of the given class. */
	SELF_CONFIDENCE {

		@Override
		double of(final double[] p, final int label) {
			return p[label];
		}
	},

	/** (probability of the given class - largest other one + 1) / 2. */
	NORMALIZED_MARGIN {

		@Override
		double of(final double[] p, final int label) {
			double other = Double.NEGATIVE_INFINITY;
			for (int k = 0; k < p.length; k++)
				if (k != label) other = Math.max(other, p[k]);
			return (p[label] - other + 1) / 2;
		}
	},

	/** ln(h + 1) / h of h = entropy / ln K / probability of the given class. */
	CONFIDENCE_WEIGHTED_ENTROPY {

		@Override
		double of(final double[] p, final int label) {
			double entropy = 0;
			for (final double value : p)
				if (value > 0) entropy -= value * Math.log(value);
			final double weighted = entropy / Math.log(p.length) / Math.max(SMALL, p[label]);
			return Math.log(weighted + 1) / Math.max(SMALL, weighted);
		}
	};

	private static final double SMALL = 1e-6;

	abstract double of(double[] p, int label);

	/** @return [image] the score of each label; low is suspect */
	public double[] scores(final double[][] probabilities, final int[] labels) {
		final double[] scores = new double[labels.length];
		Arrays.setAll(scores, i -> of(probabilities[i], labels[i]));
		return scores;
	}

	/**
	 * The same after each class's threshold is taken off, which evens out how sure the network is of different classes.
	 *
	 * @param thresholds of {@link ConfidentJoint#thresholds()}
	 */
	public double[] adjusted(final double[][] probabilities, final int[] labels, final double[] thresholds) {
		final double largest = Arrays.stream(thresholds).max().orElseThrow();
		final double[][] moved = new double[labels.length][];
		for (int i = 0; i < moved.length; i++) {
			final double[] q = probabilities[i].clone();
			for (int k = 0; k < q.length; k++)
				q[k] += largest - thresholds[k];
			final double sum = Arrays.stream(q).sum();
			moved[i] = Arrays.stream(q).map(value -> value / sum).toArray();
		}
		return scores(moved, labels);
	}
}
