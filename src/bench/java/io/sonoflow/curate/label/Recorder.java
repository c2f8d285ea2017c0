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
package io.sonoflow.curate.label;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.dataset.Folds;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.BalancedSampler;
import io.sonoflow.train.Batches;
import io.sonoflow.train.CrossEntropy;
import io.sonoflow.train.Optimizer;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The trainings of the study, as ClassifierTraining does them, on images in memory and with the margin of every draw.
 *
 * @param images one a view
 * @param patients of each view
 * @param size side of the input in pixels
 * @param epochs of a training
 * @param batch images in a batch
 * @param rate of the backbone; the head has three times as much
 */
record Recorder(List<ArrayImg<UnsignedByteType, ByteArray>> images, int[] patients, int size, int epochs, int batch,
	double rate)
{

	private static final int FOLDS = 3, SETTLING = 16, INFERENCE_BATCH = 64;
	private static final double DECAY = 1e-5, HEAD = 3;

	/** {@return one record a fold: a whole cross-validation on these labels} */
	List<TrainingRecord> record(final int[] labels, final long seed) {
		final int[] fold = folds(labels, seed);
		return IntStream.rangeClosed(1, FOLDS).mapToObj(f -> {
			final boolean[] train = new boolean[labels.length];
			for (int i = 0; i < train.length; i++)
				train[i] = fold[i] != f - 1;
			return record(labels, train, seed, f);
		}).toList();
	}

	private int[] folds(final int[] labels, final long seed) {
		return Folds.grouped(Arrays.stream(patients).mapToObj(Integer::toString).toList(), labels, List.of("homogeneous",
			"inhomogeneous"), FOLDS, seed);
	}

	/**
	 * A cross-validation on corrected labels, in the folds of the given ones.
	 *
	 * @param given labels that decide the folds
	 * @param labels to learn
	 * @param kept which images may be learnt
	 * @return [image][class] probabilities of all images, each from the network that did not see it
	 */
	double[][] validate(final int[] given, final int[] labels, final boolean[] kept, final long seed) {
		final int[] fold = folds(given, seed);
		final double[][] result = new double[labels.length][];
		for (int f = 1; f <= FOLDS; f++) {
			final boolean[] train = new boolean[labels.length];
			for (int i = 0; i < train.length; i++)
				train[i] = fold[i] != f - 1 && kept[i];
			final double[][] heldOut = record(labels, train, seed, f).heldOut();
			for (int i = 0; i < result.length; i++)
				if (fold[i] == f - 1) result[i] = heldOut[i];
		}
		return result;
	}

	/**
	 * @param train which images are trained on; a final training may leave out others than those it is tested on
	 * @param fold number of the held-out part; decides the draws with the seed
	 */
	TrainingRecord record(final int[] labels, final boolean[] train, final long seed, final int fold) {
		final int[] samples = IntStream.range(0, labels.length).filter(i -> train[i]).toArray();
		final long drawSeed = RandomStream.of(seed, "training", fold).nextLong();
		final NetworkInput input = NetworkInput.classifier(size);
		final Augmentation augmentation = Augmentation.published().withMarkers(0);
		final int settling = (SETTLING - 1) / Batches.count(samples.length, batch) + 1;
		try (ImageNetwork network = new NarrowResNet(seed);
				Batches batches = new Batches(epochs + settling, new BalancedSampler(samples, labels, drawSeed)::epoch, batch, (
					epoch, draw, sample, target, offset) -> input.write(images.get(sample), augmentation, RandomStream.of(drawSeed,
						"augment", epoch, draw), target, offset), input.length(), 1))
		{
			Torch.inference();
			final EpochMeans losses = new EpochMeans(labels.length, epochs);
			final EpochMeans margins = new EpochMeans(labels.length, epochs);
			network.requireGradient(true);
			learn(network, batches, labels, losses, margins);
			network.requireGradient(false);
			for (int i = 0; i < SETTLING; i++)
				settle(network, batches);
			return new TrainingRecord(0, seed, fold, losses.table(), margins.table(), train, heldOut(network, input, train));
		}
	}

	private void learn(final ImageNetwork network, final Batches batches, final int[] labels, final EpochMeans losses,
		final EpochMeans margins)
	{
		final String head = network.headPrefix();
		try (Optimizer optimizer = new AdamW(network.manager(), List.of(ParameterGroup.of(network, name -> !name.startsWith(
			head), RateSchedule.constant(rate), DECAY), ParameterGroup.of(network, name -> name.startsWith(head), RateSchedule
				.constant(HEAD * rate), DECAY))))
		{
			for (int epoch = 0; epoch < epochs; epoch++) {
				Batches.Batch next;
				do {
					next = batches.next();
					step(network, next, labels, optimizer, losses, margins);
				}
				while (!next.last());
			}
		}
	}

	private void step(final ImageNetwork network, final Batches.Batch next, final int[] labels, final Optimizer optimizer,
		final EpochMeans losses, final EpochMeans margins)
	{
		final int[] samples = next.samples();
		final int[] targets = Arrays.stream(samples).map(i -> labels[i]).toArray();
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray images = Torch.floats(scope, next.values(), samples.length, 1, size, size);
			final NDArray logits = Torch.withGradient(() -> network.logits(images, true));
			final NDArray each = Torch.withGradient(() -> CrossEntropy.of(logits, targets));
			final float[] loss = each.toFloatArray();
			final float[] scores = logits.toFloatArray();
			Torch.backward(each, each.onesLike().divi(loss.length));
			optimizer.step();
			for (int i = 0; i < samples.length; i++) {
				losses.add(samples[i], next.epoch(), loss[i]);
				margins.add(samples[i], next.epoch(), (double) scores[2 * i + targets[i]] - scores[2 * i + 1 - targets[i]]);
			}
		}
	}

	private void settle(final ImageNetwork network, final Batches batches) {
		final Batches.Batch next = batches.next();
		try (NDManager scope = network.manager().newSubManager()) {
			network.logits(Torch.floats(scope, next.values(), next.samples().length, 1, size, size), true);
		}
	}

	private double[][] heldOut(final ImageNetwork network, final NetworkInput input, final boolean[] train) {
		final double[][] result = new double[train.length][2];
		for (final double[] row : result)
			Arrays.fill(row, Double.NaN);
		final int[] held = IntStream.range(0, train.length).filter(i -> !train[i]).toArray();
		for (int from = 0; from < held.length; from += INFERENCE_BATCH) {
			final int count = Math.min(INFERENCE_BATCH, held.length - from);
			final float[] values = new float[count * input.length()];
			for (int i = 0; i < count; i++)
				input.write(images.get(held[from + i]), values, i * input.length());
			try (NDManager scope = network.manager().newSubManager()) {
				final double[][] rows = Classifier.softmax(network.logits(Torch.floats(scope, values, count, 1, size, size), false)
					.toFloatArray(), 2);
				for (int i = 0; i < count; i++)
					result[held[from + i]] = rows[i];
			}
		}
		return result;
	}
}
