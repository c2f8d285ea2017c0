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

import io.sonoflow.nn.Torch;

/** Where in a table of relative positions a pair of queries and keys along one axis finds its row. */
final class RelativePositions {

	private RelativePositions() {
	}

	/**
	 * @param table (rows, C); if rows are not 2 x the longer side - 1 it is interpolated linearly
	 * @param queries along the axis
	 * @param keys likewise; of fewer or more than the queries the places are scaled, and cut to whole ones
	 * @return (queries, keys, C): table[i - j + keys - 1] where both are as many
	 */
	static NDArray lookup(final SamOperators ops, final NDArray table, final int queries, final int keys) {
		final int rows = 2 * Math.max(queries, keys) - 1;
		try (NDArray index = Torch.floats(table.getManager(), index(queries, keys), queries, keys)) {
			if (table.getShape().get(0) == rows) return ops.call("lookup", table, index);
			try (NDArray size = Torch.floats(table.getManager(), new float[] { rows }, 1)) {
				return ops.then("lookup", ops.call("resized", table, size), index);
			}
		}
	}

	private static float[] index(final int queries, final int keys) {
		final float ofQuery = Math.max(keys / (float) queries, 1);
		final float ofKey = Math.max(queries / (float) keys, 1);
		final float[] index = new float[queries * keys];
		for (int i = 0; i < queries; i++)
			for (int j = 0; j < keys; j++)
				index[i * keys + j] = (int) (i * ofQuery - j * ofKey + (keys - 1) * ofKey);
		return index;
	}
}
