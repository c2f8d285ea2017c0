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
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.folded.Affine;
import io.sonoflow.nn.folded.Clamp;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.folded.Program.Then;

/**
 * A dense block (Huang et al., CVPR 2017): each of its layers, {@code denselayer1, denselayer2 ...}, sees the block's input
 * and the outputs of all layers before it, and adds its own 32 channels: {@code norm1}, rectifier, {@code conv1} (1x1 to
 * 128 channels), {@code norm2}, rectifier, {@code conv2} (3x3 to 32).
 *
 * <p>
 * Memory: the concatenation grows by one layer at a time and the old one is let go at once; without gradients two of them
 * exist at any time. With gradients each layer's batch norm keeps its concatenation for the way back, as in torchvision: a
 * block needs memory that grows with the square of its layers.
 */
final class DenseBlock extends Layer {

	/** Channels that each layer adds. */
	static final int GROWTH = 32;

	private static final int BOTTLENECK = 4 * GROWTH;

	private final DenseLayer[] layers;
	private final int out;

	DenseBlock(final NDManager manager, final int in, final int count) {
		layers = new DenseLayer[count];
		for (int i = 0; i < count; i++)
			layers[i] = child("denselayer" + (i + 1), new DenseLayer(manager, in + i * GROWTH));
		out = in + count * GROWTH;
	}

	/** The way from the concatenation to the new channels. */
	private static final class DenseLayer extends Layer {

		private final BatchNorm2d norm1;
		private final Conv2d conv1;
		private final BatchNorm2d norm2;
		private final Conv2d conv2;

		DenseLayer(final NDManager manager, final int in) {
			norm1 = child("norm1", new BatchNorm2d(manager, in));
			conv1 = child("conv1", new Conv2d(manager, in, BOTTLENECK, 1, 1, 0, false));
			norm2 = child("norm2", new BatchNorm2d(manager, BOTTLENECK));
			conv2 = child("conv2", new Conv2d(manager, BOTTLENECK, GROWTH, 3, 1, 1, false));
		}

		@Override
		public NDArray forward(final NDArray x, final boolean training) {
			final NDArray narrow = then(thenRelu(norm1.forward(x, training)), conv1, training);
			return then(thenRelu(then(narrow, norm2, training)), conv2, training);
		}

		@Override
		public String write(final Program program, final String x) {
			final Affine affine = norm1.affine();
			final Clamp clamp = Clamp.of(affine);
			final String narrow = program.convolution(program.clamp(x, clamp), () -> conv1.filter().after(affine, clamp).then(norm2
				.affine()), Then.RECTIFIER);
			return program.convolution(narrow, conv2::filter, Then.NOTHING);
		}

		@Override
		public Shape outputShape(final Shape input) {
			return conv2.outputShape(conv1.outputShape(input));
		}
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		NDArray all = x;
		for (final DenseLayer layer : layers) {
			final NDArray before = all;
			try (NDArray added = layer.forward(before, training)) {
				all = before.getNDArrayInternal().concat(new NDList(added), 1);
			}
			finally {
				if (before != x) before.close();
			}
		}
		return all;
	}

	@Override
	public String write(final Program program, final String x) {
		final String all = program.room(x, out);
		for (int i = 0; i < layers.length; i++)
			program.append(all, layers[i].write(program, all), out - (layers.length - i) * GROWTH);
		return all;
	}

	/** {@return channels of the output} */
	int out() {
		return out;
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), out, input.get(2), input.get(3));
	}
}
