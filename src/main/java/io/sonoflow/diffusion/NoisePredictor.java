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

/**
 * A network as samplers see it: what noise is in these images? Everything they do between two questions is in double
 * precision; a network in float32 is wrapped by {@link #of}.
 */
@FunctionalInterface
public interface NoisePredictor {

	/** In place of a class: predict without one. */
	int NO_CLASS = -1;

	/**
	 * @param x the noisy images, each (C, H, W) in C order; not changed
	 * @param timestep of the schedule trained on, the same for all images
	 * @param classes the class of each image, 0..K-1 or {@link #NO_CLASS}
	 * @param output receives for each image the noise (C, H, W) and, where the arrays are twice as long, the variance value
	 *          v (C, H, W) after it
	 */
	void predict(double[][] x, int timestep, int[] classes, double[][] output);

	/** A network in float32 on a whole batch. */
	@FunctionalInterface
	interface FloatNetwork {

		/**
		 * @param x (N, C, H, W) in C order
		 * @param timesteps of the schedule trained on, N
		 * @param classes N of 0..K-1 or {@link #NO_CLASS}
		 * @return (N, C or 2C, H, W)
		 */
		float[] evaluate(float[] x, float[] timesteps, int[] classes);
	}

	/**
	 * {@return the network, with the images put together before and its output taken apart after; variance values that are
	 *         not asked for are left out}
	 */
	static NoisePredictor of(final FloatNetwork network) {
		return (x, timestep, classes, output) -> {
			final int values = x[0].length;
			final float[] batch = new float[x.length * values];
			final float[] timesteps = new float[x.length];
			for (int n = 0; n < x.length; n++) {
				timesteps[n] = timestep;
				for (int i = 0; i < values; i++)
					batch[n * values + i] = (float) x[n][i];
			}
			final float[] result = network.evaluate(batch, timesteps, classes);
			final int outputs = result.length / x.length;
			for (int n = 0; n < x.length; n++) {
				if (output[n].length > outputs) throw new IllegalArgumentException("the network gives " + outputs +
					" values an image, the sampler expects " + output[n].length);
				for (int i = 0; i < output[n].length; i++)
					output[n][i] = result[n * outputs + i];
			}
		};
	}
}
