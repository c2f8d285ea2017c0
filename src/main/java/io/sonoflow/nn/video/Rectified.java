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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;

/** Layers one after the other with rectifiers between, numbered as in torch.nn.Sequential, where a rectifier has a number, too. */
final class Rectified extends Layer {

	private final Layer[] layers;

	/** @param layers first to last; null = a rectifier, which is never the first */
	Rectified(final Layer... layers) {
		this.layers = layers.clone();
		for (int i = 0; i < layers.length; i++)
			if (layers[i] != null) child(Integer.toString(i), layers[i]);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		NDArray y = layers[0].forward(x, training);
		for (int i = 1; i < layers.length; i++)
			y = layers[i] == null ? thenRelu(y) : then(y, layers[i], training);
		return y;
	}

	@Override
	public Shape outputShape(final Shape input) {
		Shape shape = input;
		for (final Layer layer : layers)
			if (layer != null) shape = layer.outputShape(shape);
		return shape;
	}
}
