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

/**
 * Group normalisation (Wu and He, ECCV 2018) in 32 groups of channels, epsilon 1e-5, followed by SiLU, x sigmoid(x).
 * Parameters: {@code weight}, {@code bias}, each (C).
 */
final class GroupNorm extends Layer {

	/** What the number of channels must be a multiple of. */
	static final int GROUPS = 32;

	private final Operators ops;
	private final Parameter weight;
	private final Parameter bias;

	GroupNorm(final NDManager manager, final Operators ops, final int channels) {
		this.ops = ops;
		weight = parameter(manager, "weight", Parameter.Type.GAMMA, channels);
		bias = parameter(manager, "bias", Parameter.Type.BETA, channels);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return ops.call("norm_silu", x, weight.getArray(), bias.getArray());
	}

	/**
	 * @param x (N, C, H, W)
	 * @param embedding (N, 2C): scale, then shift
	 * @return SiLU(norm(x) (1 + scale) + shift)
	 */
	NDArray modulated(final NDArray x, final NDArray embedding) {
		return ops.call("norm_modulated_silu", x, weight.getArray(), bias.getArray(), embedding);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
