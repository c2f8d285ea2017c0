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
package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.folded.Program;

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

	/**
	 * As {@link io.sonoflow.nn.Layer#write}, but that x stays as it is.
	 *
	 * @param embedding name of (N, 4 base), after SiLU
	 */
	abstract String write(Program program, String x, String embedding);

	/** {@return the shape of the output for this shape of the image} */
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
