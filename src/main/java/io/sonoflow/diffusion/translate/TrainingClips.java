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
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.image.doppler.DopplerReader;
import io.sonoflow.nn.translate.Direction;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The clips that a translator learns from. Frames that were read are kept within a quarter of the Java heap, what does
 * not fit on disk; what does not fit there either is read anew each time. Thread-safe.
 */
public final class TrainingClips {

	private static final int SHARE_OF_HEAP = 4;

	/** A clip of fewer frames has no neighbours. */
	static final int LEAST_FRAMES = 2;

	private final List<Clip> clips;
	private final List<List<String>> review;
	private final KeptMoments moments;

	/** What is known of a clip before its frames are. */
	private record Look(int width, int height, int frames, boolean coloured) {
	}

	/** A clip, those of its frames that are kept, and, as long as there is room, what finds colour in the others. */
	private record Clip(ClipPair pair, Direction direction, FrameChoice choice, Look look,
		AtomicReferenceArray<Supplier<OpenPair.Moment>> kept, AtomicBoolean filled,
		AtomicReference<SoftReference<DopplerReader>> parts)
	{

		OpenPair open() {
			final OpenPair open = new OpenPair(pair, direction, choice);
			open.parts(parts.get().get());
			return open;
		}

		/** {@return of all frames, when they are decoded} */
		long bytes() {
			return look.frames * (long) OpenPair.Moment.bytes(look.width * look.height, pair.isPaired() && direction == Direction.GREY,
				pair.isPaired() && direction == Direction.COLOUR);
		}

		void close(final OpenPair open) {
			if (open.parts() != null) parts.set(new SoftReference<>(open.parts()));
			open.close();
		}
	}

	private TrainingClips(final List<Clip> clips, final List<List<String>> review, final KeptMoments moments) {
		this.clips = clips;
		this.review = review;
		this.moments = moments;
	}

	/**
	 * Opens every clip once, so that a bad one is found before hours of work.
	 *
	 * @param pairs clips, with counterparts where there are such
	 * @param choice which of their frames
	 * @param strict whether the first that cannot be used ends it
	 * @throws SonoflowException.File if none can be used; the message says why
	 */
	public static TrainingClips open(final List<ClipPair> pairs, final Direction direction, final FrameChoice choice,
		final boolean strict, final Monitor monitor)
	{
		return open(pairs, direction, choice, new FrameRoom(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, true), strict, monitor);
	}

	/** @param room for what was decoded */
	static TrainingClips open(final List<ClipPair> pairs, final Direction direction, final FrameChoice choice, final FrameRoom room,
		final boolean strict, final Monitor monitor)
	{
		final List<Path> files = pairs.stream().map(ClipPair::any).toList();
		final Opened<Look> opened = Opened.inPart("looking through clips", files, strict, monitor, i -> look(pairs.get(i), direction,
			choice, monitor));
		opened.requireAny();
		opened.tell(true, monitor);
		final List<Clip> clips = Arrays.stream(opened.usable()).mapToObj(i -> {
			final ClipPair pair = pairs.get(i);
			final Look look = opened.result(i);
			// A clip alone is of colours or grey as its pixels are, wherever it lies.
			final ClipPair known = pair.isPaired() ? pair : new ClipPair(pair.name(), look.coloured ? null : pair.any(), look.coloured
				? pair.any() : null, pair.mask());
			return new Clip(known, direction, choice, look, new AtomicReferenceArray<>(look.frames), new AtomicBoolean(),
				new AtomicReference<>(new SoftReference<>(null)));
		}).toList();
		final List<List<String>> review = new ArrayList<>(opened.review(i -> pairs.get(i).name(), text -> text));
		review.addAll(opened.flawed(i -> pairs.get(i).name(), text -> text));
		final KeptMoments moments = new KeptMoments(room, monitor);
		moments.tell(clips.stream().mapToLong(Clip::bytes).sum(), clips.size());
		return new TrainingClips(clips, List.copyOf(review), moments);
	}

