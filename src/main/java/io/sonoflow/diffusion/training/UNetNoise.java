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
