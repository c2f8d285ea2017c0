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
package io.sonoflow.dataset.mask;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A clip with clips of masks, unfolded into frames: each file is read once from its beginning on; then its frames are where they
 * fitted, or are decoded again.
 *
 * @param frames pictures with their masks
 * @param facts of each frame's masks
 * @param still how many frames do not count, as they are the one before again
 * @param fleeting whether some of them are decoded anew each time
 */
record MaskedClip(List<MaskedSample> frames, List<List<MaskFacts>> facts, int still, boolean fleeting) {

	private static final int SHARE_OF_HEAP = 4;

	/** Which frames count, and where they are. */
	private record Pictures(int[] numbers, int still, FrameRoom.Held held) {
	}

	/**
	 * The masks of one file.
	 *
	 * @param held whether they fitted; else they are decoded anew each time
	 */
	record Masks(List<MaskFrame> frames, List<MaskFacts> facts, boolean held) {
	}

	/** {@return an image with its masks, as it is} */
	static MaskedClip image(final MaskedSample sample, final List<MaskFacts> facts) {
		return new MaskedClip(List.of(sample), List.of(facts), 0, false);
	}

	/**
	 * @param clip whose masks are clips
	 * @param reader of the clip, at its beginning
	 * @throws SonoflowException.File if masks do not fit, or not even one frame can be read and has a mask
	 */
	static Found<MaskedClip> unfold(final MaskedSample clip, final FrameReader reader, final ClipFrames use,
		final FrameRoom room)
	{
		final Path image = clip.sample().image();
		final int all = reader.frames();
		final List<String> flaws = new ArrayList<>(reader.flaws());
		final int paired = paired(clip, reader, flaws);
		final Pictures pictures = pictures(reader, use.choice().numbers(paired), use.still(), room, flaws);
		final List<Masks> masks = clip.masks().stream().map(mask -> masks(image, mask.path(), reader, pictures.numbers, room))
			.toList();
		final List<MaskedSample> frames = IntStream.range(0, pictures.numbers.length).mapToObj(i -> new MaskedSample(clip.sample(),
			new MaskedSample.Frame(pictures.numbers[i], all, () -> picture(image, pictures, i)), masks.stream().map(each -> each.frames
				.get(i)).toList(), clip.group())).toList();
		final List<List<MaskFacts>> facts = IntStream.range(0, frames.size()).mapToObj(i -> masks.stream().map(each -> each.facts.get(
			i)).toList()).toList();
		final boolean fleeting = pictures.held == null || masks.stream().anyMatch(each -> !each.held);
		return new Found<>(new MaskedClip(frames, facts, pictures.still, fleeting), List.copyOf(flaws));
	}

	/** {@return how many frames, from the first on, are sure to belong to the masks of the same number} */
	private static int paired(final MaskedSample clip, final FrameReader reader, final List<String> flaws) {
		final Path image = clip.sample().image();
		int paired = reader.unbroken();
		int most = reader.frames();
		for (final MaskFrame mask : clip.masks()) {
			if (mask.path().equals(image)) throw MaskCheck.itself(mask.path(), image);
			try (FrameReader masks = ImageFiles.openMask(mask.path())) {
				requireFrames(image, reader, mask.path(), masks);
				masks.flaws().forEach(flaw -> flaws.add("Its mask " + mask.path() + ": " + flaw));
				paired = Math.min(paired, masks.unbroken());
				most = Math.min(most, masks.frames());
			}
		}
		if (paired == 0) throw new SonoflowException.File("The first frame of " + image + ", or of its masks, cannot be read, so " +
			"it is not known which mask belongs to which frame. " + String.join(" ", flaws) + " Give a copy that is whole, or leave " +
			"the clip out.");
		if (paired < most) flaws.add((paired == 1 ? "The first frame is" : "The first " + paired +
			" frames are") + " taken: of those that follow it is not known which mask " +
			"is theirs.");
		return paired;
	}

