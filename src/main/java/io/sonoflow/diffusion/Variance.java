package io.sonoflow.diffusion;

/** Where the variance of a step back, p(x_{t-1} | x_t), comes from. */
public enum Variance {

	/**
	 * The network's second half of channels, v: log variance = f log beta + (1 - f) log betaTilde, f = (v + 1) / 2 (Improved
	 * DDPM, eq. 15). Published ultrasound models have it.
	 */
	LEARNED_RANGE,

	/** beta (at t = 0 the posterior variance of t = 1). */
	FIXED_LARGE,

	/** betaTilde, the posterior variance. */
	FIXED_SMALL;

	/** @return outputs of the network for each value of the image */
	public int channelFactor() {
		return this == LEARNED_RANGE ? 2 : 1;
	}
}
