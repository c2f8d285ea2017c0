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
package io.sonoflow.nn.weights;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings the ways in which transformers keep the matrices of their attention to one, {@code attn.qkv} with the rows of
 * queries, keys, values: three separate ones ({@code q k v}, {@code q_proj ...}, {@code query ...}), those of PyTorch's
 * MultiheadAttention ({@code in_proj_weight}, {@code out_proj}), BEiT's {@code q_bias} and {@code v_bias} beside a fused
 * matrix, and biases that are absent (0; that of the keys does not reach the softmax at all).
 */
final class AttentionLayout {

	private static final Pattern ATTENTION = Pattern.compile("(blocks\\.\\d+\\.attn\\.).*");
	private static final List<List<String>> SEPARATE = List.of(List.of("q", "k", "v"), List.of("q_proj", "k_proj", "v_proj"),
		List.of("query", "key", "value"));
	private static final List<String> BIASES = List.of("q_bias", "k_bias", "v_bias");
	private static final String WEIGHT = "qkv.weight";
	private static final String BIAS = "qkv.bias";

	private final Map<String, Tensor> named;
	private final String prefix;

	private AttentionLayout(final Map<String, Tensor> named, final String prefix) {
		this.named = named;
		this.prefix = prefix;
	}

	/** {@return the same tensors with fused attention, in the same order; the map itself if there is nothing to do} */
	static Map<String, Tensor> fused(final Map<String, Tensor> named) {
		if (!named.containsKey("patch_embed.proj.weight")) return named;
		final Map<String, Tensor> result = new LinkedHashMap<>(named);
		named.keySet().stream().map(ATTENTION::matcher).filter(Matcher::matches).map(name -> name.group(1)).distinct().forEach(
			each -> new AttentionLayout(result, each).fuse());
		return result.keySet().equals(named.keySet()) ? named : result;
	}

	private void fuse() {
		move("in_proj_weight", WEIGHT);
		move("in_proj_bias", BIAS);
		move("out_proj.weight", "proj.weight");
		move("out_proj.bias", "proj.bias");
		for (final List<String> names : SEPARATE) {
			final List<String> weights = names.stream().map(name -> name + ".weight").toList();
			final List<String> biases = names.stream().map(name -> name + ".bias").toList();
			if (!isMatrices(weights) || !areBiases(biases, get(weights.get(0)).shape()[0])) continue;
			final long width = get(weights.get(0)).shape()[0];
			put(WEIGHT, join(weights, width * get(weights.get(0)).shape()[1], width));
			put(BIAS, join(biases, width, width));
			Stream.of(weights, biases).flatMap(List::stream).forEach(name -> named.remove(prefix + name));
		}
		final Tensor weight = get(WEIGHT);
		if (weight == null || weight.shape().length != 2 || get(BIAS) != null || !areBiases(BIASES, weight
			.shape()[0] / 3)) return;
		put(BIAS, join(BIASES, weight.shape()[0] / 3, weight.shape()[0] / 3));
		BIASES.forEach(name -> named.remove(prefix + name));
	}

	private Tensor get(final String name) {
		return named.get(prefix + name);
	}

	private void put(final String name, final Tensor tensor) {
		named.put(prefix + name, tensor);
	}

	private void move(final String from, final String to) {
		if (get(from) != null && get(to) == null) put(to, named.remove(prefix + from));
	}

	/** {@return whether all are there and of one shape: others keep their names, and are named as not fitting} */
	private boolean isMatrices(final List<String> weights) {
		final Tensor first = get(weights.get(0));
		return first != null && first.shape().length == 2 && weights.stream().allMatch(name -> get(name) != null && Arrays
			.equals(get(name).shape(), first.shape()));
	}

	/** {@return whether these are three biases, those of queries and values, or none} */
	private boolean areBiases(final List<String> names, final long width) {
		final List<Tensor> there = names.stream().map(this::get).filter(Objects::nonNull).toList();
		if (there.stream().anyMatch(bias -> bias.shape().length != 1 || bias.shape()[0] != width)) return false;
		return there.isEmpty() || get(names.get(0)) != null && get(names.get(2)) != null;
	}

	/** {@return the three below each other; zeros for what is absent} */
	private Tensor join(final List<String> names, final long each, final long rows) {
		final float[] values = new float[Math.toIntExact(3 * each)];
		for (int i = 0; i < names.size(); i++) {
			final Tensor tensor = get(names.get(i));
			if (tensor != null) System.arraycopy(tensor.floats(), 0, values, (int) (i * each), (int) each);
		}
		return each == rows ? Tensor.of(values, 3 * rows) : Tensor.of(values, 3 * rows, each / rows);
	}
}
