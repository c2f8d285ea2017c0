package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.NamedBlock;

/**
 * A part of the U-Net that also sees the embedding of time and class. Memory as in {@link io.sonoflow.nn.Layer}: what is
 * made on the way is closed on the way, the inputs stay open.
 */
abstract class UNetBlock extends NamedBlock {

	/**
	 * @param x (N, C, H, W)
	 * @param embedding (N, 4 base), after SiLU
	 * @param training whether there is dropout
	 * @return a new array
	 */
	abstract NDArray forward(NDArray x, NDArray embedding, boolean training);

	/** @return the shape of the output for this shape of the image */
	abstract Shape outputShape(Shape input);

	@Override
	protected final NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs,
		final boolean training, final PairList<String, Object> params)
	{
		return new NDList(forward(inputs.get(0), inputs.get(1), training));
	}

	@Override
	public final Shape[] getOutputShapes(final Shape[] inputShapes) {
		return new Shape[] { outputShape(inputShapes[0]) };
	}
}
