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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The residual block of ResNet-18/34 (He et al., CVPR 2016), as torchvision names it: relu(bn2(conv2(relu(bn1(conv1(x)))))
 * + x), where x passes {@code downsample.0} (1x1 convolution) and {@code downsample.1} (batch norm) if width or resolution
 * change.
 */
final class BasicBlock extends Layer {

	private final Conv2d conv1;
	private final BatchNorm2d bn1;
	private final Conv2d conv2;
	private final BatchNorm2d bn2;
	private final Chain downsample;

	BasicBlock(final NDManager manager, final int in, final int out, final int stride) {
		conv1 = child("conv1", new Conv2d(manager, in, out, 3, stride, 1, false));
		bn1 = child("bn1", new BatchNorm2d(manager, out));
		conv2 = child("conv2", new Conv2d(manager, out, out, 3, 1, 1, false));
		bn2 = child("bn2", new BatchNorm2d(manager, out));
		downsample = stride == 1 && in == out ? null : child("downsample", new Chain(new Conv2d(manager, in, out, 1, stride,
			0, false), new BatchNorm2d(manager, out)));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		final NDArray hidden = thenRelu(then(conv1.forward(x, training), bn1, training));
		final NDArray sum = then(then(hidden, conv2, training), bn2, training);
		if (downsample == null) sum.addi(x);
		else try (NDArray shortcut = downsample.forward(x, training)) {
			sum.addi(shortcut);
		}
		return thenRelu(sum);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return conv2.outputShape(conv1.outputShape(input));
	}
}
