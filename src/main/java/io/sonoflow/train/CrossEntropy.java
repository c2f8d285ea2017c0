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
package io.sonoflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;

import java.util.Arrays;

/**
 * The cross-entropy of class scores. With label smoothing e the target of K classes is 1 - e + e / K for the label and e / K for
 * each other class (Szegedy et al., CVPR 2016; as torch and timm have it): 0.95 and 0.05 of two classes for e = 0.1.
 */
public final class CrossEntropy {

	private CrossEntropy() {
	}

	/**
	 * @param logits (N, K) scores before the softmax
	 * @param labels class of each sample, N of 0..K-1
	 * @return (N): -log(softmax(logits)[label]) of each sample, in nats
	 */
	public static NDArray of(final NDArray logits, final int[] labels) {
		return of(logits, labels, 0);
	}

	/**
	 * @param logits (N, K) scores before the softmax
	 * @param labels class of each sample, N of 0..K-1
	 * @param smoothing e, 0 to below 1
	 * @return (N): of each sample the sum over the classes of target x -log(softmax(logits)), in nats
	 */
	public static NDArray of(final NDArray logits, final int[] labels, final double smoothing) {
		final double[] ones = new double[(int) logits.getShape().get(1)];
		Arrays.fill(ones, 1);
		return of(logits, labels, smoothing, ones);
	}

	/**
	 * Each class weighted, as in the numerator of torch's CrossEntropyLoss.
	 *
	 * @param weights one a class, at least 0
	 * @return (N): of each sample the sum over the classes of weight of the class x target x -log(softmax(logits))
	 */
	static NDArray of(final NDArray logits, final int[] labels, final double smoothing, final double[] weights) {
		final NDManager manager = logits.getManager();
		final int classes = weights.length;
		final float[] factors = new float[labels.length * classes];
		for (int i = 0; i < labels.length; i++)
			for (int c = 0; c < classes; c++) {
				final double target = smoothing / classes + (c == labels[i] ? 1 - smoothing : 0);
				factors[i * classes + c] = target == 0 ? 0 : (float) (-target * weights[c]);
			}
		return logits.logSoftmax(1).mul(Torch.floats(manager, factors, labels.length, classes)).sum(new int[] { 1 });
	}
}
