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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.NamedBlock;

import java.util.List;

/**
 * Gated fusion: U + tanh(alpha) proj(R), R the features of a classifier. It begins with alpha = 0: as if there were no
 * classifier. Parameters: {@code alpha} (1), {@code proj} (1x1 convolution).
 */
public final class Fusion extends NamedBlock {

	private final SegmentOperators ops;
	private final Parameter alpha;
	private final List<Parameter> proj;

	Fusion(final NDManager manager, final SegmentOperators ops, final int in, final int out) {
		this.ops = ops;
		alpha = parameter(manager, "alpha", Parameter.Type.WEIGHT, 1);
		proj = List.copyOf(child("proj", new Conv2d(manager, in, out, 1, 1, 0, true)).named().values());
	}

	/**
	 * @param u (N, out, h, w)
	 * @param r (N, in, h', w'); its projection is brought to h x w (bilinear, half pixels) where that is another size
	 * @return (N, out, h, w)
	 */
	public NDArray forward(final NDArray u, final NDArray r) {
		return ops.call("gate", u, r, alpha.getArray(), proj.get(0).getArray(), proj.get(1).getArray());
	}

	/** The inputs are U and R. */
	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		return new NDList(forward(inputs.get(0), inputs.get(1)));
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		return new Shape[] { inputShapes[0] };
	}
}
