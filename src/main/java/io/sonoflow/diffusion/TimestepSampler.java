package io.sonoflow.diffusion;

import io.sonoflow.RandomStream;

/** Chooses the timesteps to train on. */
public interface TimestepSampler {

	/**
	 * A choice for a batch.
	 *
	 * @param timesteps t of each image
	 * @param weights the factor of each image's loss that makes the choice unbiased: 1 / (T p(t))
	 */
	record Draw(int[] timesteps, double[] weights) {
	}

	/**
	 * @param random of this training step
	 * @param count images in the batch
	 */
	Draw draw(RandomStream random, int count);

	/**
	 * Tells what came of a draw.
	 *
	 * @param timesteps of the batch
	 * @param losses of its images, without the weights
	 */
	void update(int[] timesteps, double[] losses);

	/** @return all that was learnt from losses, for a checkpoint; empty if nothing */
	double[] state();

	/**
	 * @param state from {@link #state}
	 * @throws IllegalArgumentException if it is of another sampler
	 */
	void restore(double[] state);
}
