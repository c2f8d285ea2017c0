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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Linear;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A classifier that, while it learns, also says where the structure is: a linear layer from the vector of an image to a box.
 * Its parameters are {@code box.weight} and {@code box.bias}; the classifier's own are as they were, and so is its file.
 */
public final class BoxedNetwork extends DelegatingNetwork {

	/** What the names of the layer's parameters begin with. */
	public static final String PREFIX = "box.";

	/** Left, top, right and bottom. */
	public static final int SIDES = 4;

	private final NDManager manager;
	private final Linear linear;

	/**
	 * @param network is not closed with this
	 * @param seed of the layer's first values
	 */
	public BoxedNetwork(final ImageNetwork network, final long seed) {
		super(network);
		manager = network.manager().newSubManager();
		linear = new Linear(manager, network.width(), SIDES);
		Initializer.fill(own(), seed, (name, random, data) -> Initializer.uniform(data, random, 1 / Math.sqrt(network.width())));
	}

	private Map<String, Parameter> own() {
		final Map<String, Parameter> named = new LinkedHashMap<>();
		linear.named().forEach((name, parameter) -> named.put(PREFIX + name, parameter));
		return named;
	}

	/**
	 * @param pooled (N, F): one vector an image
	 * @return (N, 4): left, top, right, bottom as shares of width and height
	 */
	public NDArray boxes(final NDArray pooled) {
		return linear.forward(pooled, true);
	}

	@Override
	public Map<String, Parameter> named() {
		final Map<String, Parameter> named = new LinkedHashMap<>(super.named());
		named.putAll(own());
		return named;
	}

	@Override
	public ImageNetwork told(final int... organs) {
		return network().told(organs);
	}

	@Override
	public int layer(final String parameter) {
		return parameter.startsWith(PREFIX) ? layers() : super.layer(parameter);
	}

	@Override
	public void requireGradient(final boolean require) {
		super.requireGradient(require);
		linear.requireGradient(require);
	}

	@Override
	public void close() {
		manager.close();
	}
}
