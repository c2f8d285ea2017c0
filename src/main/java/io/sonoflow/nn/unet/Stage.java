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
package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.folded.Program;

import java.util.List;

/** Parts one after the other, named {@code 0, 1, 2}: those that see the embedding, and plain layers. */
final class Stage extends UNetBlock {

	private final List<NamedBlock> parts;

	/** @param parts {@link UNetBlock}s and {@link Layer}s, at least one */
	Stage(final List<? extends NamedBlock> parts) {
		this.parts = List.copyOf(parts);
		for (int i = 0; i < parts.size(); i++)
			child(Integer.toString(i), parts.get(i));
	}

	@Override
	NDArray forward(final NDArray x, final NDArray embedding, final boolean training) {
		NDArray y = forward(parts.get(0), x, embedding, training);
		for (final NamedBlock part : parts.subList(1, parts.size()))
			try (NDArray input = y) {
				y = forward(part, input, embedding, training);
			}
		return y;
	}

	private static NDArray forward(final NamedBlock part, final NDArray x, final NDArray embedding, final boolean training) {
		return part instanceof UNetBlock block ? block.forward(x, embedding, training) : ((Layer) part).forward(x, training);
	}

	@Override
	String write(final Program program, final String x, final String embedding) {
		String y = x;
		for (final NamedBlock part : parts)
			y = part instanceof UNetBlock block ? block.write(program, y, embedding) : ((Layer) part).write(program, y);
		return y;
	}

	@Override
	Shape outputShape(final Shape input) {
		Shape shape = input;
		for (final NamedBlock part : parts)
			shape = part instanceof UNetBlock block ? block.outputShape(shape) : ((Layer) part).outputShape(shape);
		return shape;
	}
}
