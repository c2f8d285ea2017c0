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

import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.folded.Program.Then;

/**
 * The residual block of a ResNet (He et al., CVPR 2016), as torchvision names it: {@code conv1, bn1}, rectifier,
 * {@code conv2, bn2} and, in a bottleneck, rectifier, {@code conv3, bn3}; plus x, which passes {@code downsample.0} (1x1
 * convolution) and {@code downsample.1} (batch norm) if width or resolution change; rectifier.
 */
final class ResNetBlock extends Layer {

	/** Channels at a bottleneck's end for one in its middle. */
	static final int EXPANSION = 4;

	private final Conv2d[] convs;
	private final BatchNorm2d[] norms;
	private final Conv2d projection;
	private final BatchNorm2d projected;
	private final Chain downsample;

	private ResNetBlock(final NDManager manager, final int in, final int out, final int stride, final Conv2d... convs) {
		this.convs = convs;
		this.norms = new BatchNorm2d[convs.length];
		for (int i = 0; i < convs.length; i++) {
			child("conv" + (i + 1), convs[i]);
			norms[i] = child("bn" + (i + 1), new BatchNorm2d(manager, convs[i].out()));
		}
		final boolean same = stride == 1 && in == out;
		projection = same ? null : new Conv2d(manager, in, out, 1, stride, 0, false);
		projected = same ? null : new BatchNorm2d(manager, out);
		downsample = same ? null : child("downsample", new Chain(projection, projected));
	}

	/** Two 3x3 convolutions from {@code in} to {@code width} channels, the first with the stride. */
	static ResNetBlock basic(final NDManager manager, final int in, final int width, final int stride) {
		return new ResNetBlock(manager, in, width, stride, new Conv2d(manager, in, width, 3, stride, 1, false), new Conv2d(
			manager, width, width, 3, 1, 1, false));
	}

	/**
	 * 1x1, 3x3 and 1x1 convolutions to width, width and 4 width channels; the stride is in the 3x3 (torchvision's, called
	 * v1.5), not in the first 1x1 as in the paper.
	 */
	static ResNetBlock bottleneck(final NDManager manager, final int in, final int width, final int stride) {
		final int out = EXPANSION * width;
		return new ResNetBlock(manager, in, out, stride, new Conv2d(manager, in, width, 1, 1, 0, false), new Conv2d(manager,
			width, width, 3, stride, 1, false), new Conv2d(manager, width, out, 1, 1, 0, false));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		NDArray y = then(convs[0].forward(x, training), norms[0], training);
		for (int i = 1; i < convs.length; i++)
			y = then(then(thenRelu(y), convs[i], training), norms[i], training);
		if (downsample == null) y.addi(x);
		else try (NDArray shortcut = downsample.forward(x, training)) {
			y.addi(shortcut);
		}
		return thenRelu(y);
	}

	@Override
	public String write(final Program program, final String x) {
		final String shortcut = downsample == null ? x : program.convolution(x, () -> projection.filter().then(projected
			.affine()), Then.NOTHING);
		String y = x;
		for (int i = 0; i < convs.length; i++) {
			final int layer = i;
			y = program.convolution(y, () -> convs[layer].filter().then(norms[layer].affine()), i == convs.length - 1 ? shortcut : null,
				Then.RECTIFIER);
		}
		return y;
	}

	@Override
	public Shape outputShape(final Shape input) {
		Shape shape = input;
		for (final Conv2d conv : convs)
			shape = conv.outputShape(shape);
		return shape;
	}
}
