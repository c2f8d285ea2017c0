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
package io.sonoflow.nn.sam;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.vit.Affine;

import java.util.List;

/**
 * A block of the image encoder, (N, rows, columns, D) to the same: x + attention(norm1(x)), then + mlp(norm2(...)), where the
 * attention reaches over a window or the whole grid and adds what two tables say of the distance. Parameters: {@code norm1},
 * {@code attn.rel_pos_h}, {@code attn.rel_pos_w} (rows, D / heads), {@code attn.qkv}, {@code attn.proj}, {@code norm2},
 * {@code mlp.lin1}, {@code mlp.lin2}.
 */
final class SamBlock extends Layer {

	private final SamOperators ops;
	private final boolean windowed;
	private final int reach;
	private final Attention attention;
	private final Affine[] affines;

	/** The tables stand before the weights that are applied with them. */
	private static final class Attention extends Layer {

		private final Parameter rows;
		private final Parameter columns;
		private final Affine qkv;
		private final Affine proj;

		Attention(final NDManager manager, final SamShape.Encoder shape, final int length) {
			final long width = shape.width();
			rows = parameter(manager, "rel_pos_h", Parameter.Type.WEIGHT, length, width / shape.heads());
			columns = parameter(manager, "rel_pos_w", Parameter.Type.WEIGHT, length, width / shape.heads());
			qkv = child("qkv", Affine.linear(manager, 3 * width, width));
			proj = child("proj", Affine.linear(manager, width, width));
		}

		@Override
		public NDArray forward(final NDArray x, final boolean training) {
			throw new UnsupportedOperationException("part of a block");
		}

		@Override
		public Shape outputShape(final Shape input) {
			return input;
		}
	}

	SamBlock(final NDManager manager, final SamOperators ops, final SamShape.Encoder shape, final int number) {
		this.ops = ops;
		windowed = shape.windows().get(number) > 0;
		reach = shape.reach(number);
		final Affine norm1 = child("norm1", Affine.norm(manager, shape.width()));
		attention = child("attn", new Attention(manager, shape, shape.tables().get(number)));
		affines = new Affine[] { norm1, attention.qkv, attention.proj, child("norm2", Affine.norm(manager, shape.width())), child(
			"mlp.lin1", Affine.linear(manager, shape.hidden(), shape.width())), child("mlp.lin2", Affine.linear(manager, shape
				.width(), shape.hidden())) };
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		try (NDArray rows = RelativePositions.lookup(ops, attention.rows.getArray(), reach, reach);
				NDArray columns = RelativePositions.lookup(ops, attention.columns.getArray(), reach, reach))
		{
			return ops.call(windowed ? "block_windowed" : "block_global", Affine.arguments(List.of(x, rows, columns), affines));
		}
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
