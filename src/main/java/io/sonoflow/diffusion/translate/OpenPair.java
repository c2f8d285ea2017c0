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
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.clip.DopplerLook;
import io.sonoflow.dataset.clip.FewerFrames;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Images;
import io.sonoflow.image.doppler.DopplerReader;
import io.sonoflow.nn.translate.Direction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a clip and its counterpart, opened together: frames are read one at a time and none is kept. Not thread-safe.
 */
public final class OpenPair implements AutoCloseable {

	/**
	 * One moment of a clip, row by row.
	 *
	 * @param source grey levels of what is translated, the luma of colours
	 * @param region where it is translated: {@link #FLOW}, or {@link #OVERLAY} of a mask's darker values, such as the line of the
	 *          colour box; else 0; null if nobody says where
	 * @param grey true grey levels under the colour; null if unknown
	 * @param colour true colours, 0xFFRRGGBB; null if unknown or not asked for
	 * @param shown what is translated into colour as it looks, 0xFFRRGGBB; null for the other direction
	 */
	public record Moment(byte[] source, byte[] region, byte[] grey, int[] colour, int[] shown) {

		/** {@return the same for those who learn from it, and do not show it} */
		Moment learned() {
			return shown == null ? this : new Moment(source, region, grey, colour, null);
		}

		/** {@return bytes of what is learned} */
		int bytes() {
			return bytes(source.length, grey != null, colour != null);
		}

		/** {@return likewise of so many pixels} */
		static int bytes(final int pixels, final boolean grey, final boolean colour) {
			return pixels * (2 + (grey ? 1 : 0) + (colour ? Integer.BYTES : 0));
		}
	}

	/** Values of a region: flow, and what else a mask marks. */
	public static final byte FLOW = 1, OVERLAY = 2;

	private static final byte WHITE = (byte) 255;

	private final ClipPair pair;
	private final Direction direction;
	private final FrameChoice choice;
	private final FewerFrames source;
	private final FewerFrames truth;
	private final FewerFrames mask;
	private final List<FrameReader> open = new ArrayList<>();
	/** Null before any colour is looked for. */
	private DopplerReader parts;

	/**
	 * Opens the files.
	 *
	 * @param choice which frames are taken, of all of them alike
	 * @throws SonoflowException.File if one cannot be read, or they are not of the same size and length; the message names it
	 */
	public OpenPair(final ClipPair pair, final Direction direction, final FrameChoice choice) {
		this(pair, direction, choice, null, null);
	}

	/**
	 * The same of an open picture.
	 *
	 * @param given what is translated, which is not closed; null = it is in the files
	 * @param masks of it, likewise; null = those of the files, if there are any
	 */
	public OpenPair(final ClipPair pair, final Direction direction, final FrameChoice choice, final FrameReader given,
		final FrameReader masks)
	{
		this.pair = pair;
		this.direction = direction;
		this.choice = choice;
		final boolean grey = direction == Direction.GREY;
		boolean done = false;
		try {
			source = given != null ? FewerFrames.of(given, choice) : open(grey ? pair.any() : pair.grey() == null ? pair
				.colour() : pair.grey());
			truth = pair.isPaired() ? open(grey ? pair.grey() : pair.colour()) : null;
			mask = masks != null ? FewerFrames.of(masks, choice) : pair.mask() == null ? null : open(pair.mask());
			if (truth != null) requireAlike(truth, grey ? pair.grey() : pair.colour());
			if (mask != null) requireAlike(mask, masks == null ? pair.mask() : Path.of("mask"));
			done = true;
		}
		finally {
			if (!done) close();
		}
	}

	private FewerFrames open(final Path file) {
		final FewerFrames reader = FewerFrames.of(ImageFiles.open(file), choice);
		open.add(reader);
		return reader;
	}

