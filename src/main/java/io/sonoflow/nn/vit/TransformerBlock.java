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
package io.sonoflow.nn.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.folded.Program;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A transformer's block, (N, T, D) to (N, T, D): h = x + attention(norm1(x)), then h + mlp(norm2(h)). The rows of
 * {@code attn.qkv} are queries, keys, values, each split into heads; the multilayer perceptron's activation is the exact
 * GELU. Parameters: {@code norm1}, {@code attn.qkv}, {@code attn.proj}, {@code norm2}, {@code mlp.fc1}, {@code mlp.fc2}.
 */
final class TransformerBlock extends Layer {

	private final TransformerOperators ops;
	private final int heads;
	private final Affine norm1;
	private final Affine qkv;
	private final Affine[] rest;

	TransformerBlock(final NDManager manager, final TransformerOperators ops, final int width, final int hidden,
		final int heads)
	{
		this.ops = ops;
		this.heads = heads;
		norm1 = child("norm1", Affine.norm(manager, width));
		qkv = child("attn.qkv", Affine.linear(manager, 3L * width, width));
		rest = new Affine[] { child("attn.proj", Affine.linear(manager, width, width)), child("norm2", Affine.norm(manager,
			width)), child("mlp.fc1", Affine.linear(manager, hidden, width)), child("mlp.fc2", Affine.linear(manager, width,
				hidden)) };
	}

	private Affine[] from(final Affine... first) {
		return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(Affine[]::new);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return ops.call("block" + ops.suffix(heads), Affine.arguments(List.of(x), from(norm1, qkv)));
	}

	/**
	 * @param attention (N, 1, 1): what the attention branch of each image is multiplied by
	 * @param mlp (N, 1, 1): likewise the other branch
	 */
	NDArray forward(final NDArray x, final NDArray attention, final NDArray mlp) {
		return ops.call("drop" + ops.suffix(heads), Affine.arguments(List.of(x, attention, mlp), from(norm1, qkv)));
	}

	/** {@return the first norm of x} */
	NDArray normed(final NDArray x) {
		return ops.call("norm", x, norm1.weight.getArray(), norm1.bias.getArray());
	}

	/** {@return the block's output from x and {@link #normed} of it} */
	NDArray rest(final NDArray x, final NDArray normed) {
		return ops.call("rest" + ops.suffix(heads), Affine.arguments(List.of(x, normed), from(qkv)));
	}

	/** {@return (N, heads, T, T): who attends (rows) to whom; each row sums to 1; float32} */
	NDArray attention(final NDArray x) {
		return ops.call("attention_" + heads, x, norm1.weight.getArray(), norm1.bias.getArray(), qkv.weight.getArray(), qkv.bias
			.getArray());
	}

	/** @param x name of (N, T, D) */
	@Override
	public String write(final Program program, final String x) {
		final int width = program.size(x)[1];
		final String q = program.linear(norm(program, x, norm1), qkv.weight.getArray(), qkv.bias.getArray(), "none");
		final String parts = program.step(String.format(Locale.ROOT,
			"torch.permute(torch.view(%s, [-1, %d, 3, %d, %d]), [2, 0, 3, 1, 4])", q, program.size(x)[0], heads, width / heads), x);
		final String attended = program.step(String.format("torch.scaled_dot_product_attention(torch.select(%1$s, 0, 0), " +
			"torch.select(%1$s, 0, 1), torch.select(%1$s, 0, 2))", parts), x);
		final String h = sum(program, program.linear(program.step("torch.flatten(torch.transpose(" + attended + ", 1, 2), 2)", x),
			rest[0].weight.getArray(), rest[0].bias.getArray(), "none"), x);
		final String hidden = program.linear(norm(program, h, rest[1]), rest[2].weight.getArray(), rest[2].bias.getArray(), "gelu");
		return sum(program, program.linear(hidden, rest[3].weight.getArray(), rest[3].bias.getArray(), "none"), h);
	}

	/** {@return the name of the layer norm of x} */
	static String norm(final Program program, final String x, final Affine by) {
		return program.step("torch.layer_norm(" + x + ", [" + program.size(x)[1] + "], " + program.weight(by.weight.getArray()) +
			", " + program.weight(by.bias.getArray()) + ", " + TransformerOperators.NORM + ")", x);
	}

	private static String sum(final Program program, final String y, final String x) {
		return program.step("torch.add_(" + y + ", " + x + ")", y);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
