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
package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.precision.Precision;

import java.util.Locale;

/**
 * Self-attention between all positions of an image: x + proj_out(attention(qkv(norm(x)))). Each head sees C / heads
 * channels. Parameters: {@code norm}, {@code qkv.weight} (3C, C, 1), {@code qkv.bias}, {@code proj_out.weight} (C, C, 1),
 * {@code proj_out.bias}.
 */
final class Attention extends Layer {

	private final Operators ops;
	private final String method;
	private final int heads;
	private final AttentionOrder order;
	private final Affine norm;
	private final Affine qkv;
	private final Affine out;

	/** A weight and a bias that {@link Attention} applies itself. */
	private static final class Affine extends Layer {

		final Parameter weight;
		final Parameter bias;

		Affine(final NDManager manager, final Parameter.Type weightType, final Parameter.Type biasType, final long... shape) {
			weight = parameter(manager, "weight", weightType, shape);
			bias = parameter(manager, "bias", biasType, shape[0]);
		}

		@Override
		public NDArray forward(final NDArray x, final boolean training) {
			throw new UnsupportedOperationException("part of an attention layer");
		}

		@Override
		public Shape outputShape(final Shape input) {
			throw new UnsupportedOperationException("part of an attention layer");
		}
	}

	Attention(final NDManager manager, final Operators ops, final int channels, final int heads) {
		this.ops = ops;
		this.heads = heads;
		order = ops.order();
		method = "attention_" + heads + "_";
		norm = child("norm", new Affine(manager, Parameter.Type.GAMMA, Parameter.Type.BETA, channels));
		qkv = child("qkv", new Affine(manager, Parameter.Type.WEIGHT, Parameter.Type.BIAS, 3L * channels, channels, 1));
		out = child("proj_out", new Affine(manager, Parameter.Type.WEIGHT, Parameter.Type.BIAS, channels, channels, 1));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return ops.call(method + ops.precision(), x, norm.weight.getArray(), norm.bias.getArray(), qkv.weight.getArray(), qkv.bias
			.getArray(), out.weight.getArray(), out.bias.getArray());
	}

	/** In channels-last order an image is a list of positions as it lies. */
	@Override
	public String write(final Program program, final String x) {
		final int[] size = program.size(x);
		final String h = GroupNorm.norm(program, x, norm.weight, norm.bias, ops.groups());
		final String all = linear(program, "torch.transpose(torch.flatten(" + h + ", 2), 1, 2)", qkv);
		final boolean legacy = order == AttentionOrder.LEGACY;
		final String parts = program.step(String.format(Locale.ROOT, "torch.view(%s, [-1, %d, %s, %d])", all, size[1] * size[2],
			legacy ? heads + ", 3" : "3, " + heads, size[0] / heads), x);
		final String form = "torch.transpose(torch.select(" + parts + ", " + (legacy ? 3 : 2) + ", %d), 1, 2)";
		final String attended = program.step("torch.scaled_dot_product_attention(" + String.format(Locale.ROOT, form, 0) + ", " +
			String.format(Locale.ROOT, form, 1) + ", " + String.format(Locale.ROOT, form, 2) + ")", x);
		final String y = linear(program, "torch.flatten(torch.transpose(" + attended + ", 1, 2), 2)", out);
		return program.step("torch.add(" + x + ", torch.view_as(torch.transpose(torch.to(" + y + ", 6), 1, 2), " + x + "))", x);
	}

	/** In the network's precision. */
	private String linear(final Program program, final String x, final Affine by) {
		final boolean half = ops.precision() == Precision.BF16;
		final String weight = half ? program.rounded(by.weight.getArray()) : program.weight(by.weight.getArray());
		final String bias = half ? program.rounded(by.bias.getArray()) : program.weight(by.bias.getArray());
		return program.step("torch.linear(" + (half ? "torch.to(" + x + ", 15)" : x) + ", torch.squeeze(" + weight + ", -1), " +
			bias + ")", (int) by.weight.getShape().get(0), 1, 1);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
