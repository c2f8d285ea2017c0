package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The largest value under a window; the border is padded with minus infinity. No parameters. */
public final class MaxPool2d extends Layer {

	private final int kernel;
	private final int stride;
	private final int padding;

	/**
	 * @param kernel side of the window, pixels
	 * @param stride pixels
	 * @param padding pixels on each side, at most half the window
	 */
	public MaxPool2d(final int kernel, final int stride, final int padding) {
		this.kernel = kernel;
		this.stride = stride;
		this.padding = padding;
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return x.getNDArrayInternal().maxPool(new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding,
			padding), false);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), input.get(1), side(input.get(2)), side(input.get(3)));
	}

	private long side(final long side) {
		return (side + 2L * padding - kernel) / stride + 1;
	}
}
