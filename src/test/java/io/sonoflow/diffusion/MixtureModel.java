package io.sonoflow.diffusion;

import io.sonoflow.Npz;

/** The exact noise prediction for pixels drawn from a mixture of normal distributions: the README of the reference. */
final class MixtureModel implements NoisePredictor {

	private final NoiseSchedule schedule;
	private final double[] weights;
	private final double[][] means;
	private final double[] deviations;

	/** @param means [component][value] */
	MixtureModel(final NoiseSchedule schedule, final double[] weights, final double[][] means,
		final double[] deviations)
	{
		this.schedule = schedule;
		this.weights = weights;
		this.means = means;
		this.deviations = deviations;
	}

	static MixtureModel read(final Npz inputs, final String name, final NoiseSchedule schedule) {
		final double[] weights = inputs.get(name + ".weights").doubles();
		return new MixtureModel(schedule, weights, Reference.images(inputs.get(name + ".means").doubles(), weights.length),
			inputs.get(name + ".stds").doubles());
	}

	@Override
	public void predict(final double[][] x, final int timestep, final int[] classes, final double[][] output) {
		for (int n = 0; n < x.length; n++)
			for (int i = 0; i < x[n].length; i++)
				output[n][i] = noise(x[n][i], i, schedule.alphaBar(timestep));
	}

	private double noise(final double x, final int i, final double alphaBar) {
		final int components = weights.length;
		final double[] l = new double[components];
		final double[] pull = new double[components];
		double largest = Double.NEGATIVE_INFINITY;
		for (int k = 0; k < components; k++) {
			final double variance = alphaBar * deviations[k] * deviations[k] + 1 - alphaBar;
			final double apart = x - Math.sqrt(alphaBar) * means[k][i];
			pull[k] = apart / variance;
			l[k] = Math.log(weights[k]) - 0.5 * Math.log(variance) - 0.5 * apart * pull[k];
			largest = Math.max(largest, l[k]);
		}
		double sum = 0;
		double weighted = 0;
		for (int k = 0; k < components; k++) {
			final double share = Math.exp(l[k] - largest);
			sum += share;
			weighted += share * pull[k];
		}
		return Math.sqrt(1 - alphaBar) * weighted / sum;
	}
}
