package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Batch normalisation over (N, H, W) per channel, y = weight (x - mean) / sqrt(variance + 1e-5) + bias. In training mean
 * and (biased) variance are the batch's and the running ones move towards them by a tenth (the variance towards the
 * unbiased one); otherwise the running ones are used. Parameters: {@code weight}, {@code bias}, {@code running_mean},
 * {@code running_var}, each (C).
 */
public final class BatchNorm2d extends Layer {

	private static final double EPSILON = 1e-5;
	private static final double MOMENTUM = 0.1;

	private final Parameter weight;
	private final Parameter bias;
	private final Parameter mean;
	private final Parameter variance;

	/**
	 * @param manager where the parameters live
	 * @param channels C
	 */
	public BatchNorm2d(final NDManager manager, final int channels) {
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
			EPSILON);
	}

	private static PtNDArray pt(final Parameter parameter) {
		return (PtNDArray) parameter.getArray();
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