	private static Found<Look> look(final ClipPair pair, final Direction direction, final FrameChoice choice,
		final Monitor monitor)
	{
		try (OpenPair open = new OpenPair(pair, direction, choice)) {
			ImageFiles.requireSide(pair.any(), open.width(), open.height());
			final List<String> flaws = new ArrayList<>(open.flaws());
			final int frames = open.readable(flaws, monitor);
			if (frames < LEAST_FRAMES) throw new SonoflowException.File("The clip " + pair.any() + (open.all() == 1
				? " has one frame" : open.frames() == 1 ? " has one frame left of " + open.all() + " with stride=" + choice.stride()
					: " has one frame that can be used (" + String.join(" ", flaws) + ")") +
				": a translator learns from how frames follow each other. Give clips of " + LEAST_FRAMES + " frames or more.");
			if (direction == Direction.COLOUR && !pair.isPaired()) throw new SonoflowException.File("The clip " + pair.any() +
				" has no counterpart: direction=colour learns from a grey clip and the same in colour. Give a table with the columns " +
				"image and colour, or colour clips under the same names in a folder colour/ beside.");
			return new Found<>(new Look(open.width(), open.height(), frames, isColoured(pair, open, frames)), flaws);
		}
	}

	/** {@return whether there is colour flow; a clip alone may be grey} */
	private static boolean isColoured(final ClipPair pair, final OpenPair open, final int frames) {
		if (!pair.isPaired() && IntStream.range(0, frames).noneMatch(frame -> DopplerParts.isColoured(open.source().color(frame))))
			return false;
		for (int frame = 0; frame < frames; frame++) {
			final byte[] region = open.read(frame).region();
			if (IntStream.range(0, region.length).anyMatch(i -> region[i] != 0)) return true;
		}
		throw new SonoflowException.File("The clip " + pair.any() + " shows no colour flow in any of its " + frames +
			" frames: neither a colour box nor a bar with flow is found. Give whole screens, or masks in a column mask.");
	}

	/** {@return number of clips} */
	public int count() {
		return clips.size();
	}

	/** {@return image and reason of each clip that cannot be used, or in part only} */
	public List<List<String>> review() {
		return review;
	}

	/** {@return how many clips have a counterpart, so that what is under the colour is known} */
	public int paired() {
		return (int) clips.stream().filter(clip -> clip.pair.isPaired()).count();
	}

	/** {@return how many clips have colour and no counterpart} */
	public int coloured() {
		return (int) clips.stream().filter(clip -> !clip.pair.isPaired() && clip.pair.colour() != null).count();
	}

	/** {@return the files of a clip} */
	ClipPair pair(final int clip) {
		return clips.get(clip).pair;
	}

	int frames(final int clip) {
		return clips.get(clip).look.frames;
	}

	int width(final int clip) {
		return clips.get(clip).look.width;
	}

	int height(final int clip) {
		return clips.get(clip).look.height;
	}

	/** {@return the frames of these numbers, which may repeat} */
	OpenPair.Moment[] read(final int number, final int[] frames) {
		final Clip clip = clips.get(number);
		final OpenPair.Moment[] read = new OpenPair.Moment[frames.length];
		OpenPair open = null;
		try {
			for (int i = 0; i < frames.length; i++) {
				if (clip.kept.get(frames[i]) == null) fill(clip);
				final Supplier<OpenPair.Moment> kept = clip.kept.get(frames[i]);
				if (kept == null && open == null) open = clip.open();
				read[i] = kept == null ? open.read(frames[i]).learned() : kept.get();
			}
		}
		finally {
			if (open != null) clip.close(open);
		}
		return read;
	}

	/**
	 * Reads all frames of a clip, as far as there is room, when the first is asked for: decoders begin at the first frame, so that
	 * each drawn at random would cost those before it, too.
	 */
	private void fill(final Clip clip) {
		synchronized (clip.kept) {
			if (clip.filled.getAndSet(true)) return;
			final OpenPair open = clip.open();
			try {
				for (int frame = 0; frame < clip.look.frames; frame++) {
					final Supplier<OpenPair.Moment> kept = moments.keep(open.read(frame).learned());
					if (kept == null) return;
					clip.kept.set(frame, kept);
				}
			}
			finally {
				clip.close(open);
			}
		}
	}
}
