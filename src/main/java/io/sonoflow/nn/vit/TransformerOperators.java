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

import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.script.TorchScript;

import java.util.Collection;
import java.util.Locale;

/**
 * What transformers compute, as one TorchScript module: a whole block is one call. Everything records gradients where the
 * thread does. Layer norms (eps 1e-6), softmax, sums, losses and position tables are float32 in every precision.
 */
final class TransformerOperators {

	/** Epsilon of layer norms. */
	static final String NORM = "1.0000000000000001e-06";

	/** Pictures to tokens and tables of positions. */
	private static final String TOKENS = """
		def norm(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.layer_norm(x, [torch.size(w, 0)], w, b, EPS)
		def linear(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.linear(x, w, b)
		def cls(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.contiguous(torch.select(x, 1, 0))
		def mean(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.mean(torch.slice(x, 1, 1), [1])
		def patches(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor, p: Tensor) -> Tensor:
		  y = torch.conv2d(x, w, b, [torch.size(w, 2), torch.size(w, 3)], [0, 0], [1, 1], 1)
		  return torch.add(torch.transpose(torch.flatten(y, 2), 1, 2), torch.slice(p, 1, 1))
		def with_cls(self: __torch__.Ops, t: Tensor, c: Tensor, p: Tensor) -> Tensor:
		  k = torch.expand(torch.add(c, torch.slice(p, 1, 0, 1)), [torch.size(t, 0), -1, -1])
		  return torch.cat([k, t], 1)
		def keep(self: __torch__.Ops, t: Tensor, i: Tensor) -> Tensor:
		  return torch.gather(t, 1, torch.expand(torch.unsqueeze(i, -1), [-1, -1, torch.size(t, 2)]))
		def fill(self: __torch__.Ops, y: Tensor, m: Tensor, r: Tensor, p: Tensor) -> Tensor:
		  n, d = torch.size(y, 0), torch.size(y, 2)
		  missing = torch.sub(torch.add(torch.size(r, 1), 1), torch.size(y, 1))
		  t = torch.cat([torch.slice(y, 1, 1), torch.expand(m, [n, missing, d])], 1)
		  z = torch.gather(t, 1, torch.expand(torch.unsqueeze(r, -1), [-1, -1, d]))
		  return torch.add(torch.cat([torch.slice(y, 1, 0, 1), z], 1), p)
		def without_cls(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.contiguous(torch.slice(x, 1, 1))
		def positions(self: __torch__.Ops, p: Tensor, s: Tensor) -> Tensor:
		  h, w = int(torch.select(s, 0, 0)), int(torch.select(s, 0, 1))
		  d = torch.size(p, 2)
		  g = torch.permute(torch.reshape(torch.slice(p, 1, 1), [1, h, w, d]), [0, 3, 1, 2])
		  to = [int(torch.select(s, 0, 2)), int(torch.select(s, 0, 3))]
		  y = torch.upsample_bicubic2d(torch.to(g, 6), to, False, None, None)
		  t = torch.reshape(torch.permute(y, [0, 2, 3, 1]), [1, -1, d])
		  return torch.cat([torch.slice(p, 1, 0, 1), torch.type_as(t, p)], 1)
		""";

	/** Patches as the masked autoencoder predicts them, and its loss; the sum over removed patches only. */
	private static final String LOSS = """
		def patchify(self: __torch__.Ops, x: Tensor, s: Tensor) -> Tensor:
		  k = int(s)
		  n, c = torch.size(x, 0), torch.size(x, 1)
		  h, w = torch.floordiv(torch.size(x, 2), k), torch.floordiv(torch.size(x, 3), k)
		  y = torch.permute(torch.reshape(x, [n, c, h, k, w, k]), [0, 2, 4, 3, 5, 1])
		  return torch.reshape(y, [n, torch.mul(h, w), -1])
		def unpatchify(self: __torch__.Ops, y: Tensor, s: Tensor) -> Tensor:
		  k, h, w = int(torch.select(s, 0, 0)), int(torch.select(s, 0, 1)), int(torch.select(s, 0, 2))
		  n = torch.size(y, 0)
		  x = torch.permute(torch.reshape(y, [n, h, w, k, k, -1]), [0, 5, 1, 3, 2, 4])
		  return torch.reshape(x, [n, -1, torch.mul(h, k), torch.mul(w, k)])
		def normalised(self: __torch__.Ops, t: Tensor) -> Tensor:
		  m = torch.mean(t, [-1], True)
		  v = torch.var(t, [-1], True, True)
		  return torch.div(torch.sub(t, m), torch.sqrt(torch.add(v, EPS)))
		def image_means(self: __torch__.Ops, t: Tensor) -> Tensor:
		  return torch.mean(t, [1, 2], True)
		def patch_losses(self: __torch__.Ops, y: Tensor, t: Tensor) -> Tensor:
		  d = torch.sub(y, t)
		  return torch.mean(torch.mul(d, d), [-1])
		def masked_mean(self: __torch__.Ops, l: Tensor, m: Tensor) -> Tensor:
		  return torch.div(torch.sum(torch.mul(l, m)), torch.sum(m))
		""";

