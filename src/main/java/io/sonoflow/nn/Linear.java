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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.folded.Program;

/** y = x weight^T + bias: (N, I) to (N, O). Parameters: {@code weight} (O, I), {@code bias} (O). */
public final class Linear extends Layer {

	private final Parameter weight;
	private final Parameter bias;

	/**
	 * @param manager where the parameters live
	 * @param in I
	 * @param out O
	 */
	public Linear(final NDManager manager, final int in, final int out) {
		weight = parameter(manager, "weight", Parameter.Type.WEIGHT, out, in);
		bias = parameter(manager, "bias", Parameter.Type.BIAS, out);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return x.getNDArrayInternal().linear(x, weight.getArray(), bias.getArray()).singletonOrThrow();
	}

	/** @param x name of (N, I) */
	@Override
	public String write(final Program program, final String x) {
		return program.step("torch.linear(" + x + ", " + program.weight(weight.getArray()) + ", " + program.weight(bias.getArray()) +
			")", (int) weight.getShape().get(0), 1, 1);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), weight.getShape().get(0));
	}
}
