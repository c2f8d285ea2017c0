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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.folded.Program;

/** The largest value under a window; the border is padded with minus infinity. No parameters. */
public final class MaxPool2d extends Layer {

	private final int kernel;
	private final int stride;
	private final int padding;

	/**
	 * @param kernel side of the window, pixels
	 * @param stride pixels
	 * @param padding pixels on each side, at most half the window
	 */
	public MaxPool2d(final int kernel, final int stride, final int padding) {
		this.kernel = kernel;
		this.stride = stride;
		this.padding = padding;
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return x.getNDArrayInternal().maxPool(new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding,
			padding), false);
	}

	@Override
	public String write(final Program program, final String x) {
		return program.maxPool(x, kernel, stride, padding);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), input.get(1), side(input.get(2)), side(input.get(3)));
	}

	private long side(final long side) {
		return (side + 2L * padding - kernel) / stride + 1;
	}
}
