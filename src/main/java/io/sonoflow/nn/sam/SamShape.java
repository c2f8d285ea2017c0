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

import io.sonoflow.nn.weights.StateDict;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The sizes of a SAM.
 *
 * @param encoder of its image encoder
 * @param decoder of its prompt encoder and mask decoder
 */
public record SamShape(Encoder encoder, Decoder decoder) {

	/** Published mask decoders have 8 heads for 256 channels; their files do not say so. */
	private static final int CHANNELS_OF_A_HEAD = 32;

	private static final int LEAST_HEADS = 2;

	/**
	 * The sizes of the image encoder.
	 *
	 * @param patch side of a patch in pixels
	 * @param width D of its tokens
	 * @param hidden width of the multilayer perceptrons
	 * @param heads of each attention
	 * @param grid patches a side of the picture
	 * @param out channels of the embedding
	 * @param windows for each block the side of the windows that it attends in, in patches; 0 = the whole grid
	 * @param tables for each block the rows of its tables of relative positions; 2 x side - 1, or they are interpolated
	 */
	public record Encoder(int patch, int width, int hidden, int heads, int grid, int out, List<Integer> windows,
		List<Integer> tables)
	{

		/** Checks the numbers. */
		public Encoder {
			if (patch < 1 || heads < 1 || width < heads || width % heads != 0 || grid < 1 || out < 1 || windows.size() != tables
				.size()) throw new IllegalArgumentException("no encoder has patches of " + patch + ", width " + width + ", " + heads +
					" heads, " + grid + " patches a side, " + out + " channels, windows " + windows + " and tables " + tables);
			windows = List.copyOf(windows);
			tables = List.copyOf(tables);
		}

		/** {@return side of the picture in pixels} */
		public int size() {
			return grid * patch;
		}

		/** {@return what a block attends in, patches a side} */
		int reach(final int block) {
			return windows.get(block) == 0 ? grid : windows.get(block);
		}
	}

	/**
	 * The sizes of what turns prompts into masks.
	 *
	 * @param depth two-way layers
	 * @param hidden width of their multilayer perceptrons
	 * @param heads of each attention
	 * @param masks that it can draw: the single one, then those that it offers instead
	 * @param scoreDepth layers of the head that guesses how good a mask is
	 * @param scoreHidden its width
	 * @param maskChannels of what a given mask goes through
	 */
	public record Decoder(int depth, int hidden, int heads, int masks, int scoreDepth, int scoreHidden, int maskChannels) {
	}

	/**
	 * @param weights of a network that {@link io.sonoflow.nn.weights.Architecture} knows as a SAM
	 * @return its sizes; heads of the encoder from the tables of relative positions, of the decoder 8 for 256 channels (files do
	 *         not say them; one a 32 channels, at least 2)
	 */
	static SamShape of(final StateDict weights) {
		final long[] stem = weights.get("image_encoder.patch_embed.proj.weight").shape();
		final int grid = (int) weights.get("image_encoder.pos_embed").shape()[1];
		final int out = (int) weights.get("image_encoder.neck.0.weight").shape()[0];
		final int depth = count(weights, "image_encoder.blocks.%d.norm1.weight");
		final List<Integer> tables = IntStream.range(0, depth).mapToObj(i -> (int) weights.get("image_encoder.blocks." + i +
			".attn.rel_pos_h").shape()[0]).toList();
		final List<Integer> windows = tables.stream().map(rows -> rows == 2 * grid - 1 ? 0 : (rows + 1) / 2).toList();
		final int channels = (int) weights.get("image_encoder.blocks.0.attn.rel_pos_h").shape()[1];
		final Encoder encoder = new Encoder((int) stem[2], (int) stem[0], (int) weights.get(
			"image_encoder.blocks.0.mlp.lin1.weight").shape()[0], (int) stem[0] / channels, grid, out, windows, tables);
		return new SamShape(encoder, new Decoder(count(weights, "mask_decoder.transformer.layers.%d.norm1.weight"), (int) weights
			.get("mask_decoder.transformer.layers.0.mlp.lin1.weight").shape()[0], Math.max(LEAST_HEADS, out / CHANNELS_OF_A_HEAD),
			(int) weights.get("mask_decoder.mask_tokens.weight").shape()[0], count(weights,
				"mask_decoder.iou_prediction_head.layers.%d.weight"), (int) weights.get(
					"mask_decoder.iou_prediction_head.layers.0.weight").shape()[0], (int) weights.get(
						"prompt_encoder.mask_downscaling.3.weight").shape()[0]));
	}

	private static int count(final StateDict weights, final String name) {
		int count = 0;
		while (weights.has(String.format(Locale.ROOT, name, count)))
			count++;
		return count;
	}
}
