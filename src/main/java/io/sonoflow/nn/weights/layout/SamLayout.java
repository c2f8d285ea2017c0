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
package io.sonoflow.nn.weights.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of the tensors of Segment Anything (Kirillov et al., ICCV 2023) with a Vision Transformer; MedSAM's alike. */
public final class SamLayout {

	/** Which a SAM has and others have not. */
	public static final String ANCHOR = "image_encoder.neck.0.weight";

	private static final String STEM = "image_encoder.patch_embed.proj.weight";
	private static final int KERNEL = 2;

	private final Map<String, long[]> tensors;
	private final Map<String, long[]> shapes = new LinkedHashMap<>();

	private SamLayout(final Map<String, long[]> tensors) {
		this.tensors = tensors;
	}

	/** {@return whether tensors of these names and shapes, free of prefixes, may be a SAM} */
	public static boolean mayBe(final Map<String, long[]> tensors) {
		return tensors.containsKey(STEM) && tensors.containsKey(ANCHOR);
	}

	/** {@return e.g. sam-vit-b of the published sizes, else sam} */
	public static String name(final Map<String, long[]> tensors) {
		final SamLayout layout = new SamLayout(tensors);
		final int depth = layout.count("image_encoder.blocks.", ".norm1.weight");
		final long width = layout.size(STEM, 0);
		if (layout.size(ANCHOR, 0) != 256 || layout.size("image_encoder.pos_embed", 1) != 64) return "sam";
		if (width == 768 && depth == 12) return "sam-vit-b";
		if (width == 1024 && depth == 24) return "sam-vit-l";
		return width == 1280 && depth == 32 ? "sam-vit-h" : "sam";
	}

	/** {@return in words} */
	public static String title(final Map<String, long[]> tensors) {
		final SamLayout layout = new SamLayout(tensors);
		return "Segment Anything or MedSAM (ViT of width " + layout.size(STEM, 0) + ", " + layout.count("image_encoder.blocks.",
			".norm1.weight") + " blocks, " + layout.size("image_encoder.pos_embed", 1) * layout.size(STEM, 2) + " px)";
	}

	private long size(final String name, final int dimension) {
		final long[] shape = tensors.getOrDefault(name, new long[0]);
		return dimension < shape.length ? shape[dimension] : 1;
	}

	private int count(final String before, final String after) {
		int count = 0;
		while (tensors.containsKey(before + count + after))
			count++;
		return count;
	}

	/** {@return what a SAM with the sizes of these tensors consists of} */
	public static Map<String, long[]> shapes(final Map<String, long[]> tensors) {
		final SamLayout layout = new SamLayout(tensors);
		layout.encoder();
		layout.prompts();
		layout.decoder();
		return layout.shapes;
	}

	private void add(final String name, final long... shape) {
		shapes.put(name, shape);
	}

	private void affine(final String name, final long width) {
		add(name + ".weight", width);
		add(name + ".bias", width);
	}

	private void biased(final String name, final long... shape) {
		add(name + ".weight", shape);
		add(name + ".bias", shape[0]);
	}

	private void encoder() {
		final long width = size(STEM, 0);
		final long out = size(ANCHOR, 0);
		final long grid = size("image_encoder.pos_embed", 1);
		final long hidden = size("image_encoder.blocks.0.mlp.lin1.weight", 0);
		final long head = size("image_encoder.blocks.0.attn.rel_pos_h", 1);
		add("image_encoder.pos_embed", 1, grid, grid, width);
		biased("image_encoder.patch_embed.proj", width, 3, size(STEM, 2), size(STEM, 2));
		for (int i = 0; i < Math.max(1, count("image_encoder.blocks.", ".norm1.weight")); i++) {
			final String name = "image_encoder.blocks." + i;
			affine(name + ".norm1", width);
			add(name + ".attn.rel_pos_h", size(name + ".attn.rel_pos_h", 0), head);
			add(name + ".attn.rel_pos_w", size(name + ".attn.rel_pos_h", 0), head);
			biased(name + ".attn.qkv", 3 * width, width);
			biased(name + ".attn.proj", width, width);
			affine(name + ".norm2", width);
			biased(name + ".mlp.lin1", hidden, width);
			biased(name + ".mlp.lin2", width, hidden);
		}
		add("image_encoder.neck.0.weight", out, width, 1, 1);
		affine("image_encoder.neck.1", out);
		add("image_encoder.neck.2.weight", out, out, 3, 3);
		affine("image_encoder.neck.3", out);
	}

	private void prompts() {
		final long out = size(ANCHOR, 0);
		final String mask = "prompt_encoder.mask_downscaling.";
		final long channels = size(mask + "3.weight", 0);
		add("prompt_encoder.pe_layer.positional_encoding_gaussian_matrix", 2, out / 2);
		for (int i = 0; i < 4; i++)
			add("prompt_encoder.point_embeddings." + i + ".weight", 1, out);
		add("prompt_encoder.not_a_point_embed.weight", 1, out);
		biased(mask + 0, channels / 4, 1, KERNEL, KERNEL);
		affine(mask + 1, channels / 4);
		biased(mask + 3, channels, channels / 4, KERNEL, KERNEL);
		affine(mask + 4, channels);
		biased(mask + 6, out, channels, 1, 1);
		add("prompt_encoder.no_mask_embed.weight", 1, out);
	}

	private void decoder() {
		final long out = size(ANCHOR, 0);
		final String layers = "mask_decoder.transformer.layers.";
		final long hidden = size(layers + "0.mlp.lin1.weight", 0);
		for (int i = 0; i < Math.max(1, count(layers, ".norm1.weight")); i++) {
			attention(layers + i + ".self_attn", out, out);
			attention(layers + i + ".cross_attn_token_to_image", out, out / 2);
			attention(layers + i + ".cross_attn_image_to_token", out, out / 2);
			for (int norm = 1; norm <= 4; norm++)
				affine(layers + i + ".norm" + norm, out);
			biased(layers + i + ".mlp.lin1", hidden, out);
			biased(layers + i + ".mlp.lin2", out, hidden);
		}
		attention("mask_decoder.transformer.final_attn_token_to_image", out, out / 2);
		affine("mask_decoder.transformer.norm_final_attn", out);
		add("mask_decoder.iou_token.weight", 1, out);
		final long masks = size("mask_decoder.mask_tokens.weight", 0);
		add("mask_decoder.mask_tokens.weight", masks, out);
		final String up = "mask_decoder.output_upscaling.";
		add(up + "0.weight", out, out / 4, KERNEL, KERNEL);
		add(up + "0.bias", out / 4);
		affine(up + 1, out / 4);
		add(up + "3.weight", out / 4, out / 8, KERNEL, KERNEL);
		add(up + "3.bias", out / 8);
		for (int i = 0; i < masks; i++)
			perceptron("mask_decoder.output_hypernetworks_mlps." + i, out, out, out / 8, 3);
		final String score = "mask_decoder.iou_prediction_head";
		perceptron(score, out, size(score + ".layers.0.weight", 0), masks, Math.max(1, count(score + ".layers.", ".weight")));
	}

	private void attention(final String name, final long out, final long inner) {
		for (final String part : new String[] { "q_proj", "k_proj", "v_proj" })
			biased(name + "." + part, inner, out);
		biased(name + ".out_proj", out, inner);
	}

	private void perceptron(final String name, final long in, final long hidden, final long out, final int depth) {
		for (int i = 0; i < depth; i++)
			biased(name + ".layers." + i, i == depth - 1 ? out : hidden, i == 0 ? in : hidden);
	}
}
