/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.folded.NotFoldable;
import io.sonoflow.nn.folded.Program;

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

	/** {@return the shape of the output for this shape of the input} */
	public abstract Shape outputShape(Shape input);

	/**
	 * Writes what this layer does where it does not learn, with its parameters as they are now.
	 *
	 * @param x name of the input, which this layer may overwrite
	 * @return name of the output
	 * @throws NotFoldable if it cannot be written so
	 */
	public String write(final Program program, final String x) {
		throw new NotFoldable(getClass().getSimpleName());
	}

	/** The rectifier, in place; closes x, which must be of nobody else's storage. */
	protected static NDArray thenRelu(final NDArray x) {
		return Operators.relu(x);
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
