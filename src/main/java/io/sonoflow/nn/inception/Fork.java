package io.sonoflow.nn.inception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;

import java.util.List;

/** Ways that begin at the same image and whose channels are put one after the other. Names nothing: its owner does. */
final class Fork extends Layer {

	private final List<List<? extends Layer>> ways;

	/** @param ways at least one, each of at least one layer */
	Fork(final List<List<? extends Layer>> ways) {
		this.ways = List.copyOf(ways);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		try (NDList parts = new NDList()) {
			for (final List<? extends Layer> way : ways)
				parts.add(walk(way, x, training));
			return NDArrays.concat(parts, 1);
		}
	}

	private static NDArray walk(final List<? extends Layer> way, final NDArray x, final boolean training) {
		NDArray y = way.get(0).forward(x, training);
		for (final Layer layer : way.subList(1, way.size()))
			y = then(y, layer, training);
		return y;
	}

	@Override
	public Shape outputShape(final Shape input) {
		long channels = 0;
		Shape shape = input;
		for (final List<? extends Layer> way : ways) {
			shape = input;
			for (final Layer layer : way)
				shape = layer.outputShape(shape);
			channels += shape.get(1);
		}
		return new Shape(input.get(0), channels, shape.get(2), shape.get(3));
	}
}
