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
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Frozen;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagScores;
import io.sonoflow.train.clip.ClipView;
import io.sonoflow.train.clip.FrameStore;
import io.sonoflow.train.clip.FrameStreams;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** What a classifier says of many images and clips, whose frames are read ahead of it and never all in memory. */
public final class Inference {

	/** Images in a batch; fixed, because the last bits of a probability depend on it. */
	private static final int BATCH = 32;

	/** Windows in a batch, likewise. */
	private static final int WINDOWS = 4;

	private Inference() {
	}

	/**
	 * What a network says of the frames of an image or a clip.
	 *
	 * @param numbers of the frames in the clip, from 0; of an image 0; of a network of clips the first of each window
	 * @param logits (frames or windows, classes), before the softmax
	 * @param clip (classes): scores of the clip before the softmax, by a network that pools frames itself; else null
	 * @param weights how much each frame counted, 0..1, their sum 1, by such a network; else null
	 */
	public record Frames(int[] numbers, double[][] logits, double[] clip, double[] weights) {

		/** Of a network that does not pool frames itself. */
		public Frames(final int[] numbers, final double[][] logits) {
			this(numbers, logits, null, null);
		}

		/** {@return (frames, classes)} */
		public double[][] probabilities() {
			return Arrays.stream(logits).map(Inference::softmax).toArray(double[][]::new);
		}

		/** {@return (classes): the clip's} */
		public double[] pooled(final ImageCache.Clips clips) {
			if (clip != null) return softmax(clip);
			if (logits.length == 1) return softmax(logits[0]);
			final double[][] ordered = clips.reversed() ? Arrays.stream(logits).map(Inference::reversed).toArray(double[][]::new)
				: logits;
			final double[] pooled = BagScores.classes(clips.pooling(), clips.top(), ordered);
			return clips.reversed() ? reversed(pooled) : pooled;
		}

