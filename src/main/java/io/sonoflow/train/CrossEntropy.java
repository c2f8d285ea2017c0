package io.sonoflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;

/** The cross-entropy of class scores, and the probabilities they stand for. */
public final class CrossEntropy {

	private CrossEntropy() {
	}

	/**
	 * @param logits (N, K) scores before the softmax
	 * @param labels class of each sample, N of 0..K-1
	 * @return (N): -log(softmax(logits)[label]) of each sample
	 */
	public static NDArray of(final NDArray logits, final int[] labels) {
		final NDManager manager = logits.getManager();
		final int classes = (int) logits.getShape().get(1);
		final float[] chosen = new float[labels.length * classes];
		for (int i = 0; i < labels.length; i++)
			chosen[i * classes + labels[i]] = -1;
		return logits.logSoftmax(1).mul(Torch.floats(manager, chosen, labels.length, classes)).sum(new int[] { 1 });
	}

	/**
	 * @param logits N x K scores before the softmax, in C order
	 * @param classes K
	 * @return (N, K) probabilities in double precision; each row sums to 1
	 */
	public static double[][] softmax(final float[] logits, final int classes) {
		final double[][] probabilities = new double[logits.length / classes][classes];
		for (int i = 0; i < probabilities.length; i++) {
			double largest = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < classes; c++)
				largest = Math.max(largest, logits[i * classes + c]);
			double sum = 0;
			for (int c = 0; c < classes; c++)
				sum += probabilities[i][c] = StrictMath.exp(logits[i * classes + c] - largest);
			for (int c = 0; c < classes; c++)
				probabilities[i][c] /= sum;
		}
		return probabilities;
	}
}
