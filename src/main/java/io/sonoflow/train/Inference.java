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

import io.sonoflow.Monitor;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Frozen;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** What a classifier says of many images, read ahead of it and never all in memory. */
public final class Inference {

	/** Images in a batch; fixed, because the last bits of a probability depend on it. */
	private static final int BATCH = 32;

	private Inference() {
	}

	/**
	 * @param network in any state; unchanged
	 * @param images of the data set, by number
	 * @param samples which of them
	 * @param size side of the network's input in pixels
	 * @param stage what is being done, for the progress
	 * @param monitor asked at each batch whether to stop
	 * @return (samples, classes) probabilities, in the order asked
	 */
	public static double[][] probabilities(final ImageNetwork network, final ImageCache images, final int[] samples,
		final int size, final String stage, final Monitor monitor)
	{
		Torch.inference();
		final NetworkInput input = NetworkInput.classifier(size);
		final double[][] result = new double[samples.length][];
		int done = 0;
		// What the network must be told differs from batch to batch.
		final boolean told = !network.organs().isEmpty();
		try (Frozen frozen = new Frozen(network); Batches batches = new Batches(1, epoch -> samples, BATCH, (epoch, draw, sample,
			target, offset) -> input.write(images.get(sample), target, offset), input.length(), Batches.threads()))
		{
			while (batches.hasNext()) {
				monitor.checkCancelled();
				final Batches.Batch batch = batches.next();
				final UnaryOperator<NDArray> scores = told ? x -> images.told(network, batch.samples()).logits(x, false)
					: frozen::logits;
				for (final double[] row : probabilities(scores, batch, size, network))
					result[done++] = row;
				monitor.progress(stage, done, samples.length);
			}
		}
		return result;
	}

	private static double[][] probabilities(final UnaryOperator<NDArray> scores, final Batches.Batch batch, final int size,
		final ImageNetwork network)
	{
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray images = Torch.floats(scope, batch.values(), batch.samples().length, 1, size, size);
			return Classifier.softmax(scores.apply(images).toFloatArray(), network.classes());
		}
	}

	/** {@return the most probable class of each sample} */
	public static int[] predictions(final double[][] probabilities) {
		return Arrays.stream(probabilities).mapToInt(Classifier::best).toArray();
	}
}
