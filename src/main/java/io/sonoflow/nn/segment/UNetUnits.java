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

import java.util.ArrayList;
import java.util.List;

/**
 * A block of the U-Net: twice a 3x3 convolution, instance norm, leaky rectifier (0.01) and, if asked for, {@link Film}.
 * Children {@code u0} and {@code u1}, each with {@code conv}, {@code norm} and {@code film}. An encoder's block halves its
 * input first, all but the first; a decoder's receives what a transposed convolution made of the scale below, and the skip.
 */
final class UNetUnits extends NamedBlock {

	private final SegmentOperators ops;
	private final String kind;
	private final boolean film;
	private final int out;
	private final List<Parameter> parts = new ArrayList<>();

	/** One convolution and what follows it. */
	private static final class Unit extends NamedBlock {

		private final List<Parameter> parts = new ArrayList<>();

		Unit(final NDManager manager, final SegmentOperators ops, final int in, final int out, final int code) {
			parts.addAll(child("conv", new Conv2d(manager, in, out, 3, 1, 1, true)).named().values());
			parts.addAll(child("norm", new InstanceNorm2d(manager, ops, out)).named().values());
			if (code > 0) parts.addAll(child("film", new Film(manager, ops, code, out)).parts());
		}

		@Override
		protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
			final PairList<String, Object> params)
		{
			throw new UnsupportedOperationException("part of a block");
		}

		@Override
		public Shape[] getOutputShapes(final Shape[] inputShapes) {
			throw new UnsupportedOperationException("part of a block");
		}
	}

	/**
	 * @param kind start, down or up
	 * @param in channels of the first convolution's input
	 * @param out channels of both outputs
	 * @param code length of an organ's code; 0 = no FiLM
	 */
	UNetUnits(final NDManager manager, final SegmentOperators ops, final String kind, final int in, final int out, final int code) {
		this.ops = ops;
		this.kind = kind;
		this.film = code > 0;
		this.out = out;
		for (int i = 0; i < 2; i++)
			parts.addAll(child("u" + i, new Unit(manager, ops, i == 0 ? in : out, out, code)).parts);
	}

	/**
	 * @param x what comes from the scale before
	 * @param codes (N, E); null without FiLM
	 * @param between of a decoder's block: the skip, and the transposed convolution's weight and bias
	 * @return (N, out, h, w)
	 */
	NDArray forward(final NDArray x, final NDArray codes, final NDArray... between) {
		final List<NDArray> arguments = new ArrayList<>(List.of(x));
		arguments.addAll(List.of(between));
		if (film) arguments.add(codes);
		parts.forEach(part -> arguments.add(part.getArray()));
		return ops.block(kind, film, arguments);
	}

	/** The inputs are x, with FiLM the codes, and of a decoder's block what stands between. */
	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		final int first = film ? 2 : 1;
		return new NDList(forward(inputs.get(0), film ? inputs.get(1) : null, inputs.subList(first, inputs.size()).toArray(
			NDArray[]::new)));
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		final Shape x = inputShapes[0];
		final double scale = kind.equals("up") ? 2 : kind.equals("down") ? 0.5 : 1;
		return new Shape[] { new Shape(x.get(0), out, (long) (x.get(2) * scale), (long) (x.get(3) * scale)) };
	}
}
