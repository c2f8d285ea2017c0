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
import io.sonoflow.nn.mil.BagScores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What a classifier says of many images, read ahead of it and never all in memory. */
public final class Inference {

	/** Images in a batch; fixed, because the last bits of a probability depend on it. */
	private static final int BATCH = 32;

	private Inference() {
	}

	/**
	 * What a network says of the frames of an image or a clip.
	 *
	 * @param numbers of the frames in the clip, from 0; of an image 0
	 * @param logits (frames, classes), before the softmax
	 */
	public record Frames(int[] numbers, double[][] logits) {

		/** {@return (frames, classes)} */
		public double[][] probabilities() {
			return Arrays.stream(logits).map(Inference::softmax).toArray(double[][]::new);
		}

		/** {@return (classes): the clip's} */
		public double[] pooled(final ImageCache.Clips clips) {
			if (logits.length == 1) return softmax(logits[0]);
			final double[][] ordered = clips.reversed() ? Arrays.stream(logits).map(Inference::reversed).toArray(double[][]::new)
				: logits;
			final double[] pooled = BagScores.classes(clips.pooling(), clips.top(), ordered);
			return clips.reversed() ? reversed(pooled) : pooled;
		}
	}

	private static double[] softmax(final double[] logits) {
		final float[] single = new float[logits.length];
		for (int i = 0; i < single.length; i++)
			single[i] = (float) logits[i];
		return Classifier.softmax(single, single.length)[0];
	}

	private static double[] reversed(final double[] values) {
		return IntStream.range(0, values.length).mapToDouble(i -> values[values.length - 1 - i]).toArray();
	}

	/**
	 * @param network in any state; unchanged
	 * @param images of the data set, by number; clips among them are pooled as it says
	 * @param samples which of them
	 * @param size side of the network's input in pixels
	 * @param stage what is being done, for the progress
	 * @param monitor asked at each batch whether to stop
	 * @return (samples, classes) probabilities, in the order asked
	 */
	public static double[][] probabilities(final ImageNetwork network, final ImageCache images, final int[] samples,
		final int size, final String stage, final Monitor monitor)
	{
		return frames(network, images, samples, size, stage, monitor).stream().map(frames -> frames.pooled(images.clips())).toArray(
			double[][]::new);
	}

	/** {@return the same frame by frame, one entry a sample} */
	public static List<Frames> frames(final ImageNetwork network, final ImageCache images, final int[] samples, final int size,
		final String stage, final Monitor monitor)
	{
		Torch.inference();
		final NetworkInput input = NetworkInput.classifier(size);
		final List<int[]> numbers = IntStream.of(samples).mapToObj(images::frames).toList();
		// Sample and frame of everything that the network sees.
		final int[] owner = IntStream.range(0, samples.length).flatMap(i -> IntStream.range(0, numbers.get(i).length).map(
			frame -> i)).toArray();
		final int[] place = numbers.stream().flatMapToInt(each -> IntStream.range(0, each.length)).toArray();
		final double[][] logits = new double[owner.length][];
		int done = 0;
		// What the network must be told differs from batch to batch.
		final boolean told = !network.organs().isEmpty();
		try (Frozen frozen = new Frozen(network); Batches batches = new Batches(1, epoch -> IntStream.range(0, owner.length)
			.toArray(), BATCH, (epoch, draw, i, target, offset) -> input.write(images.read(samples[owner[i]]).frames().get(place[i]),
				target, offset), input.length(), Batches.threads()))
		{
			while (batches.hasNext()) {
				monitor.checkCancelled();
				final Batches.Batch batch = batches.next();
				final int[] seen = IntStream.of(batch.samples()).map(i -> samples[owner[i]]).toArray();
				final UnaryOperator<NDArray> scores = told ? x -> images.told(network, seen).logits(x, false) : frozen::logits;
				for (final double[] row : logits(scores, batch, size, network))
					logits[done++] = row;
				monitor.progress(stage, done, owner.length);
			}
		}
		final List<Frames> result = new ArrayList<>();
		int from = 0;
		for (final int[] each : numbers)
			result.add(new Frames(each, Arrays.copyOfRange(logits, from, from += each.length)));
		return result;
	}

	private static double[][] logits(final UnaryOperator<NDArray> scores, final Batches.Batch batch, final int size,
		final ImageNetwork network)
	{
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray images = Torch.floats(scope, batch.values(), batch.samples().length, 1, size, size);
			final float[] values = scores.apply(images).toFloatArray();
			final double[][] rows = new double[batch.samples().length][network.classes()];
			for (int i = 0; i < values.length; i++)
				rows[i / network.classes()][i % network.classes()] = values[i];
			return rows;
		}
	}

	/** {@return the most probable class of each sample} */
	public static int[] predictions(final double[][] probabilities) {
		return Arrays.stream(probabilities).mapToInt(Classifier::best).toArray();
	}
}
