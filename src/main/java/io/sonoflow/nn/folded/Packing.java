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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.script.TorchScript;

/** Brings weights into the type and the order in which oneDNN computes. */
final class Packing implements AutoCloseable {

	private static final String CODE = """
		def plain(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  return torch.to(torch.to(x, 6), int(g[0]))
		def opaque(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  return torch.to_mkldnn(torch.to(x, 6), int(g[0]))
		def last(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  w = torch.to(torch.to(x, 6), int(g[0]), False, False, 2)
		  size = [int(g[4]), int(g[5]), int(g[6]), int(g[7])]
		  return ops.mkldnn._reorder_convolution_weight(w, [int(g[1]), int(g[2])], [int(g[3]), int(g[3])], [1, 1], 1, size)
		def linear(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  return ops.mkldnn._reorder_linear_weight(torch.to(torch.to(x, 6), int(g[0])), int(g[1]))
		def blocks(self: __torch__.Ops, x: Tensor, g: Tensor) -> Tensor:
		  w = torch.to_mkldnn(torch.to(x, 6), int(g[0]))
		  size = [int(g[4]), int(g[5]), int(g[6]), int(g[7])]
		  return torch.mkldnn_reorder_conv2d_weight(w, [int(g[1]), int(g[2])], [int(g[3]), int(g[3])], [1, 1], 1, size)
		""";

	/** For so many images at a time the order is chosen; a fixed number, as it may move the last bits. */
	private static final int BATCH = 16;

	/** Weights and biases of networks that work are far below. */
	private static final double LARGEST = 1e6;

	private final TorchScript operators;
	private final NDManager owner;
	private final Layout layout;
	private final int type;

	/**
	 * @param owner keeps the weights
	 * @param type number of PyTorch's type
	 */
	Packing(final NDManager owner, final Layout layout, final int type) {
		this.operators = TorchScript.compile(owner, CODE);
		this.owner = owner;
		this.layout = layout;
		this.type = type;
	}

	/** {@return the weights of a filter for images of this height and width} */
	NDArray weight(final Filter filter, final int height, final int width) {
		requireTame(filter.weight());
		requireTame(filter.bias());
		return pack(layout == Layout.BLOCKED ? "blocks" : "last", filter.weight(), type, filter.padding().get(0), filter
			.padding().get(1), filter.stride(), BATCH, filter.in(), height, width);
	}

	/** oneDNN's rectifier makes 0 of what is not a number, and so would hide that a training has run away. */
	private static void requireTame(final NDArray values) {
		try (NDArray sizes = values.abs(); NDArray largest = sizes.max()) {
			if (!(largest.getDouble() < LARGEST)) throw new NotFoldable("weights of " + largest.getDouble());
		}
	}

	/**
	 * {@return the weights (O, I) of a linear layer}
	 *
	 * @param rows that it will see of an image
	 */
	NDArray linear(final NDArray weight, final int rows) {
		try (NDScope scope = new NDScope()) {
			scope.suppressNotUsedWarning();
			requireTame(Affine.wide(weight));
			return pack("linear", weight, type, (long) BATCH * rows);
		}
	}

	/** {@return the bias of a filter} */
	NDArray bias(final Filter filter) {
		return pack(layout == Layout.BLOCKED ? "opaque" : "plain", filter.bias(), type);
	}

	/** {@return the values in this type} */
	NDArray plain(final NDArray values) {
		return pack("plain", values, type);
	}

	private NDArray pack(final String method, final NDArray values, final long... geometry) {
		try (NDArray numbers = values.getManager().zeros(new Shape(geometry.length), DataType.INT64)) {
			numbers.toByteBuffer(true).asLongBuffer().put(geometry);
			final NDArray packed = operators.call(method, values, numbers).singletonOrThrow();
			packed.attach(owner);
			NDScope.unregister(packed);
			return packed;
		}
	}

	@Override
	public void close() {
		operators.close();
	}
}
