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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.folded.Program;

/** Halves or doubles height and width. */
final class Resample extends Layer {

	/** Which way. */
	enum Direction {
		/** To half the size: a convolution of stride 2, or the mean of 2 x 2 pixels. */
		DOWN,
		/** To twice the size: each pixel four times, then perhaps a convolution. */
		UP
	}

	private final Operators ops;
	private final Direction direction;
	private final Convolution conv;

	private Resample(final Operators ops, final Direction direction, final Convolution conv) {
		this.ops = ops;
		this.direction = direction;
		this.conv = conv == null ? null : child(direction == Direction.DOWN ? "op" : "conv", conv);
	}

	/** {@return one that learns: a 3x3 convolution {@code op} (down) or {@code conv} (up)} */
	static Resample learned(final NDManager manager, final Operators ops, final Direction direction, final int channels) {
		return new Resample(ops, direction, new Convolution(manager, ops, channels, channels, 3, direction == Direction.DOWN ? 2
			: 1));
	}

	/** {@return one without parameters} */
	static Resample plain(final Operators ops, final Direction direction) {
		return new Resample(ops, direction, null);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		if (direction == Direction.DOWN) return conv == null ? ops.call("downsample", x) : conv.forward(x, training);
		final NDArray larger = ops.call("upsample", x);
		return conv == null ? larger : then(larger, conv, training);
	}

	/** As {@link #write} and then the convolution, of kernel 3; only without one of its own. */
	String write(final Program program, final String x, final Convolution next) {
		return direction == Direction.UP ? next.writeDoubled(program, x) : next.write(program, write(program, x));
	}

	@Override
	public String write(final Program program, final String x) {
		if (direction == Direction.DOWN) return conv == null ? program.halved(x) : conv.write(program, x);
		return conv == null ? program.doubled(x) : conv.writeDoubled(program, x);
	}

	@Override
	public Shape outputShape(final Shape input) {
		if (direction == Direction.UP) return new Shape(input.get(0), input.get(1), 2 * input.get(2), 2 * input.get(3));
		return conv == null ? new Shape(input.get(0), input.get(1), input.get(2) / 2, input.get(3) / 2) : conv.outputShape(
			input);
	}
}
