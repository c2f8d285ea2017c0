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
package io.sonoflow.curate.label;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.BatchNorm2d;
import io.sonoflow.nn.Chain;
import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.MaxPool2d;
import io.sonoflow.nn.Torch;

/** ResNet-18 of a quarter of its width (16, 32, 64, 128 channels): hundreds of trainings on one core. */
final class NarrowResNet extends Layer implements ImageNetwork {

	private static final int BASE = 16, STAGES = 4;

	private final NDManager manager = Torch.manager(Device.cpu());
	private final Conv2d conv1 = child("conv1", new Conv2d(manager, 1, BASE, 7, 2, 3, false));
	private final BatchNorm2d bn1 = child("bn1", new BatchNorm2d(manager, BASE));
	private final MaxPool2d pool = new MaxPool2d(3, 2, 1);
	private final Chain[] stages = new Chain[STAGES];
	private final Linear fc;

	NarrowResNet(final long seed) {
		int in = BASE;
		for (int i = 0; i < STAGES; i++) {
			final int out = BASE << i;
			stages[i] = child("layer" + (i + 1), new Chain(new Block(manager, in, out, i == 0 ? 1 : 2), new Block(manager, out,
				out, 1)));
			in = out;
		}
		fc = child("fc", new Linear(manager, in, 2));
		Initializer.fill(this, seed);
	}

	/** The residual block of ResNet-18. */
	private static final class Block extends Layer {

		private final Conv2d conv1;
		private final BatchNorm2d bn1;
		private final Conv2d conv2;
		private final BatchNorm2d bn2;
		private final Chain downsample;

		Block(final NDManager manager, final int in, final int out, final int stride) {
			conv1 = child("conv1", new Conv2d(manager, in, out, 3, stride, 1, false));
			bn1 = child("bn1", new BatchNorm2d(manager, out));
			conv2 = child("conv2", new Conv2d(manager, out, out, 3, 1, 1, false));
			bn2 = child("bn2", new BatchNorm2d(manager, out));
			downsample = in == out ? null : child("downsample", new Chain(new Conv2d(manager, in, out, 1, stride, 0, false),
				new BatchNorm2d(manager, out)));
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

	@Override
	public NDArray features(final NDArray images, final boolean training) {
		NDArray y = then(thenRelu(then(conv1.forward(images, training), bn1, training)), pool, training);
		for (final Chain stage : stages)
			y = then(y, stage, training);
		return y;
	}

	@Override
	public NDArray pool(final NDArray features) {
		return features.getNDArrayInternal().globalAvgPool();
	}

	@Override
	public NDArray head(final NDArray pooled) {
		return fc.forward(pooled, false);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return logits(x, training);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), 2);
	}

	@Override
	public String architecture() {
		return "resnet18/4";
	}

	@Override
	public int channels() {
		return 1;
	}

	@Override
	public int classes() {
		return 2;
	}

	@Override
	public int width() {
		return BASE << (STAGES - 1);
	}

	@Override
	public NDManager manager() {
		return manager;
	}

	@Override
	public String headPrefix() {
		return "fc.";
	}

	@Override
	public void close() {
		manager.close();
	}
}
