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
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.nn.Linear;
import io.sonoflow.nn.folded.Program;

/**
 * The residual block: two norm-SiLU-convolutions between which the embedding of time and class scales and shifts, or is
 * added; around them the input, through a 1x1 convolution {@code skip_connection} where the width changes. If it resamples,
 * both ways do so before their first convolution.
 */
final class ResidualBlock extends UNetBlock {

	private final Operators ops;
	private final boolean scaleShift;
	private final double dropout;
	private final GroupNorm norm1;
	private final Convolution conv1;
	private final Linear embed;
	private final GroupNorm norm2;
	private final Convolution conv2;
	private final Convolution skip;
	private final Resample resample;

	/** @param direction null keeps the size */
	ResidualBlock(final NDManager manager, final Operators ops, final UNetConfig config, final int in, final int out,
		final Resample.Direction direction)
	{
		this.ops = ops;
		scaleShift = config.shape().scaleShift();
		dropout = config.dropout();
		norm1 = child("in_layers.0", new GroupNorm(manager, ops, in));
		conv1 = child("in_layers.2", new Convolution(manager, ops, in, out, 3, 1));
		embed = child("emb_layers.1", new Linear(manager, 4 * config.shape().base(), scaleShift ? 2 * out : out));
		norm2 = child("out_layers.0", new GroupNorm(manager, ops, out));
		conv2 = child("out_layers.3", new Convolution(manager, ops, out, out, 3, 1));
		skip = in == out ? null : child("skip_connection", new Convolution(manager, ops, in, out, 1, 1));
		resample = direction == null ? null : Resample.plain(ops, direction);
	}

	@Override
	NDArray forward(final NDArray x, final NDArray embedding, final boolean training) {
		final NDArray sum;
		try (NDArray activated = activated(first(x, training), embedding, training)) {
			sum = conv2.forward(activated, training);
		}
		if (skip == null && resample == null) sum.addi(x);
		else try (NDArray shortcut = shortcut(x, training)) {
			sum.addi(shortcut);
		}
		return sum;
	}

	private NDArray first(final NDArray x, final boolean training) {
		final NDArray activated = norm1.forward(x, training);
		return then(resample == null ? activated : then(activated, resample, training), conv1, training);
	}

	/** Closes h. */
	private NDArray activated(final NDArray h, final NDArray embedding, final boolean training) {
		final NDArray y;
		try (h; NDArray e = embed.forward(embedding, training)) {
			y = scaleShift ? norm2.modulated(h, e) : then(ops.call("broadcast_add", h, e), norm2, training);
		}
		if (!training || dropout == 0) return y;
		try (y) {
			return JniUtils.dropout((PtNDArray) y, dropout, true);
		}
	}

	private NDArray shortcut(final NDArray x, final boolean training) {
		if (resample == null) return skip.forward(x, training);
		final NDArray resampled = resample.forward(x, training);
		return skip == null ? resampled : then(resampled, skip, training);
	}

	@Override
	String write(final Program program, final String x, final String embedding) {
		final String first = norm1.write(program, x);
		final String h = resample == null ? conv1.write(program, first) : resample.write(program, first, conv1);
		final String e = embed.write(program, embedding);
		final String activated = scaleShift ? norm2.writeModulated(program, h, e) : norm2.write(program, program.step("torch.add_(" +
			h + ", torch.unsqueeze(torch.unsqueeze(" + e + ", -1), -1))", h));
		if (skip == null && resample == null) {
			// What came in is somebody else's: it is added to the result, not the result to it.
			final String y = conv2.write(program, activated);
			return program.step("torch.add_(" + y + ", " + x + ")", y);
		}
		final String resampled = resample == null ? x : resample.write(program, x);
		return conv2.write(program, activated, skip == null ? resampled : skip.write(program, resampled));
	}

	@Override
	Shape outputShape(final Shape input) {
		return conv1.outputShape(resample == null ? input : resample.outputShape(input));
	}
}
