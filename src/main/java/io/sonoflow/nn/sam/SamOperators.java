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

import io.sonoflow.nn.script.TorchScript;


/**
 * What SAM computes, as one TorchScript module. Everything records gradients where the thread does. Images of tokens are (N,
 * rows, columns, D).
 */
final class SamOperators {

	/** The first norm, attention with relative positions in a window or the grid, and the multilayer perceptron. */
	private static final String BLOCK_ARGUMENTS = "x: Tensor, rh: Tensor, rw: Tensor, n1w: Tensor, n1b: Tensor, qw: Tensor, " +
		"qb: Tensor, pw: Tensor, pb: Tensor, n2w: Tensor, n2b: Tensor, f1w: Tensor, f1b: Tensor, f2w: Tensor, f2b: Tensor";

	/**
	 * Attention of the whole grid, one head at a time: the logits' relative part of all 12 heads would be 800 MB a picture.
	 * The relative terms are of the unscaled queries.
	 */
	private static final String GLOBAL = """
		def block_global(self: __torch__.Ops, ARGUMENTS) -> Tensor:
		  a = torch.layer_norm(x, [torch.size(n1w, 0)], n1w, n1b, 9.9999999999999995e-07)
		  n, h, w, d = torch.size(a, 0), torch.size(a, 1), torch.size(a, 2), torch.size(a, 3)
		  l = torch.mul(h, w)
		  qkv = torch.permute(torch.view(torch.linear(a, qw, qb), [n, l, 3, HEADS, -1]), [2, 3, 0, 1, 4])
		  q, k, v = torch.unbind(qkv, 0)
		  parts = annotate(List[Tensor], [])
		  for i in range(HEADS):
		    s = torch.reshape(torch.select(q, 0, i), [n, h, w, -1])
		    th = torch.unsqueeze(torch.matmul(s, torch.transpose(rh, 1, 2)), -1)
		    tw = torch.transpose(torch.matmul(torch.transpose(s, 1, 2), torch.transpose(rw, 1, 2)), 1, 2)
		    m = torch.view(torch.add(th, torch.unsqueeze(tw, -2)), [n, 1, l, l])
		    qi = torch.unsqueeze(torch.select(q, 0, i), 1)
		    ki = torch.unsqueeze(torch.select(k, 0, i), 1)
		    vi = torch.unsqueeze(torch.select(v, 0, i), 1)
		    _0 = torch.append(parts, torch.squeeze(torch.scaled_dot_product_attention(qi, ki, vi, m), 1))
		  y = torch.linear(torch.reshape(torch.stack(parts, 2), [n, h, w, d]), pw, pb)
		REST
		""";

	/** Attention inside of windows; zeros are appended after the norm and take part. */
	private static final String WINDOWED = """
		def block_windowed(self: __torch__.Ops, ARGUMENTS) -> Tensor:
		  a = torch.layer_norm(x, [torch.size(n1w, 0)], n1w, n1b, 9.9999999999999995e-07)
		  n, h, w, d = torch.size(a, 0), torch.size(a, 1), torch.size(a, 2), torch.size(a, 3)
		  s = torch.size(rh, 0)
		  l = torch.mul(s, s)
		  rows, columns = torch.floordiv(torch.sub(torch.add(h, s), 1), s), torch.floordiv(torch.sub(torch.add(w, s), 1), s)
		  below, right = torch.sub(torch.mul(rows, s), h), torch.sub(torch.mul(columns, s), w)
		  a0 = torch.constant_pad_nd(a, [0, 0, 0, right, 0, below], 0)
		  a1 = torch.permute(torch.view(a0, [n, rows, s, columns, s, d]), [0, 1, 3, 2, 4, 5])
		  a2 = torch.reshape(a1, [-1, l, d])
		  b = torch.size(a2, 0)
		  qkv = torch.permute(torch.view(torch.linear(a2, qw, qb), [b, l, 3, HEADS, -1]), [2, 0, 3, 1, 4])
		  q, k, v = torch.unbind(qkv, 0)
		  r = torch.reshape(q, [torch.mul(b, HEADS), s, s, -1])
		  th = torch.unsqueeze(torch.matmul(r, torch.transpose(rh, 1, 2)), -1)
		  tw = torch.transpose(torch.matmul(torch.transpose(r, 1, 2), torch.transpose(rw, 1, 2)), 1, 2)
		  m = torch.view(torch.add(th, torch.unsqueeze(tw, -2)), [b, HEADS, l, l])
		  o = torch.transpose(torch.scaled_dot_product_attention(q, k, v, m), 1, 2)
		  o0 = torch.linear(torch.reshape(o, [b, l, d]), pw, pb)
		  o1 = torch.permute(torch.view(o0, [n, rows, columns, s, s, d]), [0, 1, 3, 2, 4, 5])
		  o2 = torch.reshape(o1, [n, torch.mul(rows, s), torch.mul(columns, s), d])
		  y = torch.slice(torch.slice(o2, 1, 0, h), 2, 0, w)
		REST
		""";

