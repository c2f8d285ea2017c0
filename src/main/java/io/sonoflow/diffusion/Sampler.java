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

import ai.djl.ndarray.NDArray;

/**
 * A way from noise to images: at which timesteps the network is asked, and what its answer does to the image. Immutable;
 * what a run remembers is in its {@link Update}.
 *
 * @see Sampling
 */
public interface Sampler {

	/** {@return how often the network is asked} */
	int steps();

	/**
	 * @param step 0 = the first executed
	 * @return what the network is told: a timestep of the schedule trained on
	 */
	int timestep(int step);

	/** {@return whether this step adds noise} */
	boolean isRandom(int step);

	/** {@return network outputs for each value of the image: 1, or 2 where the variance value is used} */
	int channelFactor();

	/**
	 * @param x the images before the first step, (N, values), float64: every step changes them in place. What is remembered
	 *          belongs to their manager
	 * @return the beginning of a run
	 */
	Update start(NDArray x);

	/** The steps of one run, where its images are; images are independent of each other. */
	@FunctionalInterface
	interface Update {

		/**
		 * @param step 0 = the first; in this order
		 * @param output of the network for the images as they are, (N, values) or more, float64: noise, and variance values if
		 *          {@link Sampler#channelFactor} is 2 (more is ignored); not changed
		 * @param noise standard normal, shaped like the images; null if the step is not random
		 */
		void advance(int step, NDArray output, NDArray noise);
	}
}
