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
	 * @return it in evaluation mode, without gradients
	 */
	public static NoisePredictor of(final UNet network) {
		final int size = network.config().size();
		return NoisePredictor.of((x, timesteps, classes) -> {
			Torch.inference();
			try (NDManager scope = network.manager().newSubManager()) {
				final NDArray labels = network.config().classes().isEmpty() ? null : scope.create(Arrays.stream(classes)
					.asLongStream().toArray());
				return network.forward(Torch.floats(scope, x, timesteps.length, 1, size, size), Torch.floats(scope, timesteps,
					timesteps.length), labels, false).toFloatArray();
			}
		});
	}
}
