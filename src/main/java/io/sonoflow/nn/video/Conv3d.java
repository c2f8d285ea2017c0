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
package io.sonoflow.nn.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;

/**
 * Three-dimensional convolution (cross-correlation) with zero padding and without bias: (N, I, T, H, W) to (N, O, T', H', W'),
 * each side S' = (S + 2 padding - kernel) / stride + 1. Parameter: {@code weight} (O, I, kernel frames, height, width).
 */
final class Conv3d extends Layer {

	private final Parameter weight;
	private final Shape strides;
	private final Shape paddings;
	private final Shape dilations = new Shape(1, 1, 1);

	/**
	 * @param manager where the parameter lives
	 * @param in channels of the input
	 * @param out channels of the output
	 * @param kernel frames, height and width of the kernel, odd numbers: half of each is padded on either side
	 * @param strides in frames, rows and columns
	 */
	Conv3d(final NDManager manager, final int in, final int out, final Shape kernel, final Shape strides) {
		this.strides = strides;
		this.paddings = new Shape(kernel.get(0) / 2, kernel.get(1) / 2, kernel.get(2) / 2);
		this.weight = parameter(manager, "weight", Parameter.Type.WEIGHT, out, in, kernel.get(0), kernel.get(1), kernel.get(2));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return x.getNDArrayInternal().convolution(x, weight.getArray(), null, strides, paddings, dilations, 1).singletonOrThrow();
	}

	@Override
	public Shape outputShape(final Shape input) {
		final Shape kernel = weight.getShape();
		final long[] shape = { input.get(0), kernel.get(0), 0, 0, 0 };
		for (int axis = 0; axis < 3; axis++)
			shape[2 + axis] = (input.get(2 + axis) + 2 * paddings.get(axis) - kernel.get(2 + axis)) / strides.get(axis) + 1;
		return new Shape(shape);
	}
}
