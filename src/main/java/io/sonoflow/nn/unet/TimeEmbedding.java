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
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.Torch;

/**
 * Time steps (N) to vectors (N, 4 base): cosines and sines of t exp(-ln(10000) k / (base / 2)), k = 0 .. base/2 - 1, then
 * two linear layers {@code 0} and {@code 2} with SiLU between.
 */
final class TimeEmbedding extends Layer {

	private static final float LOG_PERIOD = (float) Math.log(10000);

	private final Operators ops;
	/** A constant, not a parameter: no weights hold it. */
	private final NDArray frequencies;
	private final Parameter like;
	private final Linear first;
	private final Linear second;
	private final int width;

	TimeEmbedding(final NDManager manager, final Operators ops, final int base) {
		this.ops = ops;
		width = 4 * base;
		frequencies = Torch.floats(manager, frequencies(base / 2), base / 2);
		first = child("0", new Linear(manager, base, width));
		second = child("2", new Linear(manager, width, width));
		like = first.named().get("weight");
	}

	/**
	 * In the order and precision of the original, but each exponential the nearest float: PyTorch's differ from build to
	 * build by one bit, which at t = 999 is up to 6e-5 in a sine.
	 */
	private static float[] frequencies(final int half) {
		final float[] values = new float[half];
		for (int k = 0; k < half; k++)
			values[k] = (float) StrictMath.exp(-LOG_PERIOD * k / half);
		return values;
	}

	/** {@return (N, base): the cosines and sines} */
	NDArray waves(final NDArray steps) {
		return ops.call("embed_time", steps, frequencies, like.getArray());
	}

	@Override
	public NDArray forward(final NDArray steps, final boolean training) {
		final NDArray hidden = then(waves(steps), first, training);
		try (hidden; NDArray activated = ops.call("silu", hidden)) {
			return second.forward(activated, training);
		}
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), width);
	}
}
