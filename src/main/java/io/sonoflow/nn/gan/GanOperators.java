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
package io.sonoflow.nn.gan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

/** What this room needs of PyTorch and DJL does not have. Everything records gradients where the thread does. */
final class GanOperators {

	/**
	 * spectral: u and v are overwritten by n iterations and then count as constants; copies of them go into the graph, for the next
	 * pass overwrites them before the gradients of this one are asked for. Reduction 1 is PyTorch's mean.
	 */
	private static final String CODE = """
		def spectral(self: __torch__.Ops, w: Tensor, u: Tensor, v: Tensor, t: Tensor, n: Tensor) -> Tensor:
		  if bool(t):
		    m = torch.flatten(torch.transpose(w, 0, 1), 1)
		  else:
		    m = torch.flatten(w, 1)
		  d = torch.detach(m)
		  for i in range(int(n)):
		    b = torch.mv(torch.t(d), u)
		    _0 = torch.copy_(v, torch.div(b, torch.clamp_min(torch.norm(b), 9.9999999999999998e-13)))
		    a = torch.mv(d, v)
		    _1 = torch.copy_(u, torch.div(a, torch.clamp_min(torch.norm(a), 9.9999999999999998e-13)))
		  return torch.div(w, torch.dot(torch.clone(u), torch.mv(m, torch.clone(v))))
		def transposed(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor, s: Tensor) -> Tensor:
		  stride, padding = int(torch.select(s, 0, 0)), int(torch.select(s, 0, 1))
		  return torch.conv_transpose2d(x, w, b, [stride, stride], [padding, padding], [0, 0], 1, [1, 1])
		def leaky(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.leaky_relu_(x, 0.20000000000000001)
		def normal(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.instance_norm(x, None, None, None, None, True, 0.10000000000000001, 1.0000000000000001e-05, False)
		def hinge_d(self: __torch__.Ops, r: Tensor, f: Tensor) -> Tensor:
		  return torch.add(torch.mean(torch.relu(torch.rsub(r, 1))), torch.mean(torch.relu(torch.add(f, 1))))
		def hinge_g(self: __torch__.Ops, f: Tensor) -> Tensor:
		  return torch.neg(torch.mean(f))
		def lsgan_d(self: __torch__.Ops, r: Tensor, f: Tensor) -> Tensor:
		  return torch.mul(torch.add(self.lsgan_g(r), torch.mean(torch.mul(f, f))), 0.5)
		def lsgan_g(self: __torch__.Ops, f: Tensor) -> Tensor:
		  d = torch.sub(f, 1)
		  return torch.mean(torch.mul(d, d))
		def bce_d(self: __torch__.Ops, r: Tensor, f: Tensor) -> Tensor:
		  z = torch.binary_cross_entropy_with_logits(f, torch.zeros_like(f), None, None, 1)
		  return torch.mul(torch.add(self.bce_g(r), z), 0.5)
		def bce_g(self: __torch__.Ops, f: Tensor) -> Tensor:
		  return torch.binary_cross_entropy_with_logits(f, torch.ones_like(f), None, None, 1)
		def distance(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
		  return torch.mean(torch.abs(torch.sub(x, y)))
		def consistency(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
		  d = torch.sub(x, y)
		  return torch.mean(torch.abs(torch.sub(torch.slice(d, 0, 1), torch.slice(d, 0, 0, -1))))
		""";

	/** One for the process: it holds no tensor, and so belongs to no device. */
	private static final class Holder {

		static final NDManager HOST = Torch.manager(Device.cpu());
		static final TorchScript OPERATORS = TorchScript.compile(HOST, CODE);
	}

	private GanOperators() {
	}

	static NDArray call(final String method, final NDArray... arrays) {
		return Holder.OPERATORS.call(method, arrays).singletonOrThrow();
	}

	/** As {@link #call}, and closes the array. */
	static NDArray then(final String method, final NDArray array) {
		try (array) {
			return call(method, array);
		}
	}

	/** {@return settings for a call, to be closed; on the host, where they are read: a GPU would be waited for} */
	static NDArray numbers(final int... values) {
		final float[] floats = new float[values.length];
		for (int i = 0; i < floats.length; i++)
			floats[i] = values[i];
		return Torch.floats(Holder.HOST, floats, floats.length);
	}
}
