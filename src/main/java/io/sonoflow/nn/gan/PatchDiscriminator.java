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
package io.sonoflow.nn.gan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Judges every patch of an image, real or made (Isola et al., CVPR 2017; names and layout of NLayerDiscriminator in pix2pix's
 * code): 4x4 convolutions, of stride 2 but for the last two, of {@code width} channels, doubled from layer to layer up to eight
 * times, leaky rectifiers of slope 0.2 between. With three layers a score sees 70 x 70 pixels. Norms are instance norms without
 * parameters, always by the image itself; or, instead, every convolution has a spectral norm ({@link SpectralLayer}).
 *
 * <pre>
 * try (PatchDiscriminator judge = new PatchDiscriminator(device, 1, 64, 3, true)) {
 * 	Initializer.fill(judge.named(), seed, judge.firstValues());
 * 	NDArray loss = AdversarialLoss.HINGE.discriminator(judge.forward(real, true), judge.forward(made, true));
 * }
 * </pre>
 *
 * Images (N, C, H, W) float32, sides from {@link #smallest()} on, to scores (N, 1, h, w); above 0 = taken for real.
 */
public final class PatchDiscriminator extends Layer implements AutoCloseable {

	/** Convolutions of stride 2 where none other are asked for: patches of 70 x 70. */
	public static final int USUAL_LAYERS = 3;

	private static final int KERNEL = 4;
	private static final int MOST = 8;
	private static final double DEVIATION = 0.02;

	private final NDManager manager;
	private final int strided;
	private final boolean spectral;
	private final List<Layer> convolutions = new ArrayList<>();

	/**
	 * @param device where the parameters live; they are zeros
	 * @param channels C
	 * @param width channels of the first convolution; 64 as published
	 * @param strided convolutions of stride 2, at least 1
	 * @param spectral whether convolutions have a spectral norm, and there are no instance norms
	 */
	public PatchDiscriminator(final Device device, final int channels, final int width, final int strided,
		final boolean spectral)
	{
		if (strided < 1) throw new IllegalArgumentException(strided + " convolutions of stride 2");
		this.manager = Torch.manager(device);
		this.strided = strided;
		this.spectral = spectral;
		int in = channels;
		for (int i = 0; i <= strided; i++) {
			final int out = width * Math.min(1 << i, MOST);
			// Between two convolutions stand a norm and a rectifier, which have a number, too; after the first no norm.
			add("model." + (i == 0 ? 0 : 3 * i - 1), in, out, i < strided ? 2 : 1);
			in = out;
		}
		add("model." + (3 * strided + 2), in, 1, 1);
	}

	private void add(final String name, final int in, final int out, final int stride) {
		convolutions.add(child(name, spectral ? SpectralLayer.convolution(manager, in, out, KERNEL, stride, 1, true,
			SpectralLayer.USUAL_ITERATIONS) : new Conv2d(manager, in, out, KERNEL, stride, 1, true)));
	}

	/** {@return side of the square that a score sees, pixels} */
	public int receptiveField() {
		int field = 1;
		for (int i = convolutions.size() - 1; i >= 0; i--)
			field = (field - 1) * (i < strided ? 2 : 1) + KERNEL;
		return field;
	}

	/** {@return shortest side of an image of which there is a score, and more than one place at every norm; pixels} */
	public int smallest() {
		// What the last convolution but one makes of three places are two.
		return 3 << strided;
	}

	@Override
	public NDArray forward(final NDArray images, final boolean training) {
		final Shape shape = images.getShape();
		if (Math.min(shape.get(2), shape.get(3)) < smallest()) throw new IllegalArgumentException("images of shape " + shape +
			" for patches: the shortest side is " + smallest());
		NDArray y = GanOperators.then("leaky", convolutions.get(0).forward(images, training));
		for (int i = 1; i < convolutions.size() - 1; i++) {
			y = then(y, convolutions.get(i), training);
			if (!spectral) y = GanOperators.then("normal", y);
			y = GanOperators.then("leaky", y);
		}
		return then(y, convolutions.get(convolutions.size() - 1), training);
	}

	@Override
	public Shape outputShape(final Shape input) {
		Shape shape = input;
		for (final Layer convolution : convolutions)
			shape = convolution.outputShape(shape);
		return shape;
	}

	/**
	 * {@return as pix2pix draws them: weights normal with deviation 0.02, constants 0; of a spectral norm directions of length 1}
	 */
	public Initializer.Rule firstValues() {
		final Map<String, Parameter> named = named();
		return (name, random, data) -> {
			switch (named.get(name).getType()) {
				case WEIGHT -> Initializer.normal(data, random, DEVIATION);
				case BIAS -> Arrays.fill(data, 0);
				default -> {
					Initializer.normal(data, random, 1);
					double squares = 0;
					for (final float value : data)
						squares += (double) value * value;
					for (int i = 0; i < data.length; i++)
						data[i] /= (float) Math.sqrt(squares);
				}
			}
		};
	}

	/** Frees the parameters. */
	@Override
	public void close() {
		manager.close();
	}
}
