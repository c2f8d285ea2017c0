package io.sonoflow.train;

/**
 * Is told what a training thinks of every image it draws, at the moment of the draw: with the augmentation of that draw and
 * the weights before that step.
 */
@FunctionalInterface
public interface DrawObserver {

	/** Wants to know nothing. */
	DrawObserver NONE = (epoch, samples, losses, logits) -> {
	};

	/**
	 * One step, whose arrays are the observer's to keep.
	 *
	 * @param epoch from 0
	 * @param samples numbers of the drawn images, N of them; an image may be there twice
	 * @param losses cross-entropy of each draw with its given label, in nats, N of them
	 * @param logits (N, K) scores before the softmax, in C order
	 */
	void drawn(int epoch, int[] samples, float[] losses, float[] logits);
}
