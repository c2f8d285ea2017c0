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
package io.sonoflow.explain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Attention rollout (Abnar and Zuidema, ACL 2020): A = half the heads' mean attention + half the identity, for the way round
 * it, rows divided by their sum; R = A of the last block times ... times A of the first. Its row of the class token, without
 * that token's own column, says from which patches the class token came by its content, whatever the class; of a network that
 * is asked for the mean of its patches, the mean of the patches' rows, as no score depends on its last class token. No
 * gradient, one forward pass.
 */
public final class Rollout {

	private Rollout() {
	}

	/**
	 * @param network unchanged; nothing of the image stays in it
	 * @param image as the network is fed
	 * @return (h w): one value a patch, row by row, each at least 0; together less than 1
	 */
	public static float[] map(final TokenNetwork network, final NetworkImage image) {
		final List<double[]> matrices = matrices(network, image);
		final double[] row = row(matrices, first(tokens(matrices), network.poolsMean()));
		final float[] map = new float[row.length - 1];
		for (int i = 0; i < map.length; i++)
			map[i] = (float) row[1 + i];
		return map;
	}

	/** {@return A of each block, the first first, (T, T) row by row} */
	static List<double[]> matrices(final TokenNetwork network, final NetworkImage image) {
		Torch.inference();
		final List<double[]> matrices = new ArrayList<>();
		try (NDManager scope = network.manager().newSubManager(); NDArray x = image.array(image.values(), scope)) {
			network.attention(x, attention -> matrices.add(withWayRound(attention)));
		}
		return matrices;
	}

	private static double[] withWayRound(final NDArray attention) {
		final int heads = (int) attention.getShape().get(1);
		final int tokens = (int) attention.getShape().get(2);
		final float[] values = attention.toFloatArray();
		final double[] matrix = new double[tokens * tokens];
		for (int i = 0; i < values.length; i++)
			matrix[i % matrix.length] += values[i] / (2.0 * heads);
		for (int row = 0; row < tokens; row++) {
			matrix[row * tokens + row] += 0.5;
			final double sum = Arrays.stream(matrix, row * tokens, (row + 1) * tokens).sum();
			for (int i = row * tokens; i < (row + 1) * tokens; i++)
				matrix[i] /= sum;
		}
		return matrix;
	}

	private static int tokens(final List<double[]> matrices) {
		return (int) Math.round(Math.sqrt(matrices.get(0).length));
	}

	/** {@return 1 for the class token, or the mean of all others} */
	static double[] first(final int tokens, final boolean mean) {
		final double[] first = new double[tokens];
		if (mean) Arrays.fill(first, 1, tokens, 1.0 / (tokens - 1));
		else first[0] = 1;
		return first;
	}

	/**
	 * One row of the product, from the last block on: a vector times matrices, never a matrix times a matrix.
	 *
	 * @param matrices A of each block, the first first
	 * @param first what the score takes of each token after the last block
	 */
	static double[] row(final List<double[]> matrices, final double... first) {
		final int tokens = tokens(matrices);
		double[] row = first;
		for (int block = matrices.size() - 1; block >= 0; block--) {
			final double[] matrix = matrices.get(block);
			final double[] next = new double[tokens];
			for (int i = 0; i < tokens; i++)
				for (int j = 0; j < tokens; j++)
					next[j] += row[i] * matrix[i * tokens + j];
			row = next;
		}
		return row;
	}
}
