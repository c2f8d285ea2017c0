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

import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.script.TorchScript;


import java.util.Collection;
import java.util.Locale;

/**
 * What the U-Net computes and DJL does not offer, or only slowly, as one TorchScript module of the network. Everything
 * records gradients where the thread does.
 */
final class Operators {

	/**
	 * SiLU works in place on what was just made: one image less in memory, and autograd keeps a copy where it needs one.
	 */
	private static final String CODE = """
		def norm_silu(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.silu_(torch.group_norm(x, GROUPS, w, b, 1.0000000000000001e-05))
		def norm_modulated_silu(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor, e: Tensor) -> Tensor:
		  h = torch.group_norm(x, GROUPS, w, b, 1.0000000000000001e-05)
		  e4 = torch.unsqueeze(torch.unsqueeze(e, -1), -1)
		  c = torch.size(x, 1)
		  scale = torch.add(torch.slice(e4, 1, 0, c), 1)
		  return torch.silu_(torch.addcmul(torch.slice(e4, 1, c), h, scale))
		def silu(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.silu(x)
		def broadcast_add(self: __torch__.Ops, x: Tensor, e: Tensor) -> Tensor:
		  return torch.add(x, torch.unsqueeze(torch.unsqueeze(e, -1), -1))
		def upsample(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.upsample_nearest2d(x, [torch.mul(torch.size(x, 2), 2), torch.mul(torch.size(x, 3), 2)])
		def downsample(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.avg_pool2d(x, [2, 2], [2, 2])
		def embed_time(self: __torch__.Ops, t: Tensor, frequencies: Tensor, w: Tensor) -> Tensor:
		  a = torch.mul(torch.unsqueeze(torch.to(t, 6), 1), frequencies)
		  return torch.type_as(torch.cat([torch.cos(a), torch.sin(a)], 1), w)
		def embed_label(self: __torch__.Ops, y: Tensor, w: Tensor) -> Tensor:
		  none = torch.zeros_like(torch.slice(w, 0, 0, 1))
		  return torch.embedding(torch.cat([none, w]), torch.add(y, 1))
		""";

	/**
	 * A convolution in half precision. DJL must never see an array in bfloat16: it ends the process.
	 */
	private static final String CONVOLUTION = """
		def convolution_%1$d_%2$d_%4$s(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  y = torch.conv2d(TO(x), TO(w), TO(b), [%2$d, %2$d], [%3$d, %3$d], [1, 1], 1)
		  return torch.type_as(y, x)
		""";

	/**
	 * The queries, keys and values need no scaling: the root of 1 / channels is the operator's own. TO(...) stands for the
	 * precision.
	 */
	private static final String ATTENTION = """
		def attention_%1$s(self: __torch__.Ops, x: Tensor, nw: Tensor, nb: Tensor, qw: Tensor, qb: Tensor, pw: Tensor, pb: Tensor) -> Tensor:
		  n, c, t = torch.size(x, 0), torch.size(x, 1), torch.mul(torch.size(x, 2), torch.size(x, 3))
		  h = torch.transpose(torch.flatten(torch.group_norm(x, GROUPS, nw, nb, 1.0000000000000001e-05), 2), 1, 2)
		  qkv = torch.linear(TO(h), torch.squeeze(TO(qw), -1), TO(qb))
		  q, k, v = torch.unbind(torch.view(qkv, [n, t, %2$s, -1]), %3$d)
		  a = torch.scaled_dot_product_attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2))
		  y = torch.linear(torch.reshape(torch.transpose(a, 1, 2), [n, t, c]), torch.squeeze(TO(pw), -1), TO(pb))
		  return torch.add(x, torch.view_as(torch.transpose(torch.type_as(y, x), 1, 2), x))
		""";

	private final TorchScript module;
	private final AttentionOrder order;
	private final int groups;
	private Precision precision = Precision.FP32;

	/**
	 * @param manager owns the module
	 * @param heads every number of heads that an attention layer has
	 * @param groups of the group norms
	 */
	Operators(final NDManager manager, final Collection<Integer> heads, final AttentionOrder order, final int groups) {
		final StringBuilder code = new StringBuilder(CODE);
		for (final int[] layer : new int[][] { { 1, 1 }, { 3, 1 }, { 3, 2 } })
			for (final Precision each : Precision.values())
				code.append(in(each, String.format(Locale.ROOT, CONVOLUTION, layer[0], layer[1], layer[0] / 2, each)));
		for (final int count : heads)
			for (final Precision each : Precision.values())
				code.append(attention(count, order, each));
		module = TorchScript.compile(manager, code.toString().replace("GROUPS", String.valueOf(groups)));
		this.order = order;
		this.groups = groups;
	}

	private static String attention(final int heads, final AttentionOrder order, final Precision precision) {
		final boolean legacy = order == AttentionOrder.LEGACY;
		final String code = String.format(Locale.ROOT, ATTENTION, heads + "_" + precision, legacy ? heads + ", 3" : "3, " + heads,
			legacy ? 3 : 2);
		return in(precision, code);
	}

	private static String in(final Precision precision, final String code) {
		return code.replaceAll("TO\\((\\w+)\\)", precision.cast("$1"));
	}

	/** Sets in what precision convolutions and attention are computed from now on. */
	void compute(final Precision value) {
		precision = value;
	}

	AttentionOrder order() {
		return order;
	}

	int groups() {
		return groups;
	}

	Precision precision() {
		return precision;
	}

	NDArray call(final String method, final NDArray... arrays) {
		return module.call(method, arrays).singletonOrThrow();
	}
}
