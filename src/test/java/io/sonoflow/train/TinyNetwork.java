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
package io.sonoflow.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.BatchNorm2d;
import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.Torch;

/** A classifier of two classes with one convolution and batch norm: its trainings take milliseconds. */
final class TinyNetwork extends Layer implements ImageNetwork {

	private static final int WIDTH = 6;

	private final NDManager manager = Torch.manager(Device.cpu());
	private final Conv2d conv = child("conv1", new Conv2d(manager, 1, WIDTH, 5, 4, 2, false));
	private final BatchNorm2d norm = child("bn1", new BatchNorm2d(manager, WIDTH));
	private final Linear fc = child("fc", new Linear(manager, WIDTH, 2));

	TinyNetwork(final long seed) {
		Initializer.fill(this, seed);
	}

	@Override
	public NDArray features(final NDArray images, final boolean training) {
		try (NDArray x = conv.forward(images, training)) {
			return thenRelu(norm.forward(x, training));
		}
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
		return "tiny";
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
		return WIDTH;
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
