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
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.Affine;

import java.util.ArrayList;
import java.util.List;

/**
 * SAM's mask decoder: tokens and the picture's embedding attend to each other both ways, each mask token then becomes the
 * weights by which one mask is drawn from the upscaled embedding. Parameters: {@code transformer}, {@code iou_token},
 * {@code mask_tokens}, {@code output_upscaling}, {@code output_hypernetworks_mlps}, {@code iou_prediction_head}.
 */
public final class MaskDecoder extends NamedBlock {

	private static final String[] ATTENTION = { "q_proj", "k_proj", "v_proj", "out_proj" };

	/**
	 * @param masks (N, masks, 4 rows, 4 columns): logits; the first is the single mask, the others are alternatives
	 * @param scores (N, masks): what the network guesses the intersection over union to be; no sigmoid
	 */
	public record Output(NDArray masks, NDArray scores) implements AutoCloseable {

		@Override
		public void close() {
			masks.close();
			scores.close();
		}
	}

	private final SamOperators ops;
	private final SamShape shape;
	private final Affine[][] layers;
	private final Affine[] last;
	private final Table scoreToken;
	private final Table maskTokens;
	private final Affine[] upscaling;
	private final Affine[][] hypernetworks;
	private final Affine[] score;

	MaskDecoder(final NDManager manager, final SamOperators ops, final SamShape shape) {
		this.ops = ops;
		this.shape = shape;
		final int out = shape.encoder().out();
		final SamShape.Decoder sizes = shape.decoder();
		layers = new Affine[sizes.depth()][];
		for (int i = 0; i < layers.length; i++)
			layers[i] = layer(manager, "transformer.layers." + i + ".", out, sizes.hidden());
		final List<Affine> end = attention(manager, "transformer.final_attn_token_to_image.", out, out / 2);
		end.add(child("transformer.norm_final_attn", Affine.norm(manager, out)));
		last = end.toArray(Affine[]::new);
		scoreToken = child("iou_token", Table.embedding(manager, 1, out));
		maskTokens = child("mask_tokens", Table.embedding(manager, sizes.masks(), out));
		upscaling = new Affine[] { child("output_upscaling.0", Affine.transposed(manager, out, out / 4, 2, 2)), child(
			"output_upscaling.1", Affine.norm(manager, out / 4)), child("output_upscaling.3", Affine.transposed(manager, out / 4, out /
				8, 2, 2)) };
		hypernetworks = new Affine[sizes.masks()][];
		for (int i = 0; i < hypernetworks.length; i++)
			hypernetworks[i] = perceptron(manager, "output_hypernetworks_mlps." + i, out, out, out / 8, 3);
		score = perceptron(manager, "iou_prediction_head", out, sizes.scoreHidden(), sizes.masks(), sizes.scoreDepth());
	}

	private Affine[] layer(final NDManager manager, final String name, final int out, final int hidden) {
		final List<Affine> all = attention(manager, name + "self_attn.", out, out);
		all.add(child(name + "norm1", Affine.norm(manager, out)));
		all.addAll(attention(manager, name + "cross_attn_token_to_image.", out, out / 2));
		all.add(child(name + "norm2", Affine.norm(manager, out)));
		all.add(child(name + "mlp.lin1", Affine.linear(manager, hidden, out)));
		all.add(child(name + "mlp.lin2", Affine.linear(manager, out, hidden)));
		all.add(child(name + "norm3", Affine.norm(manager, out)));
		all.add(child(name + "norm4", Affine.norm(manager, out)));
		all.addAll(attention(manager, name + "cross_attn_image_to_token.", out, out / 2));
		return all.toArray(Affine[]::new);
	}

	private List<Affine> attention(final NDManager manager, final String name, final int out, final int inner) {
		final List<Affine> all = new ArrayList<>();
		for (final String part : ATTENTION)
			all.add(child(name + part, part.equals("out_proj") ? Affine.linear(manager, out, inner) : Affine.linear(manager, inner,
				out)));
		return all;
	}

