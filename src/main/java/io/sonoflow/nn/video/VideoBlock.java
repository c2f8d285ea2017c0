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

import io.sonoflow.nn.BatchNorm2d;
import io.sonoflow.nn.Layer;

/**
 * The residual block of a video ResNet (Tran et al., CVPR 2018), as torchvision names it: {@code conv1} (convolution, norm,
 * rectifier), {@code conv2} (convolution, norm), plus x, which passes {@code downsample} (1x1x1 convolution and norm) if width or
 * resolution change; rectifier.
 */
final class VideoBlock extends Layer {

	/** The side of the kernels of all blocks, frames and pixels. */
	private static final int KERNEL = 3;

	private final Rectified first;
	private final Rectified second;
	private final Rectified downsample;

	/**
	 * @param in channels of the input
	 * @param out channels of the output
	 * @param stride of the first convolution in time, height and width
	 * @param factorised whether each convolution is one over the pixels and one over time
	 */
	VideoBlock(final NDManager manager, final int in, final int out, final int stride, final boolean factorised) {
		// torchvision's number: as many weights as the whole kernel would have, counted for the block's first convolution.
		final int middle = factorised ? in * out * KERNEL * KERNEL * KERNEL / (in * KERNEL * KERNEL + KERNEL * out) : 0;
		first = child("conv1", new Rectified(convolution(manager, in, middle, out, stride), new BatchNorm2d(manager, out), null));
		second = child("conv2", new Rectified(convolution(manager, out, middle, out, 1), new BatchNorm2d(manager, out)));
		downsample = stride == 1 && in == out ? null : child("downsample", new Rectified(new Conv3d(manager, in, out, cube(1), cube(
			stride)), new BatchNorm2d(manager, out)));
	}

	private static Shape cube(final int side) {
		return new Shape(side, side, side);
	}

	private static Layer convolution(final NDManager manager, final int in, final int middle, final int out, final int stride) {
		return middle == 0 ? new Conv3d(manager, in, out, cube(KERNEL), cube(stride)) : factorised(manager, in, middle, out,
			stride);
	}

	/** {@return a convolution over the pixels to some channels, norm, rectifier, and one over three frames} */
	private static Rectified factorised(final NDManager manager, final int in, final int middle, final int out, final int stride) {
		return new Rectified(new Conv3d(manager, in, middle, new Shape(1, KERNEL, KERNEL), new Shape(1, stride, stride)),
			new BatchNorm2d(manager, middle), null, new Conv3d(manager, middle, out, new Shape(KERNEL, 1, 1), new Shape(stride, 1, 1)));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		final NDArray y = then(first.forward(x, training), second, training);
		if (downsample == null) y.addi(x);
		else try (NDArray shortcut = downsample.forward(x, training)) {
			y.addi(shortcut);
		}
		return thenRelu(y);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return second.outputShape(first.outputShape(input));
	}
}
