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
package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

import com.sun.jna.Platform;

import io.sonoflow.nn.cpu.InstructionSet;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.script.TorchScript;

/** PyTorch's operators that convolutional networks need and DJL does not have. */
final class Operators {

	private static final String CODE = """
		def relu(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.relu_(x)
		def last(self: __torch__.Ops, x: Tensor) -> Tensor:
		  n, c, h, w, = torch.size(x)
		  if torch.eq(c, 1):
		    y = torch.permute(torch.reshape(x, [n, h, w, c]), [0, 3, 1, 2])
		  else:
		    y = torch.contiguous(x, memory_format=2)
		  return y
		def plain(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.contiguous(x, memory_format=0)
		def single(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.to(x, 6)
		""" + half(Precision.BF16) + half(Precision.FP16);

	/** One for the process: it holds no tensor, and so belongs to no device. */
	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private Operators() {
	}

	private static NDArray then(final String method, final NDArray x) {
		try (x) {
			return of(method, x);
		}
	}

	private static NDArray of(final String method, final NDArray x) {
		return Holder.OPERATORS.call(method, x).singletonOrThrow();
	}

	/**
	 * Overwrites what was just made and nobody else holds: one array less in memory, and no fresh pages to be brought in for it. (A
	 * batch norm that overwrites its input was tried: it gained nothing.) Also where gradients are recorded: the rectifier's own
	 * needs its output only. Sums, convolutions and batch norms do not need their output either, so x may be one's.
	 *
	 * @param x is closed
	 * @return the rectifier of x, in its memory
	 */
	static NDArray relu(final NDArray x) {
		return then("relu", x);
	}

	/**
	 * {@return whether passes that record gradients are quicker with a place's channels beside each other: seen where oneDNN
	 * computes and knows the CPU's caches}
	 */
	static boolean prefersLast(final Device device) {
		return device.equals(Device.cpu()) && InstructionSet.knowsCaches() && Platform.isIntel();
	}

	/**
	 * @param x (N, C, H, W) in its usual order in memory; is closed
	 * @return the same with the channels of a place beside each other, an order that convolutions, batch norms, rectifiers, sums,
	 *         and pooling keep; of grey images in the same memory
	 */
	static NDArray last(final NDArray x) {
		return then("last", x);
	}

	/**
	 * @param x is closed
	 * @return the same in the usual order
	 */
	static NDArray plain(final NDArray x) {
		return then("plain", x);
	}

	private static String half(final Precision precision) {
		return "def " + precision + "(self: __torch__.Ops, x: Tensor) -> Tensor:\n  return " + precision.cast("x") + "\n";
	}

	/** {@return x in half precision; of one in bfloat16 DJL may only be told to hand it on. x stays open} */
	static NDArray half(final NDArray x, final Precision precision) {
		return of(precision.toString(), x);
	}

	/**
	 * @param x is closed
	 * @return the same in float32
	 */
	static NDArray single(final NDArray x) {
		return then("single", x);
	}
}
