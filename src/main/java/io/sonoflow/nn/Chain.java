package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Layers one after the other, named {@code 0, 1, 2 ...} as in torch.nn.Sequential. At least one. */
public final class Chain extends Layer {

	private final Layer[] layers;

	/** @param layers first to last */
	public Chain(final Layer... layers) {
		if (layers.length == 0) throw new IllegalArgumentException("no layers");
		this.layers = layers.clone();
		for (int i = 0; i < layers.length; i++)
			child(Integer.toString(i), layers[i]);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		NDArray y = layers[0].forward(x, training);
		for (int i = 1; i < layers.length; i++)
			y = then(y, layers[i], training);
		return y;
	}

	@Override
	public Shape outputShape(final Shape input) {
		Shape shape = input;
		for (final Layer layer : layers)
			shape = layer.outputShape(shape);
		return shape;
	}
}
