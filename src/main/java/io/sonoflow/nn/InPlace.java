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

import io.sonoflow.nn.script.TorchScript;

/**
 * The operation that overwrites what was just made and nobody else holds: one array less in memory, and no fresh pages to
 * be brought in for it. (A batch norm that overwrites its input was tried: it gained nothing.)
 */
final class InPlace {

	private static final String CODE = """
		def relu(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.relu_(x)
		""";

	/** One for the process: it holds no tensor, and so belongs to no device. */
	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private InPlace() {
	}

	/**
	 * Also where gradients are recorded: the rectifier's own needs its output only. Sums, convolutions and batch norms do
	 * not need their output either, so x may be one's.
	 *
	 * @param x is closed
	 * @return the rectifier of x, in its memory
	 */
	static NDArray relu(final NDArray x) {
		try (x) {
			return Holder.OPERATORS.call("relu", x).singletonOrThrow();
		}
	}
}
