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

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.precision.Precision;

/** A {@link Conv2d} with bias and a padding of half its kernel, in the network's {@link Precision}. */
final class Convolution extends Layer {

	private final Operators ops;
	private final Conv2d plain;
	private final Parameter weight;
	private final Parameter bias;
	private final String method;

	/** @param kernel 1 or 3 */
	Convolution(final NDManager manager, final Operators ops, final int in, final int out, final int kernel,
		final int stride)
	{
		this.ops = ops;
		plain = new Conv2d(manager, in, out, kernel, stride, kernel / 2, true);
		weight = addParameter(plain.named().get("weight"));
		bias = addParameter(plain.named().get("bias"));
		method = "convolution_" + kernel + "_" + stride + "_";
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return ops.precision() == Precision.FP32 ? plain.forward(x, training) : ops.call(method + ops.precision(), x, weight
			.getArray(), bias.getArray());
	}

	@Override
	public String write(final Program program, final String x) {
		return write(program, x, null);
	}

	/**
	 * @param sum is added to the result and overwritten; null = nothing is added
	 */
	String write(final Program program, final String x, final String sum) {
		if (ops.precision() == Precision.FP32) return program.convolution(x, plain::filter, sum, Program.Then.NOTHING);
		final String y = program.rounded(x, plain::filter);
		return sum == null ? y : program.step("torch.add_(" + y + ", " + sum + ")", y);
	}

	/** Of x in which each pixel stands four times; kernel 3. */
	String writeDoubled(final Program program, final String x) {
		// In bfloat16 putting the four together costs more than the products that it saves.
		return ops.precision() == Precision.FP32 ? program.doubledConvolution(x, plain::filter) : write(program, program.doubled(x));
	}

	@Override
	public Shape outputShape(final Shape input) {
		return plain.outputShape(input);
	}
}
