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

	/** {@return all that was learnt from losses, for a checkpoint; empty if nothing} */
	double[] state();

	/**
	 * @param state from {@link #state}
	 * @throws IllegalArgumentException if it is of another sampler
	 */
	void restore(double[] state);
}
