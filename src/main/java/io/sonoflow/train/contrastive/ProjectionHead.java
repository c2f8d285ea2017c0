package io.sonoflow.train.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;

/**
 * The layers between an image's vector and the space in which views are compared: linear, rectifier, linear; (N, F) to
 * (N, D). Thrown away after the pretraining. Parameters {@code 0.weight}, {@code 0.bias}, {@code 2.weight},
 * {@code 2.bias}, as of a torch.nn.Sequential.
 */
final class ProjectionHead extends Layer {

	private final Linear first;
	private final Linear last;

	/**
	 * @param in F
	 * @param width D, also of the hidden layer; published 2048
	 */
	ProjectionHead(final NDManager manager, final int in, final int width) {
		first = child("0", new Linear(manager, in, width));
		last = child("2", new Linear(manager, width, width));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return then(thenRelu(first.forward(x, training)), last, training);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return last.outputShape(first.outputShape(input));
	}
}
