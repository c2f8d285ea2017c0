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
package io.sonoflow.train.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

import io.sonoflow.RandomStream;
import io.sonoflow.image.augment.MaskedAugmentation;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.BalancedSampler;
import io.sonoflow.train.Batches;

/**
 * The batches of a training, made by threads of their own ahead of the network: all organs are drawn equally often; picture and
 * masks of a draw are varied alike. What is in a batch depends on (seed, epoch, place) alone. Used by one thread.
 */
final class SegmentLoader implements AutoCloseable {

	private static final float WHITE = 255;
	private static final float[] LOOKUP = lookup();

	private final SegmentData data;
	private final int side;
	private final int planes;
	private final Batches batches;

	/**
	 * A batch on a device.
	 *
	 * @param images (N, 1, S, S), normalised
	 * @param masks (N, structures, S, S), 0 or 1
	 * @param counted (N, structures): 1 where the masks tell of the structure; null = everywhere
	 * @param organs N numbers
	 * @param samples N numbers of pictures
	 */
	record Loaded(NDArray images, NDArray masks, NDArray counted, int[] organs, int[] samples) {
	}

	SegmentLoader(final SegmentData data, final SegmentPlan plan) {
		this.data = data;
		side = data.images().side();
		planes = 1 + data.images().structures();
		final BalancedSampler sampler = new BalancedSampler(data.train(), data.organs(), plan.seed());
		final int epochs = (int) ((plan.steps() - 1) / Batches.count(data.train().length, plan.batch()) + 1);
		batches = new Batches(epochs, sampler::epoch, plan.batch(), (epoch, draw, sample, target, offset) -> fill(plan, epoch, draw,
			sample, target, offset), planes * side * side, plan.threads());
	}

	private void fill(final SegmentPlan plan, final int epoch, final int draw, final int sample, final float[] target,
		final int offset)
	{
		final SegmentImages.Pair pair = data.images().get(sample);
		if (!plan.augment()) {
			write(pair.image(), target, offset);
			System.arraycopy(planes(pair), 0, target, offset + side * side, (planes - 1) * side * side);
			return;
		}
		final MaskedAugmentation.Draw drawn = MaskedAugmentation.published().draw(side, side, RandomStream.of(plan.seed(), "augment",
			epoch, draw));
		final float[] units = new float[side * side];
		for (int i = 0; i < units.length; i++)
			units[i] = (pair.image()[i] & 255) / WHITE;
		final float[] image = drawn.image(units);
		for (int i = 0; i < image.length; i++)
			target[offset + i] = Normalisation.CLASSIFIER.apply(WHITE * image[i]);
		System.arraycopy(drawn.mask(planes(pair), planes - 1), 0, target, offset + side * side, (planes - 1) * side * side);
	}

	/** {@return 0 and 1 of all structures} */
	private float[] planes(final SegmentImages.Pair pair) {
		final float[] values = new float[(planes - 1) * side * side];
		int at = 0;
		for (final Mask mask : pair.masks())
			for (final boolean inside : mask.data())
				values[at++] = inside ? 1 : 0;
		return values;
	}

	/** Writes grey values as networks take them. */
	static void write(final byte[] image, final float[] target, final int offset) {
		for (int i = 0; i < image.length; i++)
			target[offset + i] = LOOKUP[image[i] & 255];
	}

	private static float[] lookup() {
		final float[] values = new float[256];
		for (int i = 0; i < values.length; i++)
			values[i] = Normalisation.CLASSIFIER.apply(i);
		return values;
	}

	/** Goes on from a step: the batches before it are not made. */
	void startAt(final long step) {
		batches.startAt(step);
	}

	/** {@return the next batch; its arrays belong to the manager} */
	Loaded next(final NDManager scope) {
		final Batches.Batch batch = batches.next();
		final int n = batch.samples().length;
		final NDArray all = Torch.floats(scope, batch.values(), n, planes, side, side);
		final int[] organs = new int[n];
		for (int i = 0; i < n; i++)
			organs[i] = data.organs()[batch.samples()[i]];
		return new Loaded(all.get(new NDIndex(":, 0:1")), all.get(new NDIndex(":, 1:")), counted(scope, batch.samples()), organs,
			batch.samples());
	}

	private NDArray counted(final NDManager scope, final int[] samples) {
		if (data.isWhole(samples)) return null;
		final float[] values = new float[samples.length * (planes - 1)];
		for (int i = 0; i < values.length; i++)
			values[i] = data.annotated()[samples[i / (planes - 1)]][i % (planes - 1)] ? 1 : 0;
		return Torch.floats(scope, values, samples.length, planes - 1);
	}

	@Override
	public void close() {
		batches.close();
	}
}
