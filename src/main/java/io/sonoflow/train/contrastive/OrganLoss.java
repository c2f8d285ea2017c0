package io.sonoflow.train.contrastive;

import java.util.Arrays;

/**
 * The supervised part of the loss: cross-entropy of the organ, mean over the rows whose organ is known. In double, as there
 * are a few numbers a row.
 *
 * @param loss nats; 0 if no organ is known
 * @param gradient (rows, organs) of the loss with respect to the logits, row by row
 */
public record OrganLoss(double loss, double[] gradient) {

	/** An organ that is not known: the row has no part in the loss. */
	public static final int UNKNOWN = -1;

	/**
	 * @param logits (rows, organs), row by row, finite
	 * @param organs of each row, 0..organs-1 or {@link #UNKNOWN}
	 */
	public static OrganLoss of(final double[] logits, final int[] organs) {
		final long known = Arrays.stream(organs).filter(organ -> organ != UNKNOWN).count();
		final int classes = logits.length / organs.length;
		final double[] gradient = new double[logits.length];
		double loss = 0;
		for (int row = 0; row < organs.length; row++) {
			if (organs[row] == UNKNOWN) continue;
			final int from = row * classes;
			double largest = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < classes; c++)
				largest = Math.max(largest, logits[from + c]);
			double sum = 0;
			for (int c = 0; c < classes; c++) {
				gradient[from + c] = Math.exp(logits[from + c] - largest);
				sum += gradient[from + c];
			}
			for (int c = 0; c < classes; c++)
				gradient[from + c] = (gradient[from + c] / sum - (c == organs[row] ? 1 : 0)) / known;
			loss += (Math.log(sum) + largest - logits[from + organs[row]]) / known;
		}
		return new OrganLoss(loss, gradient);
	}
}