	private static Pictures pictures(final FrameReader reader, final int[] chosen, final boolean all, final FrameRoom room,
		final List<String> flaws)
	{
		final List<Integer> numbers = new ArrayList<>();
		ArrayImg<UnsignedByteType, ByteArray> last = null;
		int still = 0;
		try (FrameRoom.Keeping keeping = room.keeping()) {
			for (final int number : chosen) {
				final ArrayImg<UnsignedByteType, ByteArray> frame;
				try {
					frame = reader.gray(number);
				}
				catch (final SonoflowException.File e) {
					if (last == null) throw e;
					flaws.add(Found.brokenOff(number, reader.frames(), e));
					break;
				}
				if (!all && last != null && FrameChoice.isSame(last, frame)) {
					still++;
					continue;
				}
				last = frame;
				numbers.add(number);
				keeping.add(frame);
			}
			return new Pictures(numbers.stream().mapToInt(Integer::intValue).toArray(), still, keeping.keep());
		}
	}

	private static ArrayImg<UnsignedByteType, ByteArray> picture(final Path image, final Pictures pictures, final int place) {
		if (pictures.held != null) return pictures.held.frame(place);
		try (FrameReader reader = ImageFiles.open(image)) {
			return reader.gray(pictures.numbers[place]);
		}
	}

	private static Masks masks(final Path image, final Path path, final FrameReader clip, final int[] numbers,
		final FrameRoom room)
	{
		final List<MaskFile> without = new ArrayList<>();
		final List<MaskFacts> facts = new ArrayList<>();
		try (FrameReader reader = ImageFiles.openMask(path); FrameRoom.Keeping keeping = room.keeping()) {
			requireFrames(image, clip, path, reader);
			if (numbers[numbers.length - 1] >= reader.unbroken()) throw new SonoflowException.File("The mask of frame " +
				(numbers[numbers.length - 1] + 1) + " of " + image + " cannot be told: " + path + " can be read in part only. " + String
					.join(" ", reader.flaws()) + " Give a copy that is whole, or leave the clip out.");
			for (final int number : numbers) {
				final MaskFile mask = MaskFile.frame(path, reader, number);
				MaskCheck.requireSize(image, clip.width(), clip.height(), mask);
				facts.add(MaskFacts.of(mask));
				keeping.add(Images.bytes(mask.values(), mask.width(), mask.height()));
				without.add(mask.with(null));
			}
			final FrameRoom.Held held = keeping.keep();
			return new Masks(IntStream.range(0, numbers.length).mapToObj(i -> MaskFrame.frame(path, numbers[i], () -> held == null
				? decoded(path, numbers[i]) : without.get(i).with(Images.pixels(held.frame(i))))).toList(), facts, held != null);
		}
	}

	/**
	 * {@return the masks of some frames of a clip}
	 *
	 * @param numbers of the frames, from 0
	 * @param room for all that is decoded together
	 * @throws SonoflowException.File if they do not fit the clip
	 */
	static Masks masks(final Path image, final Path path, final int[] numbers, final FrameRoom room) {
		if (path.equals(image)) throw MaskCheck.itself(path, image);
		try (FrameReader reader = ImageFiles.open(image)) {
			return masks(image, path, reader, numbers, room);
		}
	}

	/** {@return room for what is decoded} */
	static FrameRoom room() {
		return new FrameRoom(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, true);
	}

	private static MaskFile decoded(final Path path, final int number) {
		try (FrameReader reader = ImageFiles.openMask(path)) {
			return MaskFile.frame(path, reader, number);
		}
	}

	/** Of what is damaged it is not known how many frames there were, but they were not fewer. */
	private static void requireFrames(final Path image, final FrameReader clip, final Path path, final FrameReader masks) {
		final boolean fits = (clip.frames() <= masks.frames() || !masks.flaws().isEmpty()) && (masks.frames() <= clip.frames() ||
			!clip.flaws().isEmpty());
		if (!fits) throw new SonoflowException.File("The mask " + path + " has " + masks.frames() + (masks.frames() == 1 ? " frame"
			: " frames") + ", its clip " + image + " has " + clip.frames() + (clip.flaws().isEmpty() && masks.flaws().isEmpty() ? ""
				: " that can be read") + ". " + FrameReader.damage("The clip", clip) + FrameReader.damage("The mask", masks) +
			"The mask of a clip is a clip or stack of as many frames, one a frame in their order.");
	}
}
