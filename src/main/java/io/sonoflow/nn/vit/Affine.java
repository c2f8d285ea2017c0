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
package io.sonoflow.nn.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;

import java.util.List;
import java.util.stream.Stream;

/** A weight and a bias that others apply, as operators of their own. Parameters: {@code weight}, {@code bias}. */
public final class Affine extends Layer {

	final Parameter weight;
	final Parameter bias;

	private Affine(final NDManager manager, final Parameter.Type weightType, final Parameter.Type biasType,
		final long width, final long... shape)
	{
		weight = parameter(manager, "weight", weightType, shape);
		bias = parameter(manager, "bias", biasType, width);
	}

	/** {@return those of a norm over so many channels} */
	public static Affine norm(final NDManager manager, final long width) {
		return new Affine(manager, Parameter.Type.GAMMA, Parameter.Type.BETA, width, width);
	}

	/** {@return those of a linear layer (O, I) or a convolution (O, I, height, width); the bias is (O)} */
	public static Affine linear(final NDManager manager, final long... shape) {
		return new Affine(manager, Parameter.Type.WEIGHT, Parameter.Type.BIAS, shape[0], shape);
	}

	/** {@return those of a transposed convolution (I, O, height, width); the bias is (O)} */
	public static Affine transposed(final NDManager manager, final long... shape) {
		return new Affine(manager, Parameter.Type.WEIGHT, Parameter.Type.BIAS, shape[1], shape);
	}

	/** {@return its two arrays, as operators take them} */
	public List<NDArray> arrays() {
		return List.of(weight.getArray(), bias.getArray());
	}

	/** {@return some arrays and then the two of each of these, as operators take them} */
	public static NDArray[] arguments(final List<NDArray> first, final Affine... affines) {
		return Stream.concat(first.stream(), Stream.of(affines).flatMap(each -> each.arrays().stream())).toArray(NDArray[]::new);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		throw new UnsupportedOperationException("part of a transformer");
	}

	@Override
	public Shape outputShape(final Shape input) {
		throw new UnsupportedOperationException("part of a transformer");
	}
}
