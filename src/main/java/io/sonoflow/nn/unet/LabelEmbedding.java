package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;

/** Class numbers (N), int64, to vectors (N, width); -1 is no class, the zero vector. Parameter: {@code weight} (K, width). */
final class LabelEmbedding extends Layer {

	private final Operators ops;
	private final Parameter weight;

	LabelEmbedding(final NDManager manager, final Operators ops, final int classes, final int width) {
		this.ops = ops;
		weight = parameter(manager, "weight", Parameter.Type.WEIGHT, classes, width);
	}

	@Override
	public NDArray forward(final NDArray labels, final boolean training) {
		return ops.call("embed_label", labels, weight.getArray());
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), weight.getShape().get(1));
	}
}
