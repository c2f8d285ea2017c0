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
package io.sonoflow.explain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.util.Arrays;

/**
 * One image, or one window of a clip's frames, as a network is fed it.
 *
 * @param values in C order, (channels, height, width), of a window (channels, frames, height, width)
 * @param channels 1 or 3
 * @param frames of a window, at least 1; of an image 0
 * @param height rows H
 * @param width columns W
 */
public record NetworkImage(float[] values, int channels, int frames, int height, int width) {

	/** Images in a forward pass. */
	static final int BATCH = 32;

	/** Windows in a forward pass. */
	private static final int WINDOWS = 4;

	/** Checks the length. */
	public NetworkImage {
		if (values.length != channels * Math.max(1, frames) * height * width) throw new IllegalArgumentException(values.length +
			" values for " + channels + " x " + frames + " x " + height + " x " + width);
	}

	/** One image. */
	public NetworkImage(final float[] values, final int channels, final int height, final int width) {
		this(values, channels, 0, height, width);
	}

	/** {@return frames along time, of an image 1} */
	int times() {
		return Math.max(1, frames);
	}

	/** {@return H W, of a window T H W} */
	int pixels() {
		return times() * height * width;
	}

	/** {@return how many of its kind go into a forward pass} */
	int batch() {
		return frames == 0 ? BATCH : WINDOWS;
	}

	/** {@return the values of n images in a row, as an array of n images of this one's sides} */
	NDArray array(final float[] images, final NDManager manager) {
		final int count = images.length / values.length;
		return frames == 0 ? Torch.floats(manager, images, count, channels, height, width) : Torch.floats(manager, images, count,
			channels, frames, height, width);
	}

	/** {@return (N, classes): the scores of images of this one's sides, before the softmax} */
	float[][] logits(final ImageNetwork network, final float[] images) {
		try (NDManager scope = network.manager().newSubManager(); NDArray x = array(images, scope);
				NDArray y = network.logits(x, false))
		{
			final float[] flat = y.toFloatArray();
			final float[][] rows = new float[images.length / values.length][];
			for (int i = 0; i < rows.length; i++)
				rows[i] = Arrays.copyOfRange(flat, i * network.classes(), (i + 1) * network.classes());
			return rows;
		}
	}

	/** {@return the probability of a class, for each image of this one's sides} */
	double[] probabilities(final ImageNetwork network, final float[] images, final int target) {
		return Arrays.stream(logits(network, images)).mapToDouble(row -> Classifier.softmax(row, row.length)[0][target])
			.toArray();
	}
}
