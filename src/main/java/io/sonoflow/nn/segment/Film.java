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

import io.sonoflow.nn.Linear;
import io.sonoflow.nn.NamedBlock;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Feature-wise linear modulation (Perez et al., AAAI 2018): h = fc2(max(0, fc1(e))), then y = (1 + h[:C]) x + h[C:] for each
 * channel. With {@code fc2} zero, as it begins, y = x. Parameters: {@code fc1} (E to E), {@code fc2} (E to 2 C).
 */
public final class Film extends NamedBlock {

	private final SegmentOperators ops;
	final Linear fc1;
	final Linear fc2;
	private final List<Parameter> parts = new ArrayList<>();

	/**
	 * @param manager where the parameters live
	 * @param code length E of the code of an organ
	 * @param channels C
	 */
	Film(final NDManager manager, final SegmentOperators ops, final int code, final int channels) {
		this.ops = ops;
		fc1 = child("fc1", new Linear(manager, code, code));
		fc2 = child("fc2", new Linear(manager, code, 2 * channels));
		parts.addAll(named().values());
	}

	/** {@return the parameters in the order in which the operators take them} */
	List<Parameter> parts() {
		return parts;
	}

	/**
	 * @param x (N, C, H, W)
	 * @param codes (N, E)
	 * @return (N, C, H, W)
	 */
	public NDArray forward(final NDArray x, final NDArray codes) {
		return ops.call("film", Stream.concat(Stream.of(x, codes), parts.stream().map(Parameter::getArray)).toArray(NDArray[]::new));
	}

	/** The inputs are x and the codes. */
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
