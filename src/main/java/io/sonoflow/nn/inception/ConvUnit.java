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
package io.sonoflow.nn.inception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.BatchNorm2d;
import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Layer;

/** relu(bn(conv(x))), torchvision's BasicConv2d: {@code conv} without bias, {@code bn} with epsilon 0.001. */
final class ConvUnit extends Layer {

	private static final double EPSILON = 0.001;

	private final Conv2d conv;
	private final BatchNorm2d bn;

	/**
	 * @param height of the kernel, pixels
	 * @param width of the kernel, pixels
	 * @param stride pixels
	 * @param same whether the border is padded so that stride 1 keeps height and width
	 */
	ConvUnit(final NDManager manager, final int in, final int out, final int height, final int width, final int stride,
		final boolean same)
	{
		final Shape padding = same ? new Shape(height / 2, width / 2) : new Shape(0, 0);
		conv = child("conv", new Conv2d(manager, in, out, new Shape(height, width), stride, padding, false));
		bn = child("bn", new BatchNorm2d(manager, out, EPSILON));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return thenRelu(then(conv.forward(x, training), bn, training));
	}

	@Override
	public Shape outputShape(final Shape input) {
		return conv.outputShape(input);
	}
}
