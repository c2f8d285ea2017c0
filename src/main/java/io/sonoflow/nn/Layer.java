package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A block of one array in, one array out.
 *
 * <p>
 * Memory: {@link #forward(NDArray, boolean)} closes the arrays it makes on the way, returns one new array of the input's
 * manager, and leaves the input open. Closing a handle does not hurt a recorded graph: that holds what it needs itself.
 */
public abstract class Layer extends NamedBlock {

	/**
	 * @param x the input; stays open
	 * @param training batch statistics instead of running ones, dropout
	 * @return a new array of the same manager as the input
	 */
	public abstract NDArray forward(NDArray x, boolean training);

	/** @return the shape of the output for this shape of the input */
	public abstract Shape outputShape(Shape input);

	/** The rectifier; closes x. */
	protected static NDArray thenRelu(final NDArray x) {
		try (x) {
			return x.getNDArrayInternal().relu();
		}
	}

	@Override
	protected final NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs,
		final boolean training, final PairList<String, Object> params)
	{
		return new NDList(forward(inputs.singletonOrThrow(), training));
	}

	@Override
	public final Shape[] getOutputShapes(final Shape[] inputShapes) {
		return new Shape[] { outputShape(inputShapes[0]) };
	}
}
