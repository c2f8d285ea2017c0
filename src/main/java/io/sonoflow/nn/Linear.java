package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** y = x weight^T + bias: (N, I) to (N, O). Parameters: {@code weight} (O, I), {@code bias} (O). */
public final class Linear extends Layer {

	private final Parameter weight;
	private final Parameter bias;

	/**
	 * @param manager where the parameters live
	 * @param in I
	 * @param out O
	 */
	public Linear(final NDManager manager, final int in, final int out) {
		weight = parameter(manager, "weight", Parameter.Type.WEIGHT, out, in);
		bias = parameter(manager, "bias", Parameter.Type.BIAS, out);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return x.getNDArrayInternal().linear(x, weight.getArray(), bias.getArray()).singletonOrThrow();
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), weight.getShape().get(0));
	}
}
