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

import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.folded.Program.Then;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ResNet (He et al., CVPR 2016) with torchvision's layout and parameter names: {@code conv1} 7x7/2, {@code bn1}, max pool
 * 3/2, {@code layer1..layer4} of residual blocks, average pool, {@code fc}. ResNet-18 has two basic blocks a stage, of 64,
 * 128, 256, 512 channels; ResNet-50 has 3, 4, 6, 3 bottlenecks that end in 256, 512, 1024, 2048 channels. The last stage
 * has 1/32 of the input's resolution: 8 x 8 for 256 px.
 */
public final class ResNet extends ConvNet {

	/** Number of residual stages. */
	public static final int STAGES = 4;

	private static final int BASE = 64;

	private final Conv2d conv1;
	private final BatchNorm2d bn1;
	private final MaxPool2d pool = new MaxPool2d(3, 2, 1);
	private final Chain[] stages = new Chain[STAGES];
	private final List<Part> parts = new ArrayList<>();
	private final boolean plain;

	/** A layer that follows each residual stage. */
	@FunctionalInterface
	public interface After {

		/** {@return the layer after a stage of so many channels, which it keeps} */
		Layer make(NDManager manager, int channels);
	}

	private ResNet(final String name, final Device device, final int channels, final int classes, final int[] blocks,
		final boolean bottleneck, final Map<String, After> after)
	{
		super(name, device, channels, classes);
		plain = after.isEmpty();
		conv1 = child("conv1", new Conv2d(manager(), channels, BASE, 7, 2, 3, false));
		bn1 = child("bn1", new BatchNorm2d(manager(), BASE));
		int in = BASE;
		for (int i = 0; i < STAGES; i++) {
			final Layer[] stage = new Layer[blocks[i]];
			for (int b = 0; b < stage.length; b++) {
				final int width = BASE << i;
				final int stride = i > 0 && b == 0 ? 2 : 1;
				stage[b] = bottleneck ? ResNetBlock.bottleneck(manager(), in, width, stride) : ResNetBlock.basic(manager(), in,
					width, stride);
				in = bottleneck ? ResNetBlock.EXPANSION * width : width;
				parts.add(new Part("layer" + (i + 1) + "." + b, stage[b]));
			}
			stages[i] = child("layer" + (i + 1), new Chain(stage));
			for (final Map.Entry<String, After> each : after.entrySet()) {
				final String follower = each.getKey() + (i + 1);
				parts.add(new Part(follower, child(follower, each.getValue().make(manager(), in))));
			}
		}
		end("fc", in);
	}

	/**
	 * A ResNet-18 (11.2 million parameters) whose parameters are all zero: fill them with {@link Initializer} or
	 * {@link StateLoader}.
	 *
	 * @param device where the parameters live
	 * @param channels of the images, 1 or 3
	 * @param classes at least 1
	 */
	public static ResNet resNet18(final Device device, final int channels, final int classes) {
		return new ResNet(Networks.RESNET18, device, channels, classes, new int[] { 2, 2, 2, 2 }, false, Map.of());
	}

	/**
	 * As {@link #resNet18}, with more layers.
	 *
	 * @param name of the architecture
	 * @param after in this order after each stage: name, to which the stage's number is added, and layer
	 */
	public static ResNet resNet18(final String name, final Device device, final int channels, final int classes,
		final Map<String, After> after)
	{
		return new ResNet(name, device, channels, classes, new int[] { 2, 2, 2, 2 }, false, after);
	}

	/**
	 * A ResNet-50 (23.5 million parameters).
	 *
	 * @see #resNet18
	 */
	public static ResNet resNet50(final Device device, final int channels, final int classes) {
		return new ResNet(Networks.RESNET50, device, channels, classes, new int[] { 3, 4, 6, 3 }, true, Map.of());
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param training batch statistics instead of running ones
	 * @return (N, 64, H/4, W/4): what the first residual stage receives
	 */
	@Override
	public NDArray stem(final NDArray images, final boolean training) {
		try (NDArray input = begin(images, training)) {
			return then(thenRelu(then(conv1.forward(input, training), bn1, training)), pool, training);
		}
	}

	@Override
	String writeStem(final Program program) {
		return pool.write(program, program.convolution(Program.IMAGES, () -> conv1.filter().then(bn1.affine()), Then.RECTIFIER));
	}

	@Override
	List<Part> parts() {
		return parts;
	}

	@Override
	String part(final String layer) {
		return parts.stream().map(Part::name).filter(name -> name.startsWith(layer + ".")).reduce((first, second) -> second)
			.orElse(layer);
	}

	/** Blocks, and stages by the last block's output. */
	@Override
	public List<String> stages() {
		final List<String> names = new ArrayList<>();
		for (final Part part : parts) {
			names.add(part.name());
			final String stage = part.name().replaceFirst("\\..*", "");
			if (!stage.equals(part.name()) && part(stage).equals(part.name())) names.add(stage);
		}
		return names;
	}

	/**
	 * @param index 1..4
	 * @return the residual stage {@code layer<index>}
	 */
	public Layer stage(final int index) {
		return stages[index - 1];
	}

	@Override
	int stage(final String parameter) {
		final String first = parameter.substring(0, parameter.indexOf('.'));
		return first.equals("conv1") || first.equals("bn1") ? 0 : first.charAt(first.length() - 1) - '0';
	}

	/** {@inheritDoc} Of the layers that others add it is not known. */
	@Override
	boolean hasHalf() {
		return plain;
	}
}
