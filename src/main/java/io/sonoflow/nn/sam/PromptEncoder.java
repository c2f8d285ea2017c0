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
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.Affine;

import java.util.List;

/**
 * SAM's prompt encoder: points and corners to tokens, a mask to something that is added to the picture's embedding.
 * Parameters: {@code pe_layer.positional_encoding_gaussian_matrix} (2, C / 2; never trained; row 0 is for x),
 * {@code point_embeddings.0} (outside) to {@code .3} (1 inside, 2 and 3 corners), {@code not_a_point_embed},
 * {@code mask_downscaling}, {@code no_mask_embed}.
 */
public final class PromptEncoder extends NamedBlock {

	private final SamOperators ops;
	private final int size;
	private final int grid;
	private final Table matrix;
	private final Table[] embeddings = new Table[4];
	private final Table notAPoint;
	private final Affine[] downscaling;
	private final Table noMask;

	PromptEncoder(final NDManager manager, final SamOperators ops, final SamShape shape) {
		this.ops = ops;
		size = shape.encoder().size();
		grid = shape.encoder().grid();
		final int out = shape.encoder().out();
		matrix = child("pe_layer", new Table(manager, "positional_encoding_gaussian_matrix", Parameter.Type.RUNNING_MEAN, 2,
			out / 2));
		for (int i = 0; i < embeddings.length; i++)
			embeddings[i] = child("point_embeddings." + i, Table.embedding(manager, 1, out));
		notAPoint = child("not_a_point_embed", Table.embedding(manager, 1, out));
		final int channels = shape.decoder().maskChannels();
		downscaling = new Affine[] { child("mask_downscaling.0", Affine.linear(manager, channels / 4, 1, 2, 2)), child(
			"mask_downscaling.1", Affine.norm(manager, channels / 4)), child("mask_downscaling.3", Affine.linear(manager, channels,
				channels / 4, 2, 2)), child("mask_downscaling.4", Affine.norm(manager, channels)), child("mask_downscaling.6", Affine
					.linear(manager, out, channels, 1, 1)) };
		noMask = child("no_mask_embed", Table.embedding(manager, 1, out));
	}

	/**
	 * @param places (N, K, 2): x and y in pixels of the network's picture, the middle of the first pixel being 0
	 * @param labels (N, K): -1 not a point, 0 outside of what is meant, 1 inside, 2 upper left corner, 3 lower right corner
	 * @return (N, K, C)
	 */
	NDArray points(final NDArray places, final NDArray labels) {
		try (NDArray middle = places.add(0.5f); NDArray shares = middle.div(size)) {
			return ops.call("points", shares, labels, matrix.array(), notAPoint.array(), embeddings[0].array(),
				embeddings[1].array(), embeddings[2].array(), embeddings[3].array());
		}
	}

	/** {@return (1, C, rows, columns): where each part of the embedding lies in the picture} */
	NDArray places() {
		final float[] shares = new float[grid * grid * 2];
		for (int y = 0; y < grid; y++)
			for (int x = 0; x < grid; x++) {
				shares[2 * (y * grid + x)] = (x + 0.5f) / grid;
				shares[2 * (y * grid + x) + 1] = (y + 0.5f) / grid;
			}
		try (NDArray array = Torch.floats(matrix.array().getManager(), shares, 1, grid, grid, 2)) {
			return ops.call("places", array, matrix.array());
		}
	}

	/** {@return (1, C, rows, columns): what is added to the embedding if no mask is given} */
	NDArray noMask() {
		try (NDArray sides = Torch.floats(matrix.array().getManager(), new float[] { grid, grid }, 2)) {
			return ops.call("no_mask", noMask.array(), sides);
		}
	}

	/**
	 * @param mask (N, 1, 4 rows, 4 columns): logits, as the decoder gives them
	 * @return (N, C, rows, columns): what is added to the embedding
	 */
	NDArray mask(final NDArray mask) {
		return ops.call("mask", Affine.arguments(List.of(mask), downscaling));
	}

	/** Takes places and labels, and perhaps a mask; gives tokens and what is added to the embedding. */
	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		return new NDList(points(inputs.get(0), inputs.get(1)), inputs.size() > 2 ? mask(inputs.get(2)) : noMask());
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		final long out = noMask.array().getShape().get(1);
		return new Shape[] { new Shape(inputShapes[0].get(0), inputShapes[0].get(1), out), new Shape(inputShapes.length > 2
			? inputShapes[2].get(0) : 1, out, grid, grid) };
	}
}
