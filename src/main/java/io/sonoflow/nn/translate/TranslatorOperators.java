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
package io.sonoflow.nn.translate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

/** What losses of translators need of PyTorch and DJL does not have. Everything records gradients where the thread does. */
final class TranslatorOperators {

	/**
	 * y is what was made, t the truth, w where there is one, m where something was made: (N, C, H, W), the latter two with one
	 * channel. texture: products of neighbours about the mean of 9 x 9 pixels. Reduction 1 is PyTorch's mean.
	 */
	private static final String CODE = """
		def windows(self: __torch__.Ops, x: Tensor, m: Tensor) -> Tensor:
		  n = torch.sub(torch.size(x, 1), 1)
		  a = torch.cat([torch.slice(x, 1, 0, n), torch.slice(m, 1, 0, n)], 1)
		  b = torch.cat([torch.slice(x, 1, 1), torch.slice(m, 1, 1)], 1)
		  return torch.flatten(torch.stack([a, b], 1), 0, 1)
		def middle(self: __torch__.Ops, x: Tensor) -> Tensor:
		  h = torch.floordiv(torch.sub(torch.size(x, 1), 1), 2)
		  return torch.unsqueeze(torch.flatten(torch.slice(x, 1, h, torch.add(h, 2)), 0, 1), 1)
		def compose(self: __torch__.Ops, x: Tensor, m: Tensor, y: Tensor) -> Tensor:
		  return torch.add(x, torch.mul(m, torch.sub(y, x)))
		def range(self: __torch__.Ops, y: Tensor) -> Tensor:
		  c = torch.clamp(y, -1, 1)
		  return torch.add(c, torch.mul(torch.sub(y, c), 0.050000000000000003))
		def l1(self: __torch__.Ops, y: Tensor, t: Tensor, w: Tensor) -> Tensor:
		  d = torch.abs(torch.mul(w, torch.sub(y, t)))
		  return torch.div(torch.sum(d), torch.add(torch.mul(torch.sum(w), torch.size(y, 1)), 1))
		def l2(self: __torch__.Ops, y: Tensor, t: Tensor, w: Tensor) -> Tensor:
		  d = torch.mul(w, torch.sub(y, t))
		  return torch.div(torch.sum(torch.mul(d, d)), torch.add(torch.mul(torch.sum(w), torch.size(y, 1)), 1))
		def smooth(self: __torch__.Ops, y: Tensor, t: Tensor, w: Tensor) -> Tensor:
		  d = torch.avg_pool2d(torch.mul(w, torch.sub(y, t)), [8, 8], [4, 4], [4, 4])
		  p = torch.avg_pool2d(w, [8, 8], [4, 4], [4, 4])
		  return torch.div(torch.sum(torch.abs(d)), torch.add(torch.mul(torch.sum(p), torch.size(y, 1)), 1))
		def temporal(self: __torch__.Ops, y: Tensor, t: Tensor, w: Tensor) -> Tensor:
		  d = torch.sub(y, t)
		  e = torch.sub(torch.slice(d, 0, 0, None, 2), torch.slice(d, 0, 1, None, 2))
		  v = torch.mul(torch.slice(w, 0, 0, None, 2), torch.slice(w, 0, 1, None, 2))
		  return torch.div(torch.sum(torch.abs(torch.mul(v, e))), torch.add(torch.mul(torch.sum(v), torch.size(y, 1)), 1))
		def about(self: __torch__.Ops, y: Tensor, w: Tensor) -> Tensor:
		  p = torch.avg_pool2d(w, [9, 9], [1, 1], [4, 4])
		  a = torch.avg_pool2d(torch.mul(w, y), [9, 9], [1, 1], [4, 4])
		  return torch.mul(w, torch.sub(y, torch.div(a, torch.add(p, 9.9999999999999995e-07))))
		def lagged(self: __torch__.Ops, r: Tensor, w: Tensor, dy: int, dx: int) -> Tensor:
		  h = torch.sub(torch.size(w, 2), dy)
		  v = torch.sub(torch.size(w, 3), dx)
		  a = torch.mul(torch.slice(torch.slice(r, 2, dy), 3, dx), torch.slice(torch.slice(r, 2, 0, h), 3, 0, v))
		  b = torch.mul(torch.slice(torch.slice(w, 2, dy), 3, dx), torch.slice(torch.slice(w, 2, 0, h), 3, 0, v))
		  return torch.div(torch.sum(a, [1, 2, 3]), torch.add(torch.sum(b, [1, 2, 3]), 1))
		def statistics(self: __torch__.Ops, y: Tensor, w: Tensor) -> Tensor:
		  r = self.about(y, w)
		  across = [self.lagged(r, w, 0, 0), self.lagged(r, w, 0, 1), self.lagged(r, w, 0, 2)]
		  along = [self.lagged(r, w, 1, 0), self.lagged(r, w, 2, 0), self.lagged(r, w, 1, 1)]
		  return torch.cat([torch.stack(across), torch.stack(along)])
		def bent(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.mean(torch.sub(torch.sqrt(torch.add(torch.mul(x, x), 1)), 1))
		def correlations(self: __torch__.Ops, a: Tensor) -> Tensor:
		  p = torch.mean(a, [1])
		  return torch.div(torch.slice(p, 0, 1), torch.add(torch.select(p, 0, 0), 0.002))
		def texture(self: __torch__.Ops, y: Tensor, t: Tensor, w: Tensor) -> Tensor:
		  a = self.statistics(y, w)
		  b = self.statistics(t, w)
		  s = torch.add(torch.mean(torch.select(b, 0, 0)), 0.002)
		  each = torch.div(torch.sub(a, b), s)
		  all = torch.mean(each, [1])
		  apart = torch.mul(torch.sub(self.correlations(a), self.correlations(b)), 10)
		  made = torch.add(torch.mean(torch.select(a, 0, 0)), 1.0000000000000001e-05)
		  spread = torch.sqrt(torch.div(made, torch.add(torch.mean(torch.select(b, 0, 0)), 1.0000000000000001e-05)))
		  return torch.stack([torch.add(torch.add(self.bent(each), self.bent(all)), self.bent(apart)), spread])
		def pairs(self: __torch__.Ops, y: Tensor) -> Tensor:
		  return torch.cat([torch.slice(y, 0, 0, None, 2), torch.slice(y, 0, 1, None, 2)], 1)
		def places(self: __torch__.Ops, w: Tensor, s: Tensor) -> Tensor:
		  p = torch.adaptive_avg_pool2d(torch.amax(self.pairs(w), [1], True), [torch.size(s, 2), torch.size(s, 3)])
		  return torch.type_as(torch.gt(p, 0.10000000000000001), p)
		def scored(self: __torch__.Ops, s: Tensor, p: Tensor, other: Tensor) -> Tensor:
		  return torch.add(torch.mul(s, p), torch.mul(other, torch.rsub(p, 1)))
		def scale(self: __torch__.Ops, loss: Tensor, p: Tensor) -> Tensor:
		  return torch.div(loss, torch.add(torch.mean(p), 9.9999999999999995e-07))
		def grey1(self: __torch__.Ops, y: Tensor) -> Tensor:
		  return torch.mean(y, [1], True)
		def grey3(self: __torch__.Ops, y: Tensor) -> Tensor:
		  return torch.expand(torch.mean(y, [1], True), [-1, 3, -1, -1])
		""";

	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private TranslatorOperators() {
	}

	static NDArray call(final String method, final NDArray... arrays) {
		return Holder.OPERATORS.call(method, arrays).singletonOrThrow();
	}
}
