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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * ResNet-18 (He et al., CVPR 2016) with torchvision's layout and parameter names: {@code conv1} 7x7/2, {@code bn1}, max
 * pool 3/2, {@code layer1..layer4} of two {@link BasicBlock}s with 64, 128, 256, 512 channels, average pool, {@code fc}.
 * The last stage has 1/32 of the input's resolution: 8 x 8 for 256 px.
 */
public final class ResNet18 extends Layer implements ImageNetwork {

	/** Its name in {@link Networks} and in model files. */
	public static final String NAME = "resnet18";

	/** Number of residual stages. */
	public static final int STAGES = 4;

	private static final int BASE = 64;

	private final NDManager manager;
	private final int channels;
	private final int classes;
	private final Conv2d conv1;
	private final BatchNorm2d bn1;
	private final MaxPool2d pool = new MaxPool2d(3, 2, 1);
	private final Chain[] stages = new Chain[STAGES];
	private final Linear fc;

	/**
	 * A network whose parameters are all zero: fill them with {@link Initializer} or {@link StateLoader}.
	 *
	 * @param device where the parameters live
	 * @param channels of the images, 1 or 3
	 * @param classes at least 1
	 */
	public ResNet18(final Device device, final int channels, final int classes) {
		this.manager = Torch.manager(device);
		this.channels = channels;
		this.classes = classes;
		conv1 = child("conv1", new Conv2d(manager, channels, BASE, 7, 2, 3, false));
		bn1 = child("bn1", new BatchNorm2d(manager, BASE));
		int in = BASE;
		for (int i = 0; i < STAGES; i++) {
			final int out = BASE << i;
			stages[i] = child("layer" + (i + 1), new Chain(new BasicBlock(manager, in, out, i == 0 ? 1 : 2), new BasicBlock(
				manager, out, out, 1)));
			in = out;
		}
		fc = child("fc", new Linear(manager, in, classes));
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param training batch statistics instead of running ones
	 * @return (N, 64, H/4, W/4): what the first residual stage receives
	 */
	public NDArray stem(final NDArray images, final boolean training) {
		try (NDArray input = repeatGrey(images)) {
			return then(thenRelu(then(conv1.forward(input, training), bn1, training)), pool, training);
		}
	}

	/** @return a second handle of the images, three times repeated where they are grey and the network is not */
	private NDArray repeatGrey(final NDArray images) {
		final long given = images.getShape().get(1);
		if (given == channels) return images.reshape(images.getShape());
		if (given == 1) return images.repeat(1, channels);
		throw new IllegalArgumentException("images of " + given + " channels for a network of " + channels);
	}

	/**
	 * @param index 1..4
	 * @return the residual stage {@code layer<index>}
	 */
	public Layer stage(final int index) {
		return stages[index - 1];
	}

	@Override
	public NDArray features(final NDArray images, final boolean training) {
		NDArray y = stem(images, training);
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
		return new Shape(input.get(0), classes);
	}

	@Override
	public String architecture() {
		return NAME;
	}

	@Override
	public int channels() {
		return channels;
	}

	@Override
	public int classes() {
		return classes;
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
