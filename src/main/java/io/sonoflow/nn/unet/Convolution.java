package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Layer;

/** A {@link Conv2d} with bias and a padding of half its kernel, in the network's {@link Precision}. */
final class Convolution extends Layer {

	private final Operators ops;
	private final Conv2d plain;
	private final Parameter weight;
	private final Parameter bias;
	private final String method;

	/** @param kernel 1 or 3 */
	Convolution(final NDManager manager, final Operators ops, final int in, final int out, final int kernel,
		final int stride)
	{
		this.ops = ops;
		plain = new Conv2d(manager, in, out, kernel, stride, kernel / 2, true);
		weight = addParameter(plain.named().get("weight"));
		bias = addParameter(plain.named().get("bias"));
		method = "convolution_" + kernel + "_" + stride;
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return ops.precision() == Precision.FP32 ? plain.forward(x, training) : ops.call(method, x, weight.getArray(), bias
			.getArray());
	}

	@Override
	public Shape outputShape(final Shape input) {
		return plain.outputShape(input);
	}
}
