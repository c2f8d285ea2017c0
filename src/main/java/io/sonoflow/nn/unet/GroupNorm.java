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
import io.sonoflow.nn.folded.Program;

/**
 * Group normalisation (Wu and He, ECCV 2018) in groups of channels, 32 of them where nothing else is said, epsilon 1e-5, followed
 * by SiLU, x sigmoid(x). Parameters: {@code weight}, {@code bias}, each (C).
 */
final class GroupNorm extends Layer {

	/** The usual number of groups, of which the number of channels must be a multiple. */
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
	public String write(final Program program, final String x) {
		final String y = norm(program, x, weight, bias, ops.groups());
		return program.step("torch.silu_(" + y + ")", y);
	}

	/**
	 * {@return the name of the norm of x, without SiLU}
	 *
	 * @param weight (C)
	 * @param bias (C)
	 */
	static String norm(final Program program, final String x, final Parameter weight, final Parameter bias, final int groups) {
		program.requireLast();
		return program.step("torch.group_norm(" + x + ", " + groups + ", " + program.weight(weight.getArray()) + ", " + program
			.weight(bias.getArray()) + ", 1.0000000000000001e-05)", x);
	}

	/** As {@link #modulated}. */
	String writeModulated(final Program program, final String x, final String embedding) {
		final String h = norm(program, x, weight, bias, ops.groups());
		final int channels = program.size(x)[0];
		final String places = program.step("torch.unsqueeze(torch.unsqueeze(" + embedding + ", -1), -1)", 2 * channels, 1, 1);
		final String y = program.step("torch.addcmul(torch.slice(" + places + ", 1, " + channels + "), " + h +
			", torch.add(torch.slice(" + places + ", 1, 0, " + channels + "), 1))", x);
		return program.step("torch.silu_(" + y + ")", y);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
