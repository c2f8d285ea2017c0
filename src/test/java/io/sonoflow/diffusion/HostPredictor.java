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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;

/** A network that is a formula, in Java's own numbers. */
@FunctionalInterface
interface HostPredictor extends NoisePredictor {

	/**
	 * @param x the noisy images, each (C, H, W) in C order
	 * @param output for each image the noise and the variance value v, zeros at first
	 */
	void predict(double[][] x, int timestep, int[] classes, double[][] output);

	@Override
	default NDArray predict(final NDArray x, final int timestep, final int[] classes) {
		final double[][] images = images(x);
		final double[][] output = new double[images.length][2 * images[0].length];
		predict(images, timestep, classes, output);
		return array(x.getManager(), output);
	}

	/** {@return rows of numbers} */
	static double[][] images(final NDArray x) {
		return ImageArrays.images(x.toDoubleArray(), (int) x.getShape().get(0));
	}

	/** {@return the same as an array} */
	static NDArray array(final NDManager manager, final double[]... images) {
		return Torch.doubles(manager, ImageArrays.join(images), images.length, images[0].length);
	}

	/** {@return the network's first numbers, as many as an image has} */
	static double[][] ask(final NoisePredictor network, final double[][] x, final int timestep, final int[] classes) {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			return images(network.predict(array(manager, x), timestep, classes).get(":, :" + x[0].length));
		}
	}

	/** {@return the images after one step of a run of its own} */
	static double[][] step(final Sampler sampler, final int step, final double[][] x, final double[][] output,
		final double[][] noise)
	{
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray images = array(manager, x);
			sampler.start(images).advance(step, array(manager, output), noise == null ? null : array(manager, noise));
			return images(images);
		}
	}
}