	private static final String REST = """
		  g = torch.add(x, y)
		  z = torch.layer_norm(g, [torch.size(n2w, 0)], n2w, n2b, 9.9999999999999995e-07)
		  return torch.add_(torch.linear(torch.gelu(torch.linear(z, f1w, f1b)), f2w, f2b), g)
		""";

	private static final String ENCODER = """
		def patches(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  y = torch.conv2d(x, w, b, [torch.size(w, 2), torch.size(w, 3)], [0, 0], [1, 1], 1)
		  return torch.contiguous(torch.permute(y, [0, 2, 3, 1]))
		def add(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
		  return torch.add(x, y)
		def resized(self: __torch__.Ops, r: Tensor, s: Tensor) -> Tensor:
		  t = torch.upsample_linear1d(torch.unsqueeze(torch.transpose(r, 0, 1), 0), [int(s)], False, None)
		  return torch.contiguous(torch.transpose(torch.squeeze(t, 0), 0, 1))
		def lookup(self: __torch__.Ops, r: Tensor, i: Tensor) -> Tensor:
		  y = torch.index_select(r, 0, torch.to(torch.flatten(i), 4))
		  return torch.view(y, [torch.size(i, 0), torch.size(i, 1), torch.size(r, 1)])
		def neck(self: __torch__.Ops, x: Tensor, c1: Tensor, n1w: Tensor, n1b: Tensor, c2: Tensor, n2w: Tensor, n2b: Tensor) -> Tensor:
		  y = torch.linear(x, torch.flatten(c1, 1))
		  y0 = torch.layer_norm(y, [torch.size(n1w, 0)], n1w, n1b, 9.9999999999999995e-07)
		  y1 = torch.conv2d(torch.permute(y0, [0, 3, 1, 2]), c2, None, [1, 1], [1, 1], [1, 1], 1)
		  y2 = torch.permute(y1, [0, 2, 3, 1])
		  y3 = torch.layer_norm(y2, [torch.size(n2w, 0)], n2w, n2b, 9.9999999999999995e-07)
		  return torch.contiguous(torch.permute(y3, [0, 3, 1, 2]))
		""";

	/** Of the prompt encoder. Labels: -1 none, 0 outside, 1 inside, 2 and 3 the corners of a box. */
	private static final String PROMPTS = """
		def encode(self: __torch__.Ops, c: Tensor, g: Tensor) -> Tensor:
		  p = torch.mul(torch.matmul(torch.sub(torch.mul(c, 2), 1), g), 6.2831853071795862)
		  return torch.cat([torch.sin(p), torch.cos(p)], -1)
		def places(self: __torch__.Ops, s: Tensor, g: Tensor) -> Tensor:
		  return torch.permute((self).encode(s, g), [0, 3, 1, 2])
		def points(self: __torch__.Ops, c: Tensor, l: Tensor, g: Tensor, none: Tensor, p0: Tensor, p1: Tensor, p2: Tensor, p3: Tensor) -> Tensor:
		  e = torch.mul((self).encode(c, g), torch.unsqueeze(torch.type_as(torch.ge(l, 0), c), -1))
		  t = torch.cat([none, p0, p1, p2, p3])
		  return torch.add(e, torch.embedding(t, torch.to(torch.add(l, 1), 4)))
		def norm2d(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  y = torch.layer_norm(torch.permute(x, [0, 2, 3, 1]), [torch.size(w, 0)], w, b, 9.9999999999999995e-07)
		  return torch.permute(y, [0, 3, 1, 2])
		def mask(self: __torch__.Ops, x: Tensor, c1w: Tensor, c1b: Tensor, n1w: Tensor, n1b: Tensor, c2w: Tensor, c2b: Tensor, n2w: Tensor, n2b: Tensor, c3w: Tensor, c3b: Tensor) -> Tensor:
		  y = torch.gelu((self).norm2d(torch.conv2d(x, c1w, c1b, [2, 2], [0, 0], [1, 1], 1), n1w, n1b))
		  z = torch.gelu((self).norm2d(torch.conv2d(y, c2w, c2b, [2, 2], [0, 0], [1, 1], 1), n2w, n2b))
		  return torch.conv2d(z, c3w, c3b, [1, 1], [0, 0], [1, 1], 1)
		def no_mask(self: __torch__.Ops, w: Tensor, s: Tensor) -> Tensor:
		  return torch.expand(torch.view(w, [1, -1, 1, 1]), [1, -1, int(torch.select(s, 0, 0)), int(torch.select(s, 0, 1))])
		""";

