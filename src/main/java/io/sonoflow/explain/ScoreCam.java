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

import io.sonoflow.Monitor;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.util.Arrays;

/**
 * Channel weights from scores: every feature map, upsampled and stretched to 0..1, masks the image, and the network says
 * how the class scores. One forward pass a channel, in batches; a constant map masks everything, so all of those are one
 * pass.
 */
public final class ScoreCam {

	/** From scores to weights. */
	public enum Weighting {
		/** The logit itself. */
		LOGIT,
		/** Softmax over the channels of the class's logit: the paper's algorithm. */
		LOGIT_SOFTMAX
	}

	/**
	 * What the network says of masked images.
	 *
	 * @param logits (channels asked for, classes)
	 * @param nothing (classes): of the all-zero image, which is what a constant channel shows
	 */
	public record Masked(float[][] logits, float[] nothing) {
	}

	private ScoreCam() {
	}

	/**
	 * @param network in any state; unchanged
	 * @param image as the network is fed
	 * @param activations of that image
	 * @param channels which feature maps
	 * @param monitor told the progress, asked at each batch whether to stop
	 * @return the logits of the masked images
	 */
	public static Masked masked(final ImageNetwork network, final NetworkImage image, final Activations activations,
		final int[] channels, final Monitor monitor)
	{
		return masked(network, image, activations, channels, image.batch(), monitor);
	}

	/** No more than a batch of masked images is in memory at any time. */
	static Masked masked(final ImageNetwork network, final NetworkImage image, final Activations activations,
		final int[] channels, final int batchSize, final Monitor monitor)
	{
		Torch.inference();
		final float[][] logits = new float[channels.length][];
		final int[] moving = Arrays.stream(channels).filter(k -> !activations.isConstant(k)).toArray();
		final float[][] scored = new float[moving.length][];
		for (int from = 0; from < moving.length; from += batchSize) {
			monitor.checkCancelled();
			final int to = Math.min(moving.length, from + batchSize);
			final float[] batch = new float[(to - from) * image.values().length];
			for (int i = from; i < to; i++)
				multiply(image, activations.mask(moving[i], image.times(), image.width(), image.height()), batch, (i - from) * image
					.values().length);
			System.arraycopy(image.logits(network, batch), 0, scored, from, to - from);
			monitor.progress("Score-CAM masks", to, moving.length);
		}
		final float[] nothing = image.logits(network, new float[image.values().length])[0];
		int next = 0;
		for (int i = 0; i < channels.length; i++)
			logits[i] = activations.isConstant(channels[i]) ? nothing : scored[next++];
		return new Masked(logits, nothing);
	}

	/** In all of the image's channels. */
	private static void multiply(final NetworkImage image, final float[] mask, final float[] target, final int offset) {
		for (int i = 0; i < image.values().length; i++)
			target[offset + i] = image.values()[i] * mask[i % mask.length];
	}

	/**
	 * @param logits (channels, classes) of the masked images
	 * @param target index of the class
	 * @return one weight a channel
	 */
	public static double[] weights(final float[][] logits, final int target, final Weighting weighting) {
		final double[] scores = Arrays.stream(logits).mapToDouble(each -> each[target]).toArray();
		if (weighting == Weighting.LOGIT) return scores;
		final double highest = Arrays.stream(scores).max().orElseThrow();
		final double[] powers = Arrays.stream(scores).map(score -> StrictMath.exp(score - highest)).toArray();
		final double sum = Arrays.stream(powers).sum();
		return Arrays.stream(powers).map(power -> power / sum).toArray();
	}
}
