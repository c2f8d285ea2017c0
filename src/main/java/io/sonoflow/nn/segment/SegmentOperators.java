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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.script.TorchScript;

import java.util.List;

/**
 * What segmentation computes and DJL does not offer, or only slowly, as one TorchScript module: a whole block of the U-Net is
 * one call, and what nobody else needs is overwritten. Everything records gradients where the thread does. Norms, FiLM and
 * the output are float32 in every precision.
 */
final class SegmentOperators {

	/** Of the parameters of unit I of a block. */
	private static final String ARGUMENTS = ", cwI: Tensor, cbI: Tensor, nwI: Tensor, nbI: Tensor";
	private static final String FILM_ARGUMENTS = ", fwI: Tensor, fbI: Tensor, gwI: Tensor, gbI: Tensor";

	/**
	 * A group norm of one channel a group is an instance norm, and the faster one. The rectifier overwrites its input: its
	 * gradient needs its output only, the norm's its input.
	 */
	private static final String UNIT = """
		  cI = torch.type_as(torch.conv2d(TO(xI), TO(cwI), TO(cbI), [1, 1], [1, 1], [1, 1], 1), xI)
		  yI = torch.leaky_relu_(torch.group_norm(cI, torch.size(cI, 1), nwI, nbI, 1.0000000000000001e-05), 0.01)
		""";

	private static final String FILM = """
		  hI = torch.linear(torch.relu(torch.linear(e, fwI, fbI)), gwI, gbI)
		  x2I = self.modulate(yI, hI)
		""";

	private static final String START = """
		  x0 = x
		""";
	private static final String POOL = """
		  x0 = torch.max_pool2d(x, [2, 2], [2, 2], [0, 0], [1, 1], False)
		""";
	private static final String UP = """
		  u = torch.type_as(torch.conv_transpose2d(TO(x), TO(tw), TO(tb), [2, 2], [0, 0], [0, 0], 1, [1, 1]), x)
		  x0 = torch.cat([u, s], 1)
		""";

	private static final String OTHERS = """
		def modulate(self: __torch__.Ops, x: Tensor, h: Tensor) -> Tensor:
		  c = torch.size(x, 1)
		  h4 = torch.unsqueeze(torch.unsqueeze(h, -1), -1)
		  g = torch.add(torch.slice(h4, 1, 0, c), 1)
		  b = torch.slice(h4, 1, c)
		  if torch.is_grad_enabled():
		    y = torch.addcmul(b, x, g)
		  else:
		    y = torch.addcmul(b, x, g, value=1, out=x)
		  return y
		def film(self: __torch__.Ops, x: Tensor, e: Tensor, fw: Tensor, fb: Tensor, gw: Tensor, gb: Tensor) -> Tensor:
		  h = torch.linear(torch.relu(torch.linear(e, fw, fb)), gw, gb)
		  c = torch.size(x, 1)
		  h4 = torch.unsqueeze(torch.unsqueeze(h, -1), -1)
		  return torch.addcmul(torch.slice(h4, 1, c), x, torch.add(torch.slice(h4, 1, 0, c), 1))
		def norm(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.group_norm(x, torch.size(x, 1), w, b, 1.0000000000000001e-05)
		def transposed(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.conv_transpose2d(x, w, b, [2, 2], [0, 0], [0, 0], 1, [1, 1])
		def embed(self: __torch__.Ops, i: Tensor, w: Tensor) -> Tensor:
		  return torch.embedding(w, i)
		def head(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.conv2d(x, w, b, [1, 1], [0, 0], [1, 1], 1)
		def attention(self: __torch__.Ops, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
		  a = torch.linear(torch.relu(torch.linear(torch.mean(x, [2, 3]), w1, b1)), w2, b2)
		  m = torch.linear(torch.relu(torch.linear(torch.amax(x, [2, 3]), w1, b1)), w2, b2)
		  return torch.sigmoid(torch.add(a, m))
		def scaled(self: __torch__.Ops, x: Tensor, a: Tensor) -> Tensor:
		  return torch.mul(x, torch.unsqueeze(torch.unsqueeze(a, -1), -1))
		def places(self: __torch__.Ops, y: Tensor, w: Tensor) -> Tensor:
		  p = torch.cat([torch.mean(y, [1], True), torch.amax(y, [1], True)], 1)
		  return torch.sigmoid(torch.conv2d(p, w, None, [1, 1], [3, 3], [1, 1], 1))
		def cbam(self: __torch__.Ops, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor, w: Tensor) -> Tensor:
		  y = self.scaled(x, self.attention(x, w1, b1, w2, b2))
		  return torch.mul(y, self.places(y, w))
		def averaged(self: __torch__.Ops, x: Tensor, k: Tensor) -> Tensor:
		  return torch.avg_pool2d(x, [int(k), int(k)], [int(k), int(k)])
		def flat(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  return torch.layer_norm(torch.flatten(x, 1), [torch.size(w, 0)], w, b, 1.0000000000000001e-05)
		def gelu_head(self: __torch__.Ops, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
		  return torch.linear(torch.gelu(torch.linear(x, w1, b1)), w2, b2)
		def relu_head(self: __torch__.Ops, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
		  return torch.linear(torch.relu(torch.linear(x, w1, b1)), w2, b2)
		def pick(self: __torch__.Ops, x: Tensor, i: Tensor) -> Tensor:
		  none = torch.sub(torch.mul(torch.slice(x, 1, 0, 1), 0), 10000)
		  return torch.gather(torch.cat([x, none], 1), 1, i)
		def gate(self: __torch__.Ops, u: Tensor, r: Tensor, alpha: Tensor, w: Tensor, b: Tensor) -> Tensor:
		  p = torch.conv2d(r, w, b, [1, 1], [0, 0], [1, 1], 1)
		  h, v = torch.size(u, 2), torch.size(u, 3)
		  if torch.eq(torch.size(p, 2), h) and torch.eq(torch.size(p, 3), v):
		    q = p
		  else:
		    q = torch.upsample_bilinear2d(p, [h, v], False, None, None)
		  return torch.add(u, torch.mul(torch.tanh(alpha), q))
		def resize(self: __torch__.Ops, x: Tensor, s: Tensor) -> Tensor:
		  return torch.upsample_bilinear2d(x, [int(torch.select(s, 0, 0)), int(torch.select(s, 0, 1))], False, None, None)
		def shrink(self: __torch__.Ops, x: Tensor, s: Tensor) -> Tensor:
		  to = [int(torch.select(s, 0, 0)), int(torch.select(s, 0, 1))]
		  return torch._upsample_bilinear2d_aa(x, to, False, None, None)
		""";

