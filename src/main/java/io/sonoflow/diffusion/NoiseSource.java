package io.sonoflow.diffusion;

import io.sonoflow.RandomStream;

/** Where a sampler's standard normal numbers come from; called from several threads at once. */
@FunctionalInterface
public interface NoiseSource {

	/** The draw an image starts from; that of step k (0 = the first executed) is k + 1. */
	int START = 0;

	/**
	 * @param image number of the image in the whole run, whatever batch or shard it is in
	 * @param draw {@link #START} or 1 + step
	 * @param target filled with standard normal values
	 */
	void fill(long image, int draw, double[] target);

	/** @return noise that depends on (seed, image, draw) alone */
	static NoiseSource seeded(final long seed) {
		return (image, draw, target) -> {
			final RandomStream random = RandomStream.of(seed, "diffusion", image, draw);
			for (int i = 0; i < target.length; i++)
				target[i] = random.nextGaussian();
		};
	}
}
