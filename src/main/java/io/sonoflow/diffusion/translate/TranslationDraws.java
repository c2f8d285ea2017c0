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
package io.sonoflow.diffusion.translate;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.nn.translate.TranslatorConfig;
import io.sonoflow.train.Batches;
import io.sonoflow.train.Prefetcher;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each step learns from, drawn by threads of their own one step ahead: runs of frames, cut to squares round a region. What
 * is
 * drawn depends on (seed, step, item) alone, so there is no state to be saved. Used by one thread.
 */
final class TranslationDraws implements AutoCloseable {

	/** Draws of a moment until one with flow is found. */
	private static final int TRIES = 8;

	/** Share of the squares that may be anywhere in the region, not round flow. */
	private static final double OVERLAID = 0.25;

	/**
	 * B runs of W + 1 frames of S x S pixels, of which the two in the middle are made. Good until the next step is asked for.
	 *
	 * @param clips B numbers
	 * @param source (B, W + 1, S, S) in -1..1, hidden pixels 0
	 * @param region (B, W + 1, S, S): 1 = not seen, or to be made
	 * @param truth (2 B, C, S, S) in -1..1; 0 where it is not known
	 * @param known (2 B, 1, S, S): 1 where something is made and its truth known
	 * @param flow the same without what only lies over the picture, as letters do, which the truth may show, too
	 * @param noise (2 B, C, S, S), standard normal
	 * @param timesteps 2 B, of diffusion
	 */
	record Drawn(int[] clips, float[] source, float[] region, float[] truth, float[] known, float[] flow, float[] noise,
		int[] timesteps)
	{
	}

	private final TrainingClips clips;
	private final TranslationPlan plan;
	private final int size;
	private final int frames;
	private final int channels;
	private final Prefetcher<Drawn> prefetcher;
	private long epoch = -1;
	private int[] order;

	TranslationDraws(final TrainingClips clips, final TranslationPlan plan) {
		this.clips = clips;
		this.plan = plan;
		size = plan.config().size();
		frames = plan.config().window() + 1;
		channels = plan.config().direction().channels();
		prefetcher = new Prefetcher<>("clips", plan.settings().steps, 1, Batches.threads(), this::prepare);
	}

	/** {@return the batch of a step (from 0); that of the next step is begun} */
	Drawn get(final long step) {
		return prefetcher.get(step);
	}

	private Prefetcher.Item<Drawn> prepare(final long step, final Drawn spare) {
		final int batch = plan.settings().batch;
		final int values = size * size;
		final Drawn drawn = spare == null ? empty(numbers(step), batch * frames * values, 2 * batch * values) : new Drawn(numbers(
			step), spare.source, spare.region, spare.truth, spare.known, spare.flow, spare.noise, spare.timesteps);
		final List<Runnable> work = new ArrayList<>();
		for (int i = 0; i < batch; i++) {
			final int item = i;
			work.add(() -> draw(step, item, drawn));
		}
		return new Prefetcher.Item<>(drawn, work);
	}

	/**
	 * @param seen pixels of all frames that are seen
	 * @param made pixels of all frames that are made
	 */
	private Drawn empty(final int[] numbers, final int seen, final int made) {
		return new Drawn(numbers, new float[seen], new float[seen], new float[made * channels], new float[made], new float[made],
			new float[made * channels], new int[2 * numbers.length]);
	}

	/** The clips of a step: a new order in each epoch, and batches that may span two. */
	private int[] numbers(final long step) {
		final int[] numbers = new int[plan.settings().batch];
		for (int item = 0; item < numbers.length; item++) {
			final long number = step * numbers.length + item;
			if (number / clips.count() != epoch) {
				epoch = number / clips.count();
				order = IntStream.range(0, clips.count()).toArray();
				RandomStream.of(plan.seed(), "order", epoch).shuffle(order);
			}
			numbers[item] = order[(int) (number % clips.count())];
		}
		return numbers;
	}

	private void draw(final long step, final int item, final Drawn drawn) {
		final RandomStream random = RandomStream.of(plan.seed(), "window", step, item);
		final int clip = drawn.clips[item];
		final boolean paired = clips.pair(clip).isPaired();
		int first = 0;
		OpenPair.Moment[] moments = null;
		for (int attempt = 0; attempt < TRIES && (moments == null || paired && count(moments[frames / 2 - 1].region(), false) == 0);
			attempt++)
		{
			first = random.nextInt(clips.frames(clip) - 1);
			moments = moments(clip, first);
		}
		final int[] corner = corner(random, clip, paired ? moments[frames / 2 - 1].region() : null);
		cut(drawn, item, moments, new Cut(corner[0], corner[1], clips.width(clip), clips.height(clip), random.chance(0.5), paired
			? null : HiddenRegion.draw(random, size)));
		for (int k = 0; k < 2; k++)
			drawn.timesteps[2 * item + k] = random.nextInt(TranslatorConfig.TIMESTEPS);
		final RandomStream noise = RandomStream.of(plan.seed(), "noise", step, item);
		final int values = 2 * channels * size * size;
		for (int i = item * values; i < (item + 1) * values; i++)
			drawn.noise[i] = (float) noise.nextGaussian();
	}

