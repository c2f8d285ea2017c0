package io.sonoflow.diffusion;

/**
 * A way from noise to images: at which timesteps the network is asked, and what its answer does to the image. Immutable;
 * what a run remembers is in its {@link Update}.
 *
 * @see Sampling
 */
public interface Sampler {

	/** @return how often the network is asked */
	int steps();

	/**
	 * @param step 0 = the first executed
	 * @return what the network is told: a timestep of the schedule trained on
	 */
	int timestep(int step);

	/** @return whether this step adds noise */
	boolean isRandom(int step);

	/** @return network outputs for each value of the image: 1, or 2 where the variance value is used */
	int channelFactor();

	/**
	 * @param images how many images the run has
	 * @return the beginning of a run
	 */
	Update start(int images);

	/** The steps of one run; images are independent of each other and may be advanced by several threads. */
	interface Update {

		/**
		 * @param step 0 = the first; in this order
		 * @param image 0.. of this run
		 * @param x the image before the step, (C, H, W); after it on return
		 * @param output of the network for x: noise, and variance values if {@link Sampler#channelFactor} is 2 (more is
		 *          ignored)
		 * @param noise standard normal, as long as x; null if the step is not random
		 */
		void advance(int step, int image, double[] x, double[] output, double[] noise);
	}
}
