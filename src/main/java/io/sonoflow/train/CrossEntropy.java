package io.sonoflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;

/** The cross-entropy of class scores. */
public final class CrossEntropy {

	private CrossEntropy() {
	}

	/**
	 * @param logits (N, K) scores before the softmax
	 * @param labels class of each sample, N of 0..K-1
	 * @return (N): -log(softmax(logits)[label]) of each sample, in nats
	 */
	public static NDArray of(final NDArray logits, final int[] labels) {
		final NDManager manager = logits.getManager();
		final int classes = (int) logits.getShape().get(1);
		final float[] chosen = new float[labels.length * classes];
		for (int i = 0; i < labels.length; i++)
			chosen[i * classes + labels[i]] = -1;
		return logits.logSoftmax(1).mul(Torch.floats(manager, chosen, labels.length, classes)).sum(new int[] { 1 });
	}
}