		/**
		 * {@return how much each frame or window counted for the clip's answer, 0..1, their sum 1: the attention of a network
		 *         that pools frames itself, else {@link BagScores#shares}}
		 *
		 * @param target the class that is asked about
		 */
		public double[] shares(final ImageCache.Clips clips, final int target) {
			if (weights != null) return weights.clone();
			if (logits.length == 1) return new double[] { 1 };
			final boolean turned = clips.reversed();
			return BagScores.shares(clips.pooling(), clips.top(), turned ? Arrays.stream(logits).map(Inference::reversed).toArray(
				double[][]::new) : logits, turned ? logits[0].length - 1 - target : target);
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

	/** {@return the same frame by frame, or window by window, one entry a sample} */
	public static List<Frames> frames(final ImageNetwork network, final ImageCache images, final int[] samples, final int size,
		final String stage, final Monitor monitor)
	{
		Torch.inference();
		final NetworkInput input = NetworkInput.classifier(size);
		final ClipView view = ClipView.of(network, images.clips().window());
		final List<FrameStore> stores = images.stores(samples);
		final List<List<int[]>> covers = stores.stream().map(store -> view.cover(store.numbers().length)).toList();
		// Of everything that the network sees the sample and the pictures.
		final List<Seen> all = IntStream.range(0, samples.length).boxed().flatMap(i -> covers.get(i).stream().map(
			places -> new Seen(i, places))).toList();
		final int pictures = all.isEmpty() ? 1 : all.get(0).places.length;
		final List<Frames> result = new ArrayList<>();
		final List<float[]> rows = new ArrayList<>();
		int done = 0;
		try (Passes passes = new Passes(network, images.organs()::told, view, size);
				FrameStreams streams = new FrameStreams(stores, covers);
				Batches batches = new Batches(1, epoch -> IntStream.range(0, all.size()).toArray(), view.isWindow() ? WINDOWS : BATCH,
					(epoch, draw, i, target, offset) -> {
						final Seen seen = all.get(i);
						for (int p = 0; p < pictures; p++)
							input.write(streams.frame(seen.sample, seen.places[p]), target, offset + p * input.length());
					}, pictures * input.length(), streams.threads(Batches.threads())))
		{
			while (batches.hasNext()) {
				monitor.checkCancelled();
				final Batches.Batch batch = batches.next();
				for (final float[] row : passes.rows(batch.values(), IntStream.of(batch.samples()).map(i -> samples[all.get(i).sample])
					.toArray()))
				{
					rows.add(row);
					final int sample = all.get(done++).sample;
					if (rows.size() < covers.get(sample).size()) continue;
					result.add(passes.frames(numbers(stores.get(sample).numbers(), covers.get(sample)), rows));
					rows.clear();
				}
				monitor.progress(stage, done, all.size());
			}
			return result;
		}
	}

	/** {@return the number of the first frame of each view} */
	private static int[] numbers(final int[] frames, final List<int[]> cover) {
		return cover.stream().mapToInt(places -> frames[places[0]]).toArray();
	}

	/**
	 * {@return what a network says of one clip, whose frames are read one after the other and never all in memory}
	 *
	 * @param network in any state, told the organ where it must be; unchanged
	 * @param clips how clips are taken
	 * @param numbers of the frames that count, in the clip
	 * @param frames by their place among those; asked for in order, and again where windows overlap
	 * @param size side of the network's input in pixels
	 * @param stage what is being done, for the progress
	 * @param monitor asked at each batch whether to stop
	 */
	public static Frames clip(final ImageNetwork network, final ImageCache.Clips clips, final int[] numbers,
		final IntFunction<ArrayImg<UnsignedByteType, ByteArray>> frames, final int size, final String stage, final Monitor monitor)
	{
		Torch.inference();
		final NetworkInput input = NetworkInput.classifier(size);
		final ClipView view = ClipView.of(network, clips.window());
		final List<int[]> cover = view.cover(numbers.length);
		final int pictures = cover.get(0).length;
		final int most = view.isWindow() ? WINDOWS : BATCH;
		final List<float[]> rows = new ArrayList<>();
		try (Passes passes = new Passes(network, (told, seen) -> told, view, size)) {
			while (rows.size() < cover.size()) {
				monitor.checkCancelled();
				final int from = rows.size();
				final int count = Math.min(most, cover.size() - from);
				final float[] values = new float[count * pictures * input.length()];
				for (int i = 0; i < count * pictures; i++)
					input.write(frames.apply(cover.get(from + i / pictures)[i % pictures]), values, i * input.length());
				rows.addAll(List.of(passes.rows(values, new int[count])));
				monitor.progress(stage, rows.size(), cover.size());
			}
			return passes.frames(numbers(numbers, cover), rows);
		}
	}

	/** Which pictures of which sample are seen at once. */
	private record Seen(int sample, int[] places) {
	}

	/** What the network is asked: scores, or vectors where it pools those of a clip. */
	private static final class Passes implements AutoCloseable {

		private final ImageNetwork network;
		private final BiFunction<ImageNetwork, int[], ImageNetwork> told;
		private final ClipView view;
		private final int size;
		private final Frozen frozen;

		/** @param told the network, which now knows the organs of samples */
		Passes(final ImageNetwork network, final BiFunction<ImageNetwork, int[], ImageNetwork> told, final ClipView view,
			final int size)
		{
			this.network = network;
			this.told = told;
			this.view = view;
			this.size = size;
			frozen = new Frozen(BagNetwork.frames(network));
		}

		private NDArray pass(final NDArray x, final int[] seen) {
			if (network instanceof BagNetwork) return frozen.embed(x);
			if (view.isWindow()) return network.logits(x, false);
			// What the network must be told differs from batch to batch.
			return network.organs().isEmpty() ? frozen.logits(x) : told.apply(network, seen).logits(x, false);
		}

		/** {@return one row a picture or window} */
		float[][] rows(final float[] values, final int[] seen) {
			final int count = seen.length;
			try (NDManager scope = network.manager().newSubManager()) {
				final Shape shape = view.isWindow() ? view.shape(count, size) : new Shape(count, 1, size, size);
				return Inference.rows(pass(Torch.floats(scope, values, shape.getShape()), seen), count);
			}
		}

		/** {@return what is said of one sample} */
		Frames frames(final int[] numbers, final List<float[]> rows) {
			if (!(network instanceof final BagNetwork bag)) return new Frames(numbers, doubles(rows.toArray(float[][]::new)));
			final float[] values = new float[rows.size() * bag.width()];
			for (int i = 0; i < rows.size(); i++)
				System.arraycopy(rows.get(i), 0, values, i * bag.width(), bag.width());
			try (NDManager scope = network.manager().newSubManager()) {
				final NDArray vectors = Torch.floats(scope, values, rows.size(), bag.width());
				return new Frames(numbers, doubles(Inference.rows(bag.head(vectors), rows.size())), doubles(Inference.rows(bag.bag(
					vectors), 1))[0], bag.weights(vectors));
			}
		}

		@Override
		public void close() {
			frozen.close();
		}
	}

	private static float[][] rows(final NDArray array, final int count) {
		final float[] values = array.toFloatArray();
		final int width = values.length / count;
		return IntStream.range(0, count).mapToObj(i -> Arrays.copyOfRange(values, i * width, (i + 1) * width)).toArray(
			float[][]::new);
	}

	private static double[][] doubles(final float[]... rows) {
		return Arrays.stream(rows).map(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray()).toArray(
			double[][]::new);
	}

	/** {@return the most probable class of each sample} */
	public static int[] predictions(final double[][] probabilities) {
		return Arrays.stream(probabilities).mapToInt(Classifier::best).toArray();
	}
}
