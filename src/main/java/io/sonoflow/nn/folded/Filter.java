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
package io.sonoflow.nn.folded;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * A convolution with all that is linear around it.
 *
 * @param weight (O, I, kernel height, kernel width) float64
 * @param bias (O) float64
 * @param stride pixels
 * @param padding pixels of zeros above and below, left and right
 */
public record Filter(NDArray weight, NDArray bias, int stride, Shape padding) {

	/**
	 * {@return the filter of a convolution}
	 *
	 * @param weight (O, I, kernel height, kernel width)
	 * @param bias (O); null = none
	 */
	public static Filter of(final NDArray weight, final NDArray bias, final int stride, final Shape padding) {
		final NDArray wide = Affine.wide(weight);
		return new Filter(wide, bias == null ? wide.getManager().zeros(new Shape(wide.getShape().get(0)), DataType.FLOAT64)
			: Affine.wide(bias), stride, padding);
	}

	/** {@return the filter that gives what the norm after it gives} */
	public Filter then(final Affine norm) {
		return new Filter(weight.mul(norm.scale().reshape(-1, 1, 1, 1)), bias.mul(norm.scale()).add(norm.shift()), stride, padding);
	}

	/**
	 * {@return the filter that gives the same, but for a constant, of a {@link Clamp} instead of the rectifier of a norm: scale of
	 *         the norm in the weights, what is left of its shift in the bias} Only without padding, as zeros of the border are no
	 *         output of the norm.
	 */
	public Filter after(final Affine norm, final Clamp clamp) {
		if (padding.get(0) != 0 || padding.get(1) != 0) throw new IllegalArgumentException("padding " + padding);
		final NDArray sums = weight.sum(new int[] { 2, 3 });
		final NDArray constant = sums.mul(clamp.constant().reshape(1, -1)).sum(new int[] { 1 });
		return new Filter(weight.mul(norm.scale().reshape(1, -1, 1, 1)), bias.add(constant), stride, padding);
	}

	/**
	 * {@return four filters of 2x2 in place of one of 3x3 on images of twice the size in which each pixel stands four times: what
	 *         falls on the same pixel is summed. (4 O, I, 2, 2): for even and odd rows, in each for even and odd columns} Of nine
	 *         products an output pixel four are left.
	 */
	Filter doubled() {
		final Shape kernel = weight.getShape().slice(2);
		if (stride != 1 || !kernel.equals(new Shape(3, 3)) || !padding.equals(new Shape(1, 1))) throw new NotFoldable("a kernel of " +
			kernel + " on doubled images");
		final NDList filters = new NDList();
		for (final NDArray rows : pairs(weight, 2))
			filters.addAll(pairs(rows, 3));
		return new Filter(NDArrays.concat(filters, 0), bias.tile(4), 1, padding);
	}

	/** {@return what even and what odd places see, along an axis of three} */
	private static NDList pairs(final NDArray three, final int axis) {
		final NDList parts = three.split(3, axis);
		return new NDList(NDArrays.concat(new NDList(parts.get(0), parts.get(1).add(parts.get(2))), axis), NDArrays.concat(
			new NDList(parts.get(0).add(parts.get(1)), parts.get(2)), axis));
	}

	/** {@return the filter for grey images of one that sees a grey image as so many equal channels} */
	Filter grey() {
		return new Filter(weight.sum(new int[] { 1 }, true), bias, stride, padding);
	}

	int in() {
		return (int) weight.getShape().get(1);
	}

	int out() {
		return (int) weight.getShape().get(0);
	}

	int side(final int side, final int axis) {
		return (int) (side + 2 * padding.get(axis) - weight.getShape().get(2 + axis)) / stride + 1;
	}
}
