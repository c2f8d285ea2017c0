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

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.vit.Affine;

import java.util.List;

/**
 * SAM's image encoder, (N, 3, S, S) to (N, C, S / patch, S / patch): a Vision Transformer whose blocks attend in windows,
 * some of them over the whole grid, and a neck of two convolutions. Parameters: {@code pos_embed} (1, rows, columns, D),
 * {@code patch_embed.proj}, {@code blocks.0} and so on, {@code neck.0} to {@code neck.3}.
 */
public final class SamEncoder extends Layer {

	private final SamShape.Encoder shape;
	private final SamOperators ops;
	private final Parameter positions;
	private final Affine stem;
	private final SamBlock[] blocks;
	private final Layer[] convolutions;
	private final Affine[] norms;

	/**
	 * @param manager where the parameters live
	 * @param shape the sizes
	 */
	SamEncoder(final NDManager manager, final SamShape.Encoder shape) {
		this.shape = shape;
		ops = SamOperators.encoder(manager, shape.heads());
		positions = parameter(manager, "pos_embed", Parameter.Type.WEIGHT, 1, shape.grid(), shape.grid(), shape.width());
		stem = child("patch_embed.proj", Affine.linear(manager, shape.width(), 3, shape.patch(), shape.patch()));
		blocks = new SamBlock[shape.windows().size()];
		for (int i = 0; i < blocks.length; i++)
			blocks[i] = child("blocks." + i, new SamBlock(manager, ops, shape, i));
		final int out = shape.out();
		final Layer first = child("neck.0", new Conv2d(manager, shape.width(), out, 1, 1, 0, false));
		final Affine norm = child("neck.1", Affine.norm(manager, out));
		convolutions = new Layer[] { first, child("neck.2", new Conv2d(manager, out, out, 3, 1, 1, false)) };
		norms = new Affine[] { norm, child("neck.3", Affine.norm(manager, out)) };
	}

	/** {@return the sizes} */
	public SamShape.Encoder shape() {
		return shape;
	}

	/** {@return (N, rows, columns, D): the patches without their places} */
	NDArray patches(final NDArray images) {
		return ops.call("patches", Affine.arguments(List.of(images), stem));
	}

	/** {@return likewise with their places; closes them} */
	NDArray placed(final NDArray patches) {
		return ops.then("add", patches, positions.getArray());
	}

	SamBlock block(final int number) {
		return blocks[number];
	}

	/** {@return (N, C, rows, columns) of the last block's output} */
	NDArray neck(final NDArray tokens) {
		return ops.call("neck", tokens, weight(0), norms[0].arrays().get(0), norms[0].arrays().get(1), weight(1), norms[1].arrays()
			.get(0), norms[1].arrays().get(1));
	}

	private NDArray weight(final int convolution) {
		return convolutions[convolution].getParameters().get(0).getValue().getArray();
	}

	@Override
	public NDArray forward(final NDArray images, final boolean training) {
		final Shape size = images.getShape();
		if (size.get(1) != 3 || size.get(2) != shape.size() || size.get(3) != shape.size()) throw new IllegalArgumentException(
			"images of " + size + " for an encoder of 3 channels and " + shape.size() + " px");
		NDArray tokens = placed(patches(images));
		for (final SamBlock block : blocks)
			tokens = then(tokens, block, training);
		try (NDArray last = tokens) {
			return neck(last);
		}
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), shape.out(), shape.grid(), shape.grid());
	}
}
