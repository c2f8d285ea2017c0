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

import io.sonoflow.nn.folded.Filter;
import io.sonoflow.nn.precision.Precision;

/**
 * Two-dimensional convolution (cross-correlation) with zero padding: (N, I, H, W) to (N, O, H', W'), H' = (H + 2 padding -
 * kernel) / stride + 1. Parameters: {@code weight} (O, I, kernel height, kernel width) and, if asked for, {@code bias} (O).
 */
public final class Conv2d extends Layer {

	private final Parameter weight;
	private final Parameter bias;
	private final Shape strides;
	private final Shape paddings;
	private final Shape dilations = new Shape(1, 1);
	private Precision precision = Precision.FP32;
	private Precision inference = Precision.FP32;

	/**
	 * @param manager where the parameters live
	 * @param in channels of the input
	 * @param out channels of the output
	 * @param kernel side of the square kernel, pixels
	 * @param stride pixels
	 * @param padding pixels of zeros on each side
	 * @param withBias whether a constant is added per channel
	 */
	public Conv2d(final NDManager manager, final int in, final int out, final int kernel, final int stride,
		final int padding, final boolean withBias)
	{
		this(manager, in, out, new Shape(kernel, kernel), stride, new Shape(padding, padding), withBias);
	}

	/**
	 * @param manager where the parameters live
	 * @param in channels of the input
	 * @param out channels of the output
	 * @param kernel height and width of the kernel, pixels
	 * @param stride pixels
	 * @param padding pixels of zeros above and below, left and right
	 * @param withBias whether a constant is added per channel
	 */
	public Conv2d(final NDManager manager, final int in, final int out, final Shape kernel, final int stride,
		final Shape padding, final boolean withBias)
	{
		this.strides = new Shape(stride, stride);
		this.paddings = padding;
		this.weight = parameter(manager, "weight", Parameter.Type.WEIGHT, out, in, kernel.get(0), kernel.get(1));
		this.bias = withBias ? parameter(manager, "bias", Parameter.Type.BIAS, out) : null;
	}

	/** {@return what it does now, to be joined with what is linear around it} */
	public Filter filter() {
		return Filter.of(weight.getArray(), bias == null ? null : bias.getArray(), (int) strides.get(0), paddings);
	}

	/** {@return O, channels of the output} */
	int out() {
		return (int) weight.getShape().get(0);
	}

	/** Sets what x is in training. */
	void compute(final Precision value) {
		precision = value;
	}

	/** Sets what x is elsewhere. */
	void infer(final Precision value) {
		inference = value;
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		final Precision now = training ? precision : inference;
		if (now == Precision.FP32) return convolved(x, weight.getArray(), bias == null ? null : bias.getArray());
		try (NDArray kernels = Operators.half(weight.getArray(), now); NDArray constants = bias == null ? null : Operators.half(bias
			.getArray(), now))
		{
			return convolved(x, kernels, constants);
		}
	}

	private NDArray convolved(final NDArray x, final NDArray kernels, final NDArray constants) {
		return x.getNDArrayInternal().convolution(x, kernels, constants, strides, paddings, dilations, 1).singletonOrThrow();
	}

	/** {@return number of weights of kernels larger than a pixel} */
	long spread() {
		final Shape shape = weight.getShape();
		return shape.get(2) * shape.get(3) > 1 ? shape.size() : 0;
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), weight.getShape().get(0), side(input, 0), side(input, 1));
	}

	private long side(final Shape input, final int axis) {
		return (input.get(2 + axis) + 2 * paddings.get(axis) - weight.getShape().get(2 + axis)) / strides.get(axis) + 1;
	}
}
