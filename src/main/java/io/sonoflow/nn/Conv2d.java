package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * Two-dimensional convolution (cross-correlation) with zero padding: (N, I, H, W) to (N, O, H', W'), H' = (H + 2 padding -
 * kernel) / stride + 1. Parameters: {@code weight} (O, I, kernel, kernel) and, if asked for, {@code bias} (O).
 */
public final class Conv2d extends Layer {

	private final Parameter weight;
	private final Parameter bias;
	private final int kernel;
	private final int stride;
	private final int padding;
	private final Shape strides;
	private final Shape paddings;
	private final Shape dilations = new Shape(1, 1);

	/**
	 * @param manager where the parameters live
	 * @param in channels of the input
	 * @param out channels of the output
	 * @param kernel side of the square kernel, pixels
	 * @param stride pixels
	 * @param padding pixels of zeros on each side
	 * @param withBias whether a constant is added per channel
	 */
	public Conv2d(final NDManager manager, final int in, final int out, final int kernel, final int stride,
		final int padding, final boolean withBias)
	{
		this.kernel = kernel;
		this.stride = stride;
		this.padding = padding;
		this.strides = new Shape(stride, stride);
		this.paddings = new Shape(padding, padding);
		this.weight = parameter(manager, "weight", Parameter.Type.WEIGHT, out, in, kernel, kernel);
		this.bias = withBias ? parameter(manager, "bias", Parameter.Type.BIAS, out) : null;
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return x.getNDArrayInternal().convolution(x, weight.getArray(), bias == null ? null : bias.getArray(), strides,
			paddings, dilations, 1).singletonOrThrow();
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), weight.getShape().get(0), side(input.get(2)), side(input.get(3)));
	}

	private long side(final long side) {
		return (side + 2L * padding - kernel) / stride + 1;
	}
}
