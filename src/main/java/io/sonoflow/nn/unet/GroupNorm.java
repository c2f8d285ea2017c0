package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;

/**
 * Group normalisation (Wu and He, ECCV 2018) in 32 groups of channels, epsilon 1e-5, followed by SiLU, x sigmoid(x). Parameters:
 * {@code weight}, {@code bias}, each (C).
 */
final class GroupNorm extends Layer {

	/** What the number of channels must be a multiple of. */
	static final int GROUPS = 32;

	private final Operators ops;
	private final Parameter weight;
	private final Parameter bias;

	GroupNorm(final NDManager manager, final Operators ops, final int channels) {
		this.ops = ops;
		weight = parameter(manager, "weight", Parameter.Type.GAMMA, channels);
		bias = parameter(manager, "bias", Parameter.Type.BETA, channels);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return ops.call("norm_silu", x, weight.getArray(), bias.getArray());
	}

	/**
	 * @param x (N, C, H, W)
	 * @param embedding (N, 2C): scale, then shift
	 * @return SiLU(norm(x) (1 + scale) + shift)
	 */
	NDArray modulated(final NDArray x, final NDArray embedding) {
		return ops.call("norm_modulated_silu", x, weight.getArray(), bias.getArray(), embedding);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