	/** Of the two-way transformer: queries are tokens (N, T, C), keys the picture (N, L, C), each with its places. */
	private static final String DECODER = """
		def norm(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.layer_norm(x, [torch.size(w, 0)], w, b, 1.0000000000000001e-05)
		def attend(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, qw: Tensor, qb: Tensor, kw: Tensor, kb: Tensor, vw: Tensor, vb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
		  n, t, l = torch.size(q, 0), torch.size(q, 1), torch.size(k, 1)
		  q0 = torch.transpose(torch.view(torch.linear(q, qw, qb), [n, t, HEADS, -1]), 1, 2)
		  k0 = torch.transpose(torch.view(torch.linear(k, kw, kb), [n, l, HEADS, -1]), 1, 2)
		  v0 = torch.transpose(torch.view(torch.linear(v, vw, vb), [n, l, HEADS, -1]), 1, 2)
		  o = torch.transpose(torch.scaled_dot_product_attention(q0, k0, v0), 1, 2)
		  return torch.linear(torch.reshape(o, [n, t, -1]), ow, ob)
		def tokens(self: __torch__.Ops, i: Tensor, m: Tensor, s: Tensor) -> Tensor:
		  o = torch.unsqueeze(torch.cat([i, m]), 0)
		  return torch.cat([torch.expand(o, [torch.size(s, 0), -1, -1]), s], 1)
		def picture(self: __torch__.Ops, e: Tensor, d: Tensor, t: Tensor) -> Tensor:
		  y = torch.transpose(torch.flatten(torch.add(e, d), 2), 1, 2)
		  return torch.contiguous(torch.expand(y, [torch.size(t, 0), -1, -1]))
		def flat(self: __torch__.Ops, p: Tensor) -> Tensor:
		  return torch.transpose(torch.flatten(p, 2), 1, 2)
		def upscaled(self: __torch__.Ops, k: Tensor, e: Tensor, c1w: Tensor, c1b: Tensor, nw: Tensor, nb: Tensor, c2w: Tensor, c2b: Tensor) -> Tensor:
		  x = torch.reshape(torch.transpose(k, 1, 2), [torch.size(k, 0), -1, torch.size(e, 2), torch.size(e, 3)])
		  y = torch.conv_transpose2d(x, c1w, c1b, [2, 2], [0, 0], [0, 0], 1, [1, 1])
		  z = torch.gelu((self).norm2d(y, nw, nb))
		  return torch.gelu(torch.conv_transpose2d(z, c2w, c2b, [2, 2], [0, 0], [0, 0], 1, [1, 1]))
		def row(self: __torch__.Ops, q: Tensor, i: Tensor) -> Tensor:
		  return torch.select(q, 1, int(i))
		def linear(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.linear(x, w, b)
		def linear_relu(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.relu(torch.linear(x, w, b))
		def draw(self: __torch__.Ops, w: Tensor, u: Tensor) -> Tensor:
		  y = torch.matmul(torch.unsqueeze(w, 1), torch.flatten(u, 2))
		  return torch.view(y, [torch.size(u, 0), 1, torch.size(u, 2), torch.size(u, 3)])
		""";