	private static final String ARGUMENTS = "qw: Tensor, qb: Tensor, pw: Tensor, pb: Tensor, n2w: Tensor, n2b: Tensor, " +
		"f1w: Tensor, f1b: Tensor, f2w: Tensor, f2b: Tensor";

	/**
	 * The two halves of a block from its first norm's output a on. TO(...) stands for the precision, S1 and S2 for what the
	 * drop path makes of a branch. Sums are made in place in what nobody else needs: no fresh memory, and autograd does not
	 * miss it.
	 */
	private static final String HALVES = """
		  n, t = torch.size(a, 0), torch.size(a, 1)
		  qkv = torch.view(torch.linear(TO(a), TO(qw), TO(qb)), [n, t, 3, HEADS, -1])
		  q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)
		  o = torch.scaled_dot_product_attention(q, k, v)
		  y = torch.linear(torch.reshape(torch.transpose(o, 1, 2), [n, t, -1]), TO(pw), TO(pb))
		  h = torch.add_(S1(torch.type_as(y, x)), x)
		  m = torch.layer_norm(h, [torch.size(n2w, 0)], n2w, n2b, EPS)
		  z = torch.linear(torch.gelu(torch.linear(TO(m), TO(f1w), TO(f1b))), TO(f2w), TO(f2b))
		  return torch.add_(S2(torch.type_as(z, x)), h)
		""";

	private static final String FIRST = "  a = torch.layer_norm(x, [torch.size(n1w, 0)], n1w, n1b, EPS)\n";

	private static final String ATTENTION = """
		def attention_HEADS(self: __torch__.Ops, x: Tensor, n1w: Tensor, n1b: Tensor, qw: Tensor, qb: Tensor) -> Tensor:
		  a = torch.layer_norm(x, [torch.size(n1w, 0)], n1w, n1b, EPS)
		  n, t = torch.size(a, 0), torch.size(a, 1)
		  qkv = torch.view(torch.linear(a, qw, qb), [n, t, 3, HEADS, -1])
		  q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)
		  s = torch.mul(torch.matmul(q, torch.transpose(k, -2, -1)), torch.pow(torch.size(q, -1), -0.5))
		  return torch.softmax(s, -1)
		""";

	private final TorchScript module;
	private Precision precision = Precision.FP32;

	/**
	 * @param manager owns the module
	 * @param heads every number of heads that a block has
	 */
	TransformerOperators(final NDManager manager, final Collection<Integer> heads) {
		final StringBuilder code = new StringBuilder(TOKENS + LOSS);
		for (final int count : heads) {
			code.append(ATTENTION.replace("HEADS", Integer.toString(count)));
			for (final Precision each : Precision.values()) {
				final String name = count + "_" + each;
				final String halves = HALVES.replace("HEADS", Integer.toString(count));
				code.append(method("block_" + name, "x: Tensor, n1w: Tensor, n1b: Tensor, ", FIRST + halves, each, false));
				code.append(method("rest_" + name, "x: Tensor, a: Tensor, ", halves, each, false));
				code.append(method("drop_" + name, "x: Tensor, s1: Tensor, s2: Tensor, n1w: Tensor, n1b: Tensor, ", FIRST + halves,
					each, true));
			}
		}
		module = TorchScript.compile(manager, code.toString().replace("EPS", NORM));
	}

	private static String method(final String name, final String first, final String body, final Precision precision,
		final boolean drop)
	{
		return String.format(Locale.ROOT, "def %s(self: __torch__.Ops, %s%s) -> Tensor:%n%s", name, first, ARGUMENTS, body)
			.replace("\r", "").replaceAll("TO\\((\\w+)\\)", precision.cast("$1"))
			.replace("S1(", drop ? "torch.mul(s1, " : "(").replace("S2(", drop ? "torch.mul(s2, " : "(");
	}

	/** Sets in what precision linear layers and attention are computed from now on. */
	void compute(final Precision value) {
		precision = value;
	}

	Precision precision() {
		return precision;
	}

	/** {@return the end of the name of a block's method} */
	String suffix(final int heads) {
		return "_" + heads + "_" + precision;
	}

	NDArray call(final String method, final NDArray... arrays) {
		return module.call(method, arrays).singletonOrThrow();
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
