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
package io.sonoflow.diffusion.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.diffusion.NoisePredictor;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNet;

import java.util.Arrays;

/** A U-Net as samplers see it. */
public final class UNetNoise {

	private UNetNoise() {
	}

	/**
	 * @param network for one-channel images of its own size; unchanged, and to be closed by the caller after the last use
	 * @return it in evaluation mode, without gradients; its variance values are left out for samplers that have no use for
	 *         them
	 */
	public static NoisePredictor of(final UNet network) {
		return (x, timestep, classes, output) -> {
			final float[] result = evaluate(network, x, timestep, classes);
			for (int n = 0; n < x.length; n++)
				for (int i = 0; i < output[n].length; i++)
					output[n][i] = result[n * (result.length / x.length) + i];
		};
	}

	private static float[] evaluate(final UNet network, final double[][] x, final int timestep, final int[] classes) {
		final int size = network.config().size();
		final float[] batch = new float[x.length * size * size];
		final float[] timesteps = new float[x.length];
		Arrays.fill(timesteps, timestep);
		for (int n = 0; n < x.length; n++)
			for (int i = 0; i < x[n].length; i++)
				batch[n * x[n].length + i] = (float) x[n][i];
		Torch.inference();
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray labels = network.config().classes().isEmpty() ? null : scope.create(Arrays.stream(classes)
				.asLongStream().toArray());
			return network.forward(Torch.floats(scope, batch, x.length, 1, size, size), Torch.floats(scope, timesteps, x.length),
				labels, false).toFloatArray();
		}
	}
}
