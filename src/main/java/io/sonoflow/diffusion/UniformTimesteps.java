package io.sonoflow.diffusion;

import io.sonoflow.RandomStream;

import java.util.Arrays;

/** Every timestep as often. */
public final class UniformTimesteps implements TimestepSampler {

	private final int steps;

	/** @param steps T of the schedule */
	public UniformTimesteps(final int steps) {
		this.steps = steps;
	}

	@Override
	public Draw draw(final RandomStream random, final int count) {
		final int[] timesteps = new int[count];
		final double[] weights = new double[count];
		Arrays.fill(weights, 1);
		for (int i = 0; i < count; i++)
			timesteps[i] = random.nextInt(steps);
		return new Draw(timesteps, weights);
	}

	@Override
	public void update(final int[] timesteps, final double[] losses) {
		// nothing is learnt
	}

	@Override
	public double[] state() {
		return new double[0];
	}

	@Override
	public void restore(final double[] state) {
		if (state.length != 0) throw new IllegalArgumentException("a state of a loss-aware sampler");
	}
}