	private void requireAlike(final FewerFrames other, final Path file) {
		if (source.hasGaps() || other.hasGaps()) throw new SonoflowException.File("Frames before the last of " + (source.hasGaps()
			? "the clip " + pair.name() : file) + " cannot be read, so it is not known which frames belong together. Give a copy " +
			"that is whole, or leave the clip out.");
		if (other.width() != width() || other.height() != height() || other.all() != all()) throw new SonoflowException.File(
			"The clip " + pair.name() + " has " + all() + " frame(s) of " + width() + " x " + height() + " pixels, but " + file +
				", which belongs to it, has " + other.all() + " of " + other.width() + " x " + other.height() +
				". Give files of the same frames.");
	}

	/** {@return the reader of what is translated} */
	public FrameReader source() {
		return source;
	}

	/** {@return columns} */
	public int width() {
		return source.width();
	}

	/** {@return rows} */
	public int height() {
		return source.height();
	}

	/** {@return number of frames that are taken} */
	public int frames() {
		return source.frames();
	}

	/** {@return number of frames in the files} */
	public int all() {
		return source.all();
	}

	/** {@return whether masks say where the region is} */
	public boolean isMasked() {
		return mask != null;
	}

	/** {@return whether the truth is known} */
	public boolean isPaired() {
		return truth != null;
	}

	/** {@return what is wrong with the files although they can be used, a sentence each} */
	public List<String> flaws() {
		return open.stream().flatMap(reader -> reader.flaws().stream()).toList();
	}

	/**
	 * @param frame 0..frames-1
	 * @return what is known of it; direction=colour asks for a mask or the colour itself to say where the region is
	 * @throws SonoflowException.File if it cannot be read
	 */
	public Moment read(final int frame) {
		final boolean grey = direction == Direction.GREY;
		final byte[] levels = Images.pixels(source.gray(frame));
		final byte[] hidden = grey && truth != null ? Images.pixels(truth.gray(frame)) : null;
		final int[] colours = !grey && truth != null ? Images.colors(truth.color(frame)) : null;
		return new Moment(levels, region(frame), hidden, colours, grey ? null : Images.colors(source.color(frame)));
	}

	/**
	 * Reads the files from their first frame on.
	 *
	 * @param flaws gets a sentence if one cannot be read to its end
	 * @return the number of frames up to the first that cannot be read
	 * @throws SonoflowException.File if not even the first can be read
	 */
	public int readable(final List<String> flaws, final Monitor monitor) {
		for (int frame = 0; frame < frames(); frame++) {
			monitor.checkCancelled();
			try {
				if (!open.contains(source)) source.gray(frame);
				for (final FrameReader reader : open)
					reader.gray(frame);
			}
			catch (final SonoflowException.File e) {
				if (frame == 0) throw e;
				flaws.add(Found.brokenOff(source.number(frame), all(), e));
				return frame;
			}
		}
		return frames();
	}

	private byte[] region(final int frame) {
		if (mask != null) {
			final byte[] region = Images.pixels(mask.mask(frame)).clone();
			final byte[] levels = Images.pixels(mask.gray(frame));
			boolean full = false;
			for (final byte level : levels)
				full |= level == WHITE;
			for (int i = 0; i < region.length; i++)
				region[i] = region[i] == 0 ? 0 : full && levels[i] != WHITE ? OVERLAY : FLOW;
			return region;
		}
		if (direction == Direction.COLOUR) return truth == null ? null : region(truth, frame);
		return pair.colour() == null && truth == null && pair.grey() != null ? new byte[width() * height()] : region(source, frame);
	}

	private byte[] region(final FewerFrames clip, final int frame) {
		// Bar and box stand still: what a codec hides of them in one frame others show.
		if (parts == null) parts = clip.all() > 1 ? DopplerLook.of(clip.whole(), Monitor.NONE).reader() : new DopplerReader();
		return RegionFinder.find(parts, clip.color(frame));
	}

	/** {@return what finds colour in the clip's frames; null before any was looked for} */
	DopplerReader parts() {
		return parts;
	}

	/** @param known of the same clip, opened before; null = nothing */
	void parts(final DopplerReader known) {
		parts = known;
	}

	@Override
	public void close() {
		open.forEach(FrameReader::close);
	}
}
