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
package io.sonoflow.nn.folded;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.TorchScript;

/** Brings weights into the type and the order in which oneDNN computes. */
final class Packing {

	private static final String CODE = """
		def plain(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  return torch.to(torch.to(x, 6), int(g[0]))
		def opaque(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  return torch.to_mkldnn(torch.to(x, 6), int(g[0]))
		def last(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  w = torch.to(torch.to(x, 6), int(g[0]), False, False, 2)
		  return ops.mkldnn._reorder_convolution_weight(w, [int(g[1]), int(g[2])], [int(g[3]), int(g[3])], [1, 1], 1, [int(g[4]), int(g[5]), int(g[6]), int(g[7])])
		def blocks(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  w = torch.to_mkldnn(torch.to(x, 6), int(g[0]))
		  return torch.mkldnn_reorder_conv2d_weight(w, [int(g[1]), int(g[2])], [int(g[3]), int(g[3])], [1, 1], 1, [int(g[4]), int(g[5]), int(g[6]), int(g[7])])
		""";

	/** One for the process: it holds no tensor. */
	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private Packing() {
	}

	/** {@return the weights of a filter for images of this many, height and width} */
	static NDArray weight(final Filter filter, final Layout layout, final int type, final long batch, final int height,
		final int width, final NDManager owner)
	{
		return pack(layout == Layout.BLOCKED ? "blocks" : "last", filter.weight(), owner, type, filter.padding().get(0), filter
			.padding().get(1), filter.stride(), batch, filter.in(), height, width);
	}

	/** {@return the bias of a filter} */
	static NDArray bias(final Filter filter, final Layout layout, final int type, final NDManager owner) {
		return pack(layout == Layout.BLOCKED ? "opaque" : "plain", filter.bias(), owner, type);
	}

	/** {@return the values in this type} */
	static NDArray plain(final NDArray values, final int type, final NDManager owner) {
		return pack("plain", values, owner, type);
	}

	private static NDArray pack(final String method, final NDArray values, final NDManager owner, final long... geometry) {
		try (NDArray numbers = values.getManager().zeros(new Shape(geometry.length), DataType.INT64)) {
			numbers.toByteBuffer(true).asLongBuffer().put(geometry);
			final NDArray packed = Holder.OPERATORS.call(method, values, numbers).singletonOrThrow();
			packed.attach(owner);
			NDScope.unregister(packed);
			return packed;
		}
	}
}