	private static boolean counts(final byte value, final boolean any) {
		return any ? value != 0 : value == OpenPair.FLOW;
	}

	private static int count(final byte[] region, final boolean any) {
		int count = 0;
		for (final byte each : region)
			if (counts(each, any)) count++;
		return count;
	}

	/** {@return the frames of both windows whose middles are this one and the next; at an end the last is there again} */
	private OpenPair.Moment[] moments(final int clip, final int first) {
		final int half = plan.config().half();
		return clips.read(clip, IntStream.range(0, frames).map(k -> Math.max(0, Math.min(clips.frames(clip) - 1, first - half + k)))
			.toArray());
	}

	/** {@return left and upper edge of a square that holds some of the flow, if there is any; outside a smaller picture} */
	private int[] corner(final RandomStream random, final int clip, final byte[] region) {
		final int width = clips.width(clip);
		final int height = clips.height(clip);
		int at = random.nextInt(width * height);
		if (region != null) {
			// What lies over the picture is to be filled, too.
			final boolean any = random.chance(OVERLAID);
			final int area = count(region, any);
			int left = area == 0 ? 0 : random.nextInt(area);
			for (int i = 0; i < region.length && area > 0; i++)
				if (counts(region[i], any) && left-- == 0) at = i;
		}
		final double x = at % width - size * random.uniform(0.25, 0.75);
		final double y = at / width - size * random.uniform(0.25, 0.75);
		return new int[] { edge(x, width), edge(y, height) };
	}

	private int edge(final double wanted, final int length) {
		return length <= size ? (length - size) / 2 : (int) Math.max(0, Math.min(length - size, Math.round(wanted)));
	}

	/** Which part of a frame, and whether mirrored; hidden is null where the region is the clip's own. */
	private record Cut(int x, int y, int width, int height, boolean mirrored, HiddenRegion hidden) {

		/** {@return the pixel of a place in the square; beyond the picture the last one of its row or column} */
		int pixel(final int column, final int row, final int size) {
			final int u = Math.max(0, Math.min(width - 1, x + (mirrored ? size - 1 - column : column)));
			final int v = Math.max(0, Math.min(height - 1, y + row));
			return v * width + u;
		}

		boolean isInside(final int column, final int row, final int size) {
			final int u = x + (mirrored ? size - 1 - column : column);
			return u >= 0 && u < width && y + row >= 0 && y + row < height;
		}
	}

	private void cut(final Drawn drawn, final int item, final OpenPair.Moment[] moments, final Cut cut) {
		final int values = size * size;
		final boolean grey = plan.config().direction() == Direction.GREY;
		for (int k = 0; k < frames; k++) {
			final OpenPair.Moment moment = moments[k];
			// 0 or 1 for the two frames that are made.
			final int made = k - plan.config().half();
			for (int i = 0; i < values; i++) {
				final int pixel = cut.pixel(i % size, i / size, size);
				final boolean own = moment.region()[pixel] != 0;
				final boolean hidden = cut.hidden == null ? own : cut.hidden.has(i % size, i / size, k);
				final int at = (item * frames + k) * values + i;
				final boolean unseen = hidden || own && grey;
				drawn.region[at] = unseen ? 1 : 0;
				drawn.source[at] = unseen && grey ? 0 : level(moment.source()[pixel]);
				if (made < 0 || made > 1) continue;
				final boolean known = hidden && (cut.hidden == null || !own) && cut.isInside(i % size, i / size, size);
				final int place = 2 * item + made;
				drawn.known[place * values + i] = known ? 1 : 0;
				drawn.flow[place * values + i] = known && moment.region()[pixel] != OpenPair.OVERLAY ? 1 : 0;
				for (int c = 0; c < channels; c++)
					drawn.truth[(place * channels + c) * values + i] = known ? truth(moment, pixel, c) : 0;
			}
		}
	}

	private float truth(final OpenPair.Moment moment, final int pixel, final int channel) {
		if (moment.colour() != null) return level((byte) (moment.colour()[pixel] >> 16 - 8 * channel));
		return level(moment.grey() == null ? moment.source()[pixel] : moment.grey()[pixel]);
	}

	private static float level(final byte value) {
		return (value & 255) / 127.5f - 1;
	}

	@Override
	public void close() {
		prefetcher.close();
	}
}
