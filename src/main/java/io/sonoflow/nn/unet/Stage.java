package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.NamedBlock;

import java.util.List;

/** Parts one after the other, named {@code 0, 1, 2}: those that see the embedding, and plain layers. */
final class Stage extends UNetBlock {

	private final List<NamedBlock> parts;

	/** @param parts {@link UNetBlock}s and {@link Layer}s, at least one */
	Stage(final List<? extends NamedBlock> parts) {
		this.parts = List.copyOf(parts);
		for (int i = 0; i < parts.size(); i++)
			child(Integer.toString(i), parts.get(i));
	}

	@Override
	NDArray forward(final NDArray x, final NDArray embedding, final boolean training) {
		NDArray y = forward(parts.get(0), x, embedding, training);
		for (final NamedBlock part : parts.subList(1, parts.size()))
			try (NDArray input = y) {
				y = forward(part, input, embedding, training);
			}
		return y;
	}

	private static NDArray forward(final NamedBlock part, final NDArray x, final NDArray embedding, final boolean training) {
		return part instanceof UNetBlock block ? block.forward(x, embedding, training) : ((Layer) part).forward(x, training);
	}

	@Override
	Shape outputShape(final Shape input) {
		Shape shape = input;
		for (final NamedBlock part : parts)
			shape = part instanceof UNetBlock block ? block.outputShape(shape) : ((Layer) part).outputShape(shape);
		return shape;
	}
}
