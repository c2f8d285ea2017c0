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
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.nn.folded.Affine;

/**
 * Batch normalisation over (N, H, W) per channel, of clips over (N, T, H, W): y = weight (x - mean) / sqrt(variance + 1e-5) +
 * bias. In training mean and (biased) variance are the batch's and the running ones move towards them by a tenth (the variance
 * towards the unbiased one); otherwise the running ones are used. Parameters: {@code weight}, {@code bias}, {@code
 * running_mean}, {@code running_var}, each (C).
 */
public final class BatchNorm2d extends Layer {

	private static final double EPSILON = 1e-5;
	private static final double MOMENTUM = 0.1;

	private final double epsilon;
	private final Parameter weight;
	private final Parameter bias;
	private final Parameter mean;
	private final Parameter variance;

	/**
	 * @param manager where the parameters live
	 * @param channels C
	 */
	public BatchNorm2d(final NDManager manager, final int channels) {
		this(manager, channels, EPSILON);
	}

	/**
	 * @param manager where the parameters live
	 * @param channels C
	 * @param epsilon is added to the variance, instead of 1e-5
	 */
	public BatchNorm2d(final NDManager manager, final int channels, final double epsilon) {
		this.epsilon = epsilon;
		weight = parameter(manager, "weight", Parameter.Type.GAMMA, channels);
		bias = parameter(manager, "bias", Parameter.Type.BETA, channels);
		mean = parameter(manager, "running_mean", Parameter.Type.RUNNING_MEAN, channels);
		variance = parameter(manager, "running_var", Parameter.Type.RUNNING_VAR, channels);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		// Through JniUtils, whose momentum is PyTorch's in double; NDArrayEx takes 1 - 0.1 in float. The parameters of
		// JniUtils.batchNorm are named otherwise than PyTorch's native call takes them: input, mean, variance, weight, bias.
		return JniUtils.batchNorm((PtNDArray) x, pt(mean), pt(variance), pt(weight), pt(bias), training, MOMENTUM,
			epsilon);
	}

	/** {@return what it does now where it does not learn} */
	public Affine affine() {
		return Affine.of(weight.getArray(), bias.getArray(), mean.getArray(), variance.getArray(), epsilon);
	}

	private static PtNDArray pt(final Parameter parameter) {
		return (PtNDArray) parameter.getArray();
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
