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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.BatchNorm2d;
import io.sonoflow.nn.Chain;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * ResNet-18 over space and time (Tran et al., CVPR 2018) with torchvision's layout and parameter names: {@code stem}, {@code
 * layer1..layer4} of two residual blocks each, of 64, 128, 256, 512 channels, mean over frames and pixels, {@code fc}. In R3D
 * all kernels are 3x3x3 (the stem's 3x7x7); in R(2+1)D each is one over the pixels and one over time, with a norm and a
 * rectifier between. The stem halves height and width, each layer from the second on time, height and width: features of 16
 * frames of 112 px are 2 x 7 x 7.
 *
 * <pre>
 * try (ImageNetwork network = Networks.create("r2plus1d-18", device, 1, 2, seed); NDArray y = network.logits(x, false)) {
 * 	...
 * }
 * </pre>
 *
 * Where an {@link ImageNetwork} says images (N, C, H, W), this takes clips (N, C, T, H, W) float32, normalised, of any T, H and
 * W from 1 on (the networks were published for 16 frames of 112 px); features are (N, F, t, h, w). A grey clip may be given to a
 * network of three channels, which then sees it three times. Training and gradients are in float32 only.
 */
public final class VideoNetwork extends Layer implements ImageNetwork {

	/** Key of a file's header that says how many channels the first stage has, where it has not 64. */
	static final String CHANNELS = "videochannels";

	/** Channels of the first stage. */
	static final int USUAL = 64;

	private static final int STAGES = 4;
	private static final int BLOCKS = 2;
	private static final int STEM_KERNEL = 7;
	/** Channels between the two convolutions of a factorised stem. */
	private static final int STEM_MIDDLE = 45;
	private static final String HEAD = "fc.";
	private static final double HEAD_DEVIATION = 0.01;
	private static final int CLIP = 5;

	private final String architecture;
	private final NDManager manager;
	private final int channels;
	private final int classes;
	private final int base;
	private final Rectified stem;
	private final Layer[] stages = new Layer[STAGES];
	private final Linear head;

	/**
	 * A network whose parameters are all zero: fill them with {@link Initializer} or {@link io.sonoflow.nn.StateLoader}.
	 *
	 * @param architecture {@link Networks#R3D18} or {@link Networks#R2PLUS1D18}
	 * @param device where the parameters live
	 * @param channels of the clips, 1 or 3
	 * @param classes at least 1
	 * @param base channels of the first stage, at least 1; 64 as published (R3D: 33.2 million parameters, R(2+1)D: 31.3 million)
	 */
	public VideoNetwork(final String architecture, final Device device, final int channels, final int classes, final int base) {
		this.architecture = architecture;
		this.manager = Torch.manager(device);
		this.channels = channels;
		this.classes = classes;
		this.base = base;
		final boolean factorised = architecture.equals(Networks.R2PLUS1D18);
		stem = child("stem", factorised ? factorisedStem() : new Rectified(new Conv3d(manager, channels, base, new Shape(3,
			STEM_KERNEL, STEM_KERNEL), new Shape(1, 2, 2)), new BatchNorm2d(manager, base), null));
		int in = base;
		for (int i = 0; i < STAGES; i++) {
			final Layer[] blocks = new Layer[BLOCKS];
			for (int b = 0; b < BLOCKS; b++) {
				blocks[b] = new VideoBlock(manager, in, base << i, i > 0 && b == 0 ? 2 : 1, factorised);
				in = base << i;
			}
			stages[i] = child("layer" + (i + 1), new Chain(blocks));
		}
		head = child("fc", new Linear(manager, in, classes));
	}

	private Rectified factorisedStem() {
		return new Rectified(new Conv3d(manager, channels, STEM_MIDDLE, new Shape(1, STEM_KERNEL, STEM_KERNEL), new Shape(1, 2, 2)),
			new BatchNorm2d(manager, STEM_MIDDLE), null, new Conv3d(manager, STEM_MIDDLE, base, new Shape(3, 1, 1), new Shape(1, 1, 1)),
			new BatchNorm2d(manager, base), null);
	}

	/**
	 * @param clips (N, 1 or C, T, H, W)
	 * @return (N, base, T, H/2, W/2): what the first stage receives
	 * @throws SonoflowException.Input if these are no clips
	 */
	NDArray stem(final NDArray clips, final boolean training) {
		final Shape shape = clips.getShape();
		if (shape.dimension() != CLIP) throw new SonoflowException.Input("The network " + architecture +
			" sees clips (number, channels, frames, height, width), and was given " + shape +
			". Give it clips, or use a network of images.");
		final long given = shape.get(1);
		if (given != channels && given != 1) throw new IllegalArgumentException("clips of " + given +
			" channels for a network of " + channels);
		if (given == channels) return stem.forward(clips, training);
		try (NDArray repeated = clips.repeat(1, channels)) {
			return stem.forward(repeated, training);
		}
	}

	/**
	 * @param index 1..4
	 * @return the stage {@code layer<index>}
	 */
	Layer stage(final int index) {
		return stages[index - 1];
	}

	@Override
	public NDArray features(final NDArray clips, final boolean training) {
		NDArray y = stem(clips, training);
		for (final Layer stage : stages)
			y = then(y, stage, training);
		return y;
	}

	@Override
	public NDArray pool(final NDArray features) {
		return features.getNDArrayInternal().globalAvgPool();
	}

	@Override
	public NDArray head(final NDArray pooled) {
		return head.forward(pooled, false);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return logits(x, training);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), classes);
	}

	/** The stages, by their names; the last is the usual one. */
	@Override
	public List<String> stages() {
		return List.of("layer1", "layer2", "layer3", "layer4");
	}

	private int index(final String layer) {
		final int index = stages().indexOf(layer);
		if (index < 0) throw new IllegalArgumentException("no layer " + layer);
		return index;
	}

	@Override
	public Stage stage(final NDArray clips, final String layer) {
		final int last = index(layer);
		NDArray y = stem(clips, false);
		for (final Layer stage : Arrays.copyOf(stages, last + 1))
			y = then(y, stage, false);
		return new Stage(layer, y, null);
	}

	@Override
	public NDArray logits(final Stage from) {
		NDArray y = from.values();
		for (int i = index(from.layer()) + 1; i < STAGES; i++) {
			final NDArray x = y;
			y = stages[i].forward(x, false);
			if (x != from.values()) x.close();
		}
		try (NDArray pooled = pool(y)) {
			return head(pooled);
		}
		finally {
			if (y != from.values()) y.close();
		}
	}

	/** {@inheritDoc} Layers are the stem, the four stages and the head. */
	@Override
	public int layers() {
		return STAGES + 1;
	}

	@Override
	public int layer(final String parameter) {
		if (parameter.startsWith(HEAD)) return layers();
		return parameter.startsWith("layer") ? parameter.charAt("layer".length()) - '0' : 0;
	}

	/**
	 * {@return how torchvision draws the first values of a video network: convolutions normal with variance 2 / (output channels x
	 *         kernel volume), norms 1 and 0, the head's weight normal with deviation 0.01, its bias 0}
	 */
	@Override
	public Initializer.Rule firstValues() {
		final Map<String, Parameter> named = named();
		return (name, random, data) -> {
			final Shape shape = named.get(name).getShape();
			switch (named.get(name).getType()) {
				case WEIGHT -> Initializer.normal(data, random, name.startsWith(HEAD) ? HEAD_DEVIATION : Math.sqrt(2.0 * shape.get(1) /
					shape.size()));
				case GAMMA, RUNNING_VAR -> Arrays.fill(data, 1);
				default -> Arrays.fill(data, 0);
			}
		};
	}

	/** {@return the channels of the first stage, where they are not the published 64} */
	@Override
	public Map<String, String> header() {
		return base == USUAL ? Map.of() : Map.of(CHANNELS, Integer.toString(base));
	}

	@Override
	public String architecture() {
		return architecture;
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
		return base << STAGES - 1;
	}

	@Override
	public NDManager manager() {
		return manager;
	}

	@Override
	public String headPrefix() {
		return HEAD;
	}

	@Override
	public void close() {
		manager.close();
	}
}