	private final TorchScript module;
	private Precision precision = Precision.FP32;

	/** @param manager owns the module */
	SegmentOperators(final NDManager manager) {
		this(manager, true);
	}

	private SegmentOperators(final NDManager manager, final boolean blocks) {
		final StringBuilder code = new StringBuilder(OTHERS);
		if (blocks) for (final Precision each : Precision.values())
			for (final boolean film : List.of(false, true)) {
				code.append(block("start", "x: Tensor", START, film, each));
				code.append(block("down", "x: Tensor", POOL, film, each));
				code.append(block("up", "x: Tensor, s: Tensor, tw: Tensor, tb: Tensor", UP, film, each));
			}
		module = TorchScript.compile(manager, code.toString());
	}

	/** {@return the operators without the U-Net's blocks} */
	static SegmentOperators small(final NDManager manager) {
		return new SegmentOperators(manager, false);
	}

	private static String block(final String name, final String first, final String begin, final boolean film,
		final Precision precision)
	{
		final StringBuilder arguments = new StringBuilder(first + (film ? ", e: Tensor" : ""));
		final StringBuilder body = new StringBuilder(begin);
		for (int i = 0; i < 2; i++) {
			final String unit = (UNIT + (film ? FILM : "  x2I = yI\n")).replace("x2I", "x" + (i + 1));
			body.append(unit.replaceAll("(?<=[a-z])I\\b", Integer.toString(i)));
			arguments.append((ARGUMENTS + (film ? FILM_ARGUMENTS : "")).replace("I:", i + ":"));
		}
		final String code = "def " + method(name, film, precision) + "(self: __torch__.Ops, " + arguments + ") -> Tensor:\n" +
			body + "  return x2\n";
		return code.replaceAll("TO\\((\\w+)\\)", precision.cast("$1"));
	}

	private static String method(final String name, final boolean film, final Precision precision) {
		return name + (film ? "_film_" : "_") + precision;
	}

	Precision precision() {
		return precision;
	}

	/** Sets in what precision convolutions of blocks are computed from now on. */
	void compute(final Precision value) {
		precision = value;
	}

	/**
	 * @param name start, down (after a maximum of 2 x 2) or up (after a transposed convolution and the skip)
	 * @param film whether the arguments hold the organs' codes and FiLM's parameters
	 */
	NDArray block(final String name, final boolean film, final List<NDArray> arguments) {
		return call(method(name, film, precision), arguments.toArray(NDArray[]::new));
	}

	NDArray call(final String method, final NDArray... arrays) {
		return module.call(method, arrays).singletonOrThrow();
	}
}
