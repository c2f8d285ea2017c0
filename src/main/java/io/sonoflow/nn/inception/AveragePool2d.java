package io.sonoflow.nn.inception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;

/**
 * Mean under a window of 3 x 3 at every pixel, of those pixels that lie inside the image (TensorFlow's average;
 * torchvision's divides by 9 at the border, too). No parameters.
 */
final class AveragePool2d extends Layer {

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return x.getNDArrayInternal().avgPool(new Shape(3, 3), new Shape(1, 1), new Shape(1, 1), false, false);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
