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

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.nn.translate.TranslatorConfig;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates a clip frame by frame: of each the region, square by square; all else stays as it is, to the bit. No more frames
 * than
 * the network's window are in memory. What is made depends on (seed, name of the clip, frame) and the frames in the window; in
 * last bits also on the device and PyTorch's threads.
 */
public final class ClipTranslation {

	/** Squares at a time. */
	private static final int BATCH = 8;

	private final SquareTranslator squares;
	private final TranslatorConfig config;
	private final long seed;

	/**
	 * A translated frame.
	 *
	 * @param number from 0
	 * @param moment what it was before
	 * @param grey row by row, if it is translated into grey; else null
	 * @param colour likewise into colour, 0xFFRRGGBB
	 */
	public record Frame(int number, OpenPair.Moment moment, byte[] grey, int[] colour) {
	}

	/** Takes a frame. */
	@FunctionalInterface
	public interface Sink {

		/** @param frame the next one */
		void accept(Frame frame);
	}

	/**
	 * How far it went.
	 *
	 * @param frames that were translated
	 * @param failure why there are no more; null if all were
	 */
	public record Ended(int frames, SonoflowException.File failure) {
	}

	/** @param seed of the noise that becomes speckle */
	public ClipTranslation(final SquareTranslator squares, final long seed) {
		this.squares = squares;
		this.seed = seed;
		config = squares.translator().config();
	}

	/** {@return which way it goes} */
	public Direction direction() {
		return config.direction();
	}

	/**
	 * Translates the clip up to its end, or to the first frame that cannot be read.
	 *
	 * @param name decides the noise
	 * @param monitor asked at each frame whether to stop
	 * @throws SonoflowException.File if not even the first frame can be read
	 * @throws SonoflowException.Cancelled if the monitor says so
	 */
	public Ended run(final OpenPair open, final String name, final Monitor monitor, final Sink sink) {
		final Map<Integer, OpenPair.Moment> window = new HashMap<>();
		int end = open.frames();
		int next = 0;
		SonoflowException.File failure = null;
		for (int frame = 0; frame < end; frame++) {
			monitor.checkCancelled();
			for (; next < end && next <= frame + config.half(); next++)
				try {
					window.put(next, open.read(next));
				}
				catch (final SonoflowException.File e) {
					if (next == 0) throw e;
					failure = Found.damage(e);
					end = next;
				}
			if (frame >= end) break;
			sink.accept(translate(new Seen(open, window, frame, end), name));
			window.remove(frame - config.half());
			monitor.progress(name, frame + 1L, open.frames());
		}
		return new Ended(end, failure);
	}

	/** A frame among those round it. */
	private record Seen(OpenPair open, Map<Integer, OpenPair.Moment> window, int frame, int end) {

		OpenPair.Moment at(final int offset) {
			return window.get(Math.max(0, Math.min(end - 1, frame + offset)));
		}
	}

	private Frame translate(final Seen seen, final String name) {
		final OpenPair.Moment moment = seen.at(0);
		final byte[] grey = config.direction() == Direction.GREY ? moment.source().clone() : null;
		final int[] colour = grey == null ? moment.shown().clone() : null;
		final Frame frame = new Frame(seen.frame, moment, grey, colour);
		final List<RegionSquares.Square> all = new RegionSquares(config.size(), seen.open.width(), seen.open.height()).cover(moment
			.region());
		if (all.isEmpty()) return frame;
		final float[] noise = new float[config.direction().channels() * moment.source().length];
		final RandomStream random = RandomStream.of(seed, "translate " + name, seen.frame);
		for (int i = 0; i < noise.length; i++)
			noise[i] = (float) random.nextGaussian();
		final float[] made = new float[noise.length];
		for (int from = 0; from < all.size(); from += BATCH)
			translate(seen, all.subList(from, Math.min(all.size(), from + BATCH)), noise, made);
		fill(frame, made);
		return frame;
	}

	/** Adds what is made of these squares. */
	private void translate(final Seen seen, final List<RegionSquares.Square> chosen, final float[] noise, final float[] sums) {
		final int size = config.size();
		final int values = size * size;
		final int window = config.window();
		final int channels = config.direction().channels();
		final float[] windows = new float[chosen.size() * 2 * window * values];
		final float[] noises = new float[chosen.size() * channels * values];
		final int width = seen.open.width();
		final int height = seen.open.height();
		final boolean grey = config.direction() == Direction.GREY;
		for (int n = 0; n < chosen.size(); n++)
			for (int i = 0; i < values; i++) {
				final int x = Math.max(0, Math.min(width - 1, chosen.get(n).x() + i % size));
				final int y = Math.max(0, Math.min(height - 1, chosen.get(n).y() + i / size));
				final int pixel = y * width + x;
				for (int k = 0; k < window; k++) {
					final OpenPair.Moment moment = seen.at(k - config.half());
					final boolean inside = moment.region()[pixel] != 0;
					windows[(2 * n * window + k) * values + i] = inside && grey ? 0 : (moment.source()[pixel] & 255) / 127.5f - 1;
					windows[((2 * n + 1) * window + k) * values + i] = inside ? 1 : 0;
				}
				for (int c = 0; c < channels; c++)
					noises[(n * channels + c) * values + i] = noise[c * width * height + pixel];
			}
		final float[] made = squares.translate(new SquareTranslator.Squares(chosen.size(), windows, noises)).made();
		for (int n = 0; n < chosen.size(); n++)
			add(chosen.get(n), made, n * channels * values, seen, sums);
	}

	private void add(final RegionSquares.Square square, final float[] made, final int at, final Seen seen, final float[] sums) {
		final int size = config.size();
		final int width = seen.open.width();
		for (int y = Math.max(0, square.down().begin()); y < Math.min(seen.open.height(), square.down().end()); y++)
			for (int x = Math.max(0, square.across().begin()); x < Math.min(width, square.across().end()); x++) {
				final float share = square.share(x, y);
				if (share == 0) continue;
				final int from = at + (y - square.y()) * size + x - square.x();
				for (int c = 0; c < config.direction().channels(); c++)
					sums[c * width * seen.open.height() + y * width + x] += share * made[from + c * size * size];
			}
	}

	/** The region of a frame gets what was made. */
	private static void fill(final Frame frame, final float[] made) {
		final byte[] region = frame.moment.region();
		for (int i = 0; i < region.length; i++) {
			if (region[i] == 0) continue;
			if (frame.grey != null) frame.grey[i] = (byte) TranslationSamples.level(made[i]);
			else frame.colour[i] = TranslationSamples.color(made, i, region.length);
		}
	}
}
