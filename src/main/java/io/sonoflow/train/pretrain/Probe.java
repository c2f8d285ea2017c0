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
package io.sonoflow.train.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.metric.Confusion;
import io.sonoflow.nn.ImageEncoder;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Batches;
import io.sonoflow.train.ImageCache;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Tells how much an encoder knows of labels it was not shown: labelled images are described by the encoder as it is, and
 * the label of each is guessed from images of other patients, by the nearest neighbours and by a linear classifier. Steers
 * nothing.
 *
 * @param images by number
 * @param labels class of each image, 0..classes-1
 * @param classes at least 2
 * @param folds part of each image, 0..k-1; images of a patient in one part, every class in each
 */
public record Probe(ImageCache images, int[] labels, int classes, int[] folds) {

	/** Neighbours that vote; each for its class, by 1 / size of that class. */
	static final int NEIGHBOURS = 10;

	/** Images in a batch. */
	private static final int BATCH = 32;

	/**
	 * Means over the classes of the share that is recognised (balanced accuracy): 1 / classes = by chance.
	 *
	 * @param neighbours by the 10 nearest neighbours in cosine similarity
	 * @param linear by a linear classifier, {@link Ridge}
	 */
	public record Scores(double neighbours, double linear) {

		/** Nothing was measured. */
		public static final Scores NONE = new Scores(Double.NaN, Double.NaN);
	}

	/**
	 * @param encoder unchanged
	 * @param size side of its input in pixels
	 * @param monitor asked at each batch whether to stop
	 */
	public Scores of(final ImageEncoder encoder, final int size, final Monitor monitor) {
		return of(embed(encoder, size, monitor));
	}

	/** {@return (images, F)} */
	private double[][] embed(final ImageEncoder encoder, final int size, final Monitor monitor) {
		Torch.inference();
		final NetworkInput input = NetworkInput.classifier(size);
		final double[][] result = new double[labels.length][];
		int done = 0;
		try (Batches batches = new Batches(1, epoch -> IntStream.range(0, labels.length).toArray(), BATCH, (epoch, draw, sample,
			target, offset) -> input.write(images.get(sample), target, offset), input.length(), Batches.threads()))
		{
			while (batches.hasNext()) {
				monitor.checkCancelled();
				final Batches.Batch batch = batches.next();
				try (NDManager scope = encoder.manager().newSubManager()) {
					final NDArray x = Torch.floats(scope, batch.values(), batch.samples().length, 1, size, size);
					final float[] rows = encoder.embed(x, false).toFloatArray();
					final int width = rows.length / batch.samples().length;
					for (int i = 0; i < batch.samples().length; i++)
						result[done++] = IntStream.range(i * width, (i + 1) * width).mapToDouble(k -> rows[k]).toArray();
				}
			}
		}
		return result;
	}

	/** @param features (images, F) */
	Scores of(final double[][] features) {
		final double[][] directions = Arrays.stream(features).map(Probe::direction).toArray(double[][]::new);
		final int[] near = new int[labels.length];
		final int[] linear = new int[labels.length];
		for (int fold = 0; fold <= Arrays.stream(folds).max().orElseThrow(); fold++) {
			final int part = fold;
			final int[] known = IntStream.range(0, labels.length).filter(i -> folds[i] != part).toArray();
			final double[] weights = weights(known);
			final Ridge ridge = Ridge.fit(rows(features, known), rows(labels, known), classes, rows(weights, known));
			IntStream.range(0, labels.length).filter(i -> folds[i] == part).parallel().forEach(i -> {
				near[i] = vote(directions, i, known, weights);
				linear[i] = ridge.best(features[i]);
			});
		}
		return new Scores(Confusion.of(labels, near, classes).macroPresent().recall(), Confusion.of(labels, linear, classes)
			.macroPresent().recall());
	}

	/** 1 / (classes * size of its class) for each known image: all classes weigh the same, together 1. */
	private double[] weights(final int[] known) {
		final int[] sizes = new int[classes];
		for (final int i : known)
			sizes[labels[i]]++;
		final double[] weights = new double[labels.length];
		for (final int i : known)
			weights[i] = 1.0 / (classes * sizes[labels[i]]);
		return weights;
	}

	private int vote(final double[][] directions, final int image, final int[] known, final double[] weights) {
		final double[] similarity = new double[labels.length];
		for (final int i : known)
			similarity[i] = dot(directions[image], directions[i]);
		final double[] votes = new double[classes];
		IntStream.of(known).boxed().sorted(Comparator.comparingDouble((final Integer i) -> -similarity[i])).limit(NEIGHBOURS)
			.forEach(i -> votes[labels[i]] += weights[i]);
		int best = 0;
		for (int c = 1; c < classes; c++)
			if (votes[c] > votes[best]) best = c;
		return best;
	}

	private static double[] direction(final double[] row) {
		final double length = Math.max(1e-12, Math.sqrt(dot(row, row)));
		return Arrays.stream(row).map(value -> value / length).toArray();
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += a[i] * b[i];
		return sum;
	}

	private static double[][] rows(final double[][] values, final int[] chosen) {
		return Arrays.stream(chosen).mapToObj(i -> values[i]).toArray(double[][]::new);
	}

	private static double[] rows(final double[] values, final int[] chosen) {
		return Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray();
	}

	private static int[] rows(final int[] values, final int[] chosen) {
		return Arrays.stream(chosen).map(i -> values[i]).toArray();
	}
}
