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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Torch;

/** One row an organ. Parameter: {@code weight} (organs, E). */
final class Table extends Layer {

	private final Parameter weight;

	Table(final NDManager manager, final int rows, final int columns) {
		weight = parameter(manager, "weight", Parameter.Type.WEIGHT, rows, columns);
	}

	/** {@return (N, E): the rows of these organs; an organ that there is no row for is an error of the caller's} */
	NDArray look(final SegmentOperators ops, final NDArray like, final int[] ids) {
		final NDArray rows = weight.getArray();
		final float[] values = new float[ids.length];
		for (int i = 0; i < ids.length; i++) {
			if (ids[i] < 0 || ids[i] >= rows.getShape().get(0)) throw new IllegalArgumentException("organ " + ids[i] +
				" for a network of " + rows.getShape().get(0));
			values[i] = ids[i];
		}
		if (like.getShape().get(0) != ids.length) throw new IllegalArgumentException(ids.length + " organs for " + like.getShape()
			.get(0) + " images");
		try (NDArray floats = Torch.floats(like.getManager(), values, ids.length); NDArray whole = floats.toType(DataType.INT64,
			false))
		{
			return ops.call("embed", whole, rows);
		}
	}

	/** {@return (N, E): the rows of int64 numbers} */
	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return weight.getArray().get(x);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), weight.getShape().get(1));
	}
}
