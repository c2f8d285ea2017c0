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
import ai.djl.ndarray.types.DataType;

import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNet;

import java.util.Arrays;

/**
 * A network as samplers see it: what noise is in these images? Everything they do between two questions is in double
 * precision, where the network is; one in float32 is wrapped by {@link #of(FrozenUNet)}.
 */
@FunctionalInterface
public interface NoisePredictor {

	/** In place of a class: predict without one. */
	int NO_CLASS = -1;

	/**
	 * @param x the noisy images, (N, values), each (C, H, W) in C order; float64, not changed
	 * @param timestep of the schedule trained on, the same for all images
	 * @param classes the class of each image, 0..K-1 or {@link #NO_CLASS}
	 * @return (N, values or more), float64, attached to x's manager: for each image the noise (C, H, W), then, where the network
	 *         tells it, the variance value v (C, H, W). The caller's to change
	 */
	NDArray predict(NDArray x, int timestep, int[] classes);

	/** {@return where it wants images} */
	default Device device() {
		return Device.cpu();
	}

	/** A network in float32 on a whole batch. */
	@FunctionalInterface
	interface FloatNetwork {

		/**
		 * @param x (N, C, H, W)
		 * @param timesteps of the schedule trained on, N
		 * @param classes N of 0..K-1 or {@link #NO_CLASS}, int64
		 * @return (N, C or 2C, H, W)
		 */
		NDArray forward(NDArray x, NDArray timesteps, NDArray classes);
	}

	/** {@return the network, in a thread that records no gradients} */
	static NoisePredictor of(final FrozenUNet frozen) {
		final UNet network = frozen.network();
		final boolean told = !network.config().classes().isEmpty();
		return of((x, timesteps, classes) -> frozen.forward(x, timesteps, told ? classes : null), network.manager().getDevice(),
			network.config().shape().channels());
	}

	/**
	 * @param network of square images
	 * @param device it is on
	 * @param channels C
	 * @return the network, its images in float32 and its answers in float64
	 */
	static NoisePredictor of(final FloatNetwork network, final Device device, final int channels) {
		return new NoisePredictor() {

			@Override
			public NDArray predict(final NDArray x, final int timestep, final int[] classes) {
				final long images = classes.length;
				final long side = Math.round(Math.sqrt(x.size() / (double) (images * channels)));
				final float[] timesteps = new float[classes.length];
				Arrays.fill(timesteps, timestep);
				try (NDManager scope = x.getManager().newSubManager(device)) {
					final NDArray batch = x.toType(DataType.FLOAT32, true);
					batch.attach(scope);
					final NDArray answers = network.forward(batch.toDevice(device, false).reshape(images, channels, side, side), Torch
						.floats(scope, timesteps, images), scope.create(Arrays.stream(classes).asLongStream().toArray()));
					final NDArray result = precise(answers, x.getDevice()).reshape(images, -1);
					result.attach(x.getManager());
					return result;
				}
			}

			/** There and only then in double precision: the network's device need not have it. */
			private NDArray precise(final NDArray answers, final Device there) {
				return answers.toDevice(there, false).toType(DataType.FLOAT64, true);
			}

			@Override
			public Device device() {
				return Devices.precise(device);
			}
		};
	}
}