	private Affine[] perceptron(final NDManager manager, final String name, final int in, final int hidden, final int out,
		final int depth)
	{
		final Affine[] all = new Affine[depth];
		for (int i = 0; i < depth; i++)
			all[i] = child(name + ".layers." + i, Affine.linear(manager, i == depth - 1 ? out : hidden, i == 0 ? in : hidden));
		return all;
	}

	/**
	 * @param picture the tokens and the picture (N, L, C) after the transformer
	 */
	record Attended(NDArray tokens, NDArray picture) implements AutoCloseable {

		@Override
		public void close() {
			tokens.close();
			picture.close();
		}
	}

	/**
	 * @param embedding (1, C, rows, columns) for prompts of one picture, or (N, C, rows, columns): each has its own
	 * @param places (1, C, rows, columns)
	 * @param prompts (N, K, C): tokens
	 * @param dense (1 or N, C, rows, columns): is added to the embedding
	 */
	Attended attend(final NDArray embedding, final NDArray places, final NDArray prompts, final NDArray dense) {
		try (NDArray tokens = ops.call("tokens", scoreToken.array(), maskTokens.array(), prompts); NDArray flat = ops.call(
			"flat", places))
		{
			NDArray queries = tokens.reshape(tokens.getShape());
			NDArray keys = ops.call("picture", embedding, dense, prompts);
			for (int i = 0; i < layers.length; i++)
				try (NDArray before = queries; NDArray pictureBefore = keys) {
					final NDList both = ops.list(i == 0 ? "first" : "later", Affine.arguments(List.of(before, pictureBefore, tokens, flat),
						layers[i]));
					queries = both.get(0);
					keys = both.get(1);
				}
			try (NDArray before = queries) {
				return new Attended(ops.call("final", Affine.arguments(List.of(before, keys, tokens, flat), last)), keys);
			}
		}
	}

	/**
	 * Draws the masks of prompts.
	 *
	 * @param embedding (1, C, rows, columns) for prompts of one picture, or (N, C, rows, columns): each has its own
	 * @param places (1, C, rows, columns) of {@link PromptEncoder}
	 * @param prompts (N, K, C) of {@link PromptEncoder}
	 * @param dense (1 or N, C, rows, columns) of {@link PromptEncoder}
	 * @param first of the masks
	 * @param count of the masks
	 * @return so many masks and scores
	 */
	Output decode(final NDArray embedding, final NDArray places, final NDArray prompts, final NDArray dense, final int first,
		final int count)
	{
		try (Attended attended = attend(embedding, places, prompts, dense)) {
			final List<NDArray> drawn = new ArrayList<>();
			try (NDArray upscaled = ops.call("upscaled", Affine.arguments(List.of(attended.picture, embedding), upscaling))) {
				for (int i = first; i < first + count; i++)
					try (NDArray weights = perceptron(row(attended.tokens, 1 + i), hypernetworks[i])) {
						drawn.add(ops.call("draw", weights, upscaled));
					}
			}
			try (NDList all = new NDList(drawn); NDArray scores = perceptron(row(attended.tokens, 0), score)) {
				return new Output(count == 1 ? all.get(0).reshape(all.get(0).getShape()) : NDArrays.concat(all, 1), scores
					.get(":, " + first + ":" + (first + count)));
			}
		}
	}

	private NDArray row(final NDArray tokens, final int number) {
		try (NDArray index = Torch.floats(tokens.getManager(), new float[] { number }, 1)) {
			return ops.call("row", tokens, index);
		}
	}

	/** Linear layers with rectifiers between them; closes x. */
	private NDArray perceptron(final NDArray x, final Affine... all) {
		NDArray y = x;
		for (int i = 0; i < all.length; i++)
			y = ops.then(i == all.length - 1 ? "linear" : "linear_relu", Affine.arguments(List.of(y), all[i]));
		return y;
	}

	/** Takes embedding, places, prompts and what is added; gives all masks and scores. */
	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		final Output output = decode(inputs.get(0), inputs.get(1), inputs.get(2), inputs.get(3), 0, shape.decoder().masks());
		return new NDList(output.masks, output.scores);
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		final long count = inputShapes[2].get(0);
		final long side = 4L * shape.encoder().grid();
		return new Shape[] { new Shape(count, shape.decoder().masks(), side, side), new Shape(count, shape.decoder().masks()) };
	}
}