	/** One two-way layer; FIRST stands for its self-attention. Returns tokens and picture. */
	private static final String TWO_WAY = """
		def NAME(self: __torch__.Ops, q: Tensor, k: Tensor, qp: Tensor, kp: Tensor, WEIGHTS) -> List[Tensor]:
		FIRST
		  q1 = (self).norm(q0, n1w, n1b)
		  q2 = torch.add(q1, (self).attend(torch.add(q1, qp), torch.add(k, kp), k, tqw, tqb, tkw, tkb, tvw, tvb, tow, tob))
		  q3 = (self).norm(q2, n2w, n2b)
		  m = torch.linear(torch.relu(torch.linear(q3, m1w, m1b)), m2w, m2b)
		  q4 = (self).norm(torch.add(q3, m), n3w, n3b)
		  k1 = torch.add(k, (self).attend(torch.add(k, kp), torch.add(q4, qp), q4, iqw, iqb, ikw, ikb, ivw, ivb, iow, iob))
		  return [q4, (self).norm(k1, n4w, n4b)]
		def final(self: __torch__.Ops, q: Tensor, k: Tensor, qp: Tensor, kp: Tensor, aqw: Tensor, aqb: Tensor, akw: Tensor, akb: Tensor, avw: Tensor, avb: Tensor, aow: Tensor, aob: Tensor, nw: Tensor, nb: Tensor) -> Tensor:
		  y = torch.add(q, (self).attend(torch.add(q, qp), torch.add(k, kp), k, aqw, aqb, akw, akb, avw, avb, aow, aob))
		  return (self).norm(y, nw, nb)
		""";

	/** The first layer's self-attention knows no places, and its input is not added to what it gives. */
	private static final String FIRST = "  q0 = (self).attend(q, q, q, sqw, sqb, skw, skb, svw, svb, sow, sob)";

	private static final String LATER =
		"  q0 = torch.add(q, (self).attend(torch.add(q, qp), torch.add(q, qp), q, sqw, sqb, skw, skb, svw, svb, sow, sob))";

	/** Low-resolution logits to the picture's size. */
	private static final String RESULT = """
		def resize(self: __torch__.Ops, x: Tensor, s: Tensor) -> Tensor:
		  return torch.upsample_bilinear2d(x, [int(torch.select(s, 0, 0)), int(torch.select(s, 0, 1))], False, None, None)
		def cut(self: __torch__.Ops, x: Tensor, s: Tensor) -> Tensor:
		  return torch.slice(torch.slice(x, 2, 0, int(torch.select(s, 0, 0))), 3, 0, int(torch.select(s, 0, 1)))
		def sigmoid(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.sigmoid(x)
		""";

	private final TorchScript module;

	private SamOperators(final TorchScript module) {
		this.module = module;
	}

	static SamOperators encoder(final NDManager manager, final int heads) {
		final String blocks = (GLOBAL + WINDOWED).replace("REST\n", REST).replace("ARGUMENTS", BLOCK_ARGUMENTS);
		return new SamOperators(TorchScript.compile(manager, blocks.replace("HEADS", Integer.toString(heads)) + ENCODER));
	}

	static SamOperators decoder(final NDManager manager, final int heads) {
		final StringBuilder weights = new StringBuilder();
		for (final String name : new String[] { "sq", "sk", "sv", "so", "n1", "tq", "tk", "tv", "to", "n2", "m1", "m2", "n3",
			"n4", "iq", "ik", "iv", "io" })
			weights.append(weights.isEmpty() ? "" : ", ").append(name).append("w: Tensor, ").append(name).append("b: Tensor");
		final String layer = TWO_WAY.replace("WEIGHTS", weights);
		final int end = layer.indexOf("def final");
		final String code = PROMPTS + DECODER.replace("HEADS", Integer.toString(heads)) + layer.substring(0, end).replace("NAME",
			"first").replace("FIRST", FIRST) + layer.replace("NAME", "later").replace("FIRST", LATER) + RESULT;
		return new SamOperators(TorchScript.compile(manager, code));
	}

	NDList list(final String method, final NDArray... arrays) {
		return module.call(method, arrays);
	}

	NDArray call(final String method, final NDArray... arrays) {
		return list(method, arrays).singletonOrThrow();
	}

	/** As {@link #call}, and closes the first array. */
	NDArray then(final String method, final NDArray... arrays) {
		try {
			return call(method, arrays);
		}
		finally {
			arrays[0].close();
		}
	}
}
