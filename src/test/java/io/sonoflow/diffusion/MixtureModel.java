/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.diffusion;

import io.sonoflow.Npz;

/** The exact noise prediction for pixels drawn from a mixture of normal distributions: the README of the reference. */
final class MixtureModel implements HostPredictor {

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
		return new MixtureModel(schedule, weights, ImageArrays.images(inputs.get(name + ".means").doubles(), weights.length),
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
