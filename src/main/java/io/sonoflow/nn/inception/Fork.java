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
package io.sonoflow.nn.inception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;

import java.util.List;

/** Ways that begin at the same image and whose channels are put one after the other. Names nothing: its owner does. */
final class Fork extends Layer {

	private final List<List<? extends Layer>> ways;

	/** @param ways at least one, each of at least one layer */
	Fork(final List<List<? extends Layer>> ways) {
		this.ways = List.copyOf(ways);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		try (NDList parts = new NDList()) {
			for (final List<? extends Layer> way : ways)
				parts.add(walk(way, x, training));
			return NDArrays.concat(parts, 1);
		}
	}

	private static NDArray walk(final List<? extends Layer> way, final NDArray x, final boolean training) {
		NDArray y = way.get(0).forward(x, training);
		for (final Layer layer : way.subList(1, way.size()))
			y = then(y, layer, training);
		return y;
	}

	@Override
	public Shape outputShape(final Shape input) {
		long channels = 0;
		Shape shape = input;
		for (final List<? extends Layer> way : ways) {
			shape = input;
			for (final Layer layer : way)
				shape = layer.outputShape(shape);
			channels += shape.get(1);
		}
		return new Shape(input.get(0), channels, shape.get(2), shape.get(3));
	}
}
