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
package io.sonoflow.nn.mil;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

/** What the pooling of frames needs of PyTorch and DJL does not have. Everything records gradients where the thread does. */
final class BagOperators {

	/**
	 * x are frames' logits (M, K), the results log-probabilities (1, K) of the clip; h frames' vectors (M, F), the results
	 * attention (1, M).
	 */
	private static final String CODE = """
		def highest(self: __torch__.Ops, x: Tensor, k: Tensor) -> Tensor:
		  l = torch.log_softmax(x, 1)
		  if torch.eq(torch.size(x, 1), 2):
		    h = torch.sub(torch.select(x, 1, 1), torch.select(x, 1, 0))
		  else:
		    p = torch.cumsum(torch.flip(torch.exp(l), [1]), 1)
		    h = torch.sum(torch.slice(p, 1, 0, torch.sub(torch.size(x, 1), 1)), [1])
		  values, i = torch.topk(h, int(k))
		  return torch.sub(torch.logsumexp(torch.index_select(l, 0, i), [0], True), torch.log(k))
		def noisy_or(self: __torch__.Ops, x: Tensor) -> Tensor:
		  n = torch.sub(torch.size(x, 1), 1)
		  lower = torch.slice(torch.logcumsumexp(x, 1), 1, 0, n)
		  upper = torch.slice(torch.flip(torch.logcumsumexp(torch.flip(x, [1]), 1), [1]), 1, 1)
		  s = torch.sum(torch.log_sigmoid(torch.sub(lower, upper)), [0], True)
		  below = torch.cat([s, torch.mul(torch.slice(s, 1, 0, 1), 0)], 1)
		  rise = torch.sub(s, torch.slice(below, 1, 1))
		  rest = torch.log(torch.clamp_min(torch.neg(torch.expm1(rise)), 1e-37))
		  return torch.cat([torch.slice(below, 1, 0, 1), torch.add(torch.slice(below, 1, 1), rest)], 1)
		def attention(self: __torch__.Ops, h: Tensor, vw: Tensor, vb: Tensor, ww: Tensor, wb: Tensor) -> Tensor:
		  a = torch.linear(torch.tanh(torch.linear(h, vw, vb)), ww, wb)
		  return torch.softmax(torch.transpose(a, 0, 1), 1)
		def gated(self: __torch__.Ops, h: Tensor, vw: Tensor, vb: Tensor, uw: Tensor, ub: Tensor, ww: Tensor, wb: Tensor) -> Tensor:
		  g = torch.mul(torch.tanh(torch.linear(h, vw, vb)), torch.sigmoid(torch.linear(h, uw, ub)))
		  return torch.softmax(torch.transpose(torch.linear(g, ww, wb), 0, 1), 1)
		def weighted(self: __torch__.Ops, h: Tensor, a: Tensor) -> Tensor:
		  return torch.mm(a, h)
		""";

	/** One for the process: it holds no tensor, and so belongs to no device. */
	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private BagOperators() {
	}

	static NDArray call(final String method, final NDArray... arrays) {
		return Holder.OPERATORS.call(method, arrays).singletonOrThrow();
	}

	/**
	 * The class scores of a clip from those of its frames, as {@link BagPooling} says; to be trained through.
	 *
	 * @param pooling one that does not learn
	 * @param top frames of {@link BagPooling#TOP_K}, at least 1
	 * @param logits (M, K), float32 or float64: scores of each frame before the softmax; K at least 2
	 * @return (1, K): the logarithms of the probabilities, whose softmax they are, too
	 */
	static NDArray scores(final BagPooling pooling, final int top, final NDArray logits) {
		if (pooling.learns()) throw new IllegalArgumentException(pooling + " pools vectors, not scores");
		if (pooling == BagPooling.NOISY_OR) return call("noisy_or", logits);
		final int counted = pooling.counted(top, (int) logits.getShape().get(0));
		try (NDArray number = Torch.floats(logits.getManager(), new float[] { counted }, 1); NDArray like = number.toType(logits
			.getDataType(), true))
		{
			return call("highest", logits, like);
		}
	}
}
