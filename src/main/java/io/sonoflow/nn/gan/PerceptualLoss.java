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

import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.ImageNetwork;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How unlike two images look to an encoder (Johnson et al., ECCV 2016): the sum over some of its layers of weight x mean |f(x) -
 * f(y)|, the mean over images, channels and places. The encoder does not learn.
 *
 * <pre>
 * PerceptualLoss loss = PerceptualLoss.usual(encoder);
 * NDArray distance = loss.of(made, real);
 * </pre>
 *
 * Images (N, 1 or C, H, W) as the encoder's own, normalised as it was trained on; nothing is resized here.
 *
 * @param encoder stays open for as long as this is used, and is not closed by it; its parameters ask for no gradient
 * @param layers some of {@link ImageNetwork#stages()}, in their order
 * @param weights one a layer, at least 0
 */
public record PerceptualLoss(ImageNetwork encoder, List<String> layers, List<Double> weights) {

	private static final int USUAL = 3;

	public PerceptualLoss {
		layers = List.copyOf(layers);
		weights = List.copyOf(weights);
		if (layers.isEmpty() || layers.size() != weights.size()) throw new IllegalArgumentException(weights.size() + " weights of " +
			layers.size() + " layers");
		if (!encoder.stages().containsAll(layers)) throw new IllegalArgumentException(layers + " are not all of " + encoder.stages());
	}

	/**
	 * {@return layer1 to layer3 where an encoder has them, else what it gives after a quarter, a half, three quarters; weights 1}
	 */
	public static PerceptualLoss usual(final ImageNetwork encoder) {
		final List<String> all = encoder.stages();
		final List<String> named = IntStream.rangeClosed(1, USUAL).mapToObj(i -> "layer" + i).toList();
		final List<String> layers = all.containsAll(named) ? named : IntStream.rangeClosed(1, USUAL).mapToObj(i -> all.get(i * all
			.size() / (USUAL + 1))).distinct().toList();
		return new PerceptualLoss(encoder, layers, layers.stream().map(layer -> 1.0).toList());
	}

	/**
	 * @param x images; the gradient reaches them
	 * @param y as many of the same size; no gradient reaches them
	 * @return a number, a new array of x's manager
	 */
	public NDArray of(final NDArray x, final NDArray y) {
		NDArray sum = null;
		for (final NDArray part : parts(x, y)) {
			final NDArray before = sum;
			sum = before == null ? part : before.add(part);
			if (before != null) {
				before.close();
				part.close();
			}
		}
		return sum;
	}

	/** {@return the weighted distance at each layer, in their order; new arrays of x's manager} */
	public List<NDArray> parts(final NDArray x, final NDArray y) {
		try (NDArray still = y.stopGradient()) {
			final List<NDArray> made = encoder.outputs(x, layers);
			final List<NDArray> real = encoder.outputs(still, layers);
			final List<NDArray> parts = new ArrayList<>();
			for (int i = 0; i < layers.size(); i++)
				try (NDArray a = made.get(i); NDArray b = real.get(i); NDArray distance = GanOperators.call("distance", a, b)) {
					// A number in double would make the product one.
					parts.add(distance.mul(weights.get(i).floatValue()));
				}
			return parts;
		}
	}
}
