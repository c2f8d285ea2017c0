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
package io.sonoflow.step.marks;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.FrameSize;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.MarkerInsertion;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Reads images and clips and writes them with marks: an image as PNG, a clip, a frame at a time, as lossless AVI. */
final class MarkedClips {

	/** Where a clip does not say its rate. */
	private static final FrameRate USUAL = new FrameRate(25, 1);

	/**
	 * What is known of a file before it is written.
	 *
	 * @param frames that can be used; 1 = written as an image
	 * @param size of them
	 * @param timed whether it says how fast its frames follow each other
	 * @param uneven whether it shows them at other times
	 */
	private record Look(int frames, FrameSize size, boolean timed, boolean uneven) {

		static Look of(final FrameReader reader, final int frames) {
			return new Look(frames, new FrameSize(reader.width(), reader.height()), reader.rate().isPresent(), reader.isUneven());
		}
	}

	private MarkedClips() {
	}

	/**
	 * Reads all of them once.
	 *
	 * @param units files of a clip each, of which all have to have one size
	 * @return how many frames of each file can be used
	 * @throws SonoflowException.File naming all that cannot be used, or the first clip whose frames have several sizes
	 */
	static int[] look(final List<Path> files, final List<List<Path>> units, final Monitor monitor) {
		final Opened<Look> opened = Opened.inPart("reading images", files, false, monitor, i -> look(files.get(i)));
		opened.requireAll();
		requireOneSize(units, IntStream.range(0, files.size()).boxed().collect(Collectors.toMap(files::get, i -> opened.result(
			i).size)));
		opened.tellFlaws(false, monitor);
		final int[] frames = IntStream.range(0, files.size()).map(i -> opened.result(i).frames).toArray();
		final List<Integer> clips = IntStream.range(0, files.size()).filter(i -> frames[i] > 1).boxed().toList();
		if (!clips.isEmpty()) monitor.message(clips.size() + " of " + files.size() + " are clips: all frames of one bear the " +
			"same marks, or none; they are written as lossless AVI (FFV1).");
		warn(clips.stream().filter(i -> !opened.result(i).timed).map(files::get).toList(), clips.size(),
			"do not say how many frames a second they have: written at " + USUAL.frames() + " frames a second", monitor);
		warn(clips.stream().filter(i -> opened.result(i).uneven).map(files::get).toList(), clips.size(),
			"show their frames at uneven times, or lack some: written at their mean rate", monitor);
		return frames;
	}

	private static void requireOneSize(final List<List<Path>> units, final Map<Path, FrameSize> sizes) {
		for (final List<Path> unit : units)
			for (final Path file : unit)
				if (!sizes.get(file).equals(sizes.get(unit.get(0)))) throw new SonoflowException.File("The frames of a clip are of " +
					"different sizes: " + unit.get(0) + " has " + sizes.get(unit.get(0)) + " pixels, " + file + " has " + sizes.get(file) +
					". All frames of a clip bear the same marks at the same places, so they need one size. Bring them to one, e.g. with " +
					"\"Crop Ultrasound...\", or empty the column clip of frames that stand for themselves.");
	}

	private static void warn(final List<Path> some, final int clips, final String what, final Monitor monitor) {
		if (!some.isEmpty()) monitor.warn(some.size() + " of " + clips + " clips " + what + ". The first: " + some.get(0) + ".");
	}

	private static Found<Look> look(final Path file) {
		try (FrameReader reader = ImageFiles.open(file)) {
			ImageFiles.requireSide(file, reader.width(), reader.height());
			if (reader.frames() > 1) requireWritable(file, reader);
			final List<String> flaws = new ArrayList<>(reader.flaws());
			for (int frame = 0; frame < reader.frames(); frame++)
				try {
					reader.gray(frame);
				}
				catch (final SonoflowException.File e) {
					if (frame == 0) throw e;
					flaws.add(Found.brokenOff(frame, reader.frames(), e));
					return new Found<>(Look.of(reader, frame), flaws);
				}
			return new Found<>(Look.of(reader, reader.frames()), flaws);
		}
	}

	private static void requireWritable(final Path file, final FrameReader reader) {
		ClipWriter.requireLibrary();
		try {
			ClipWriter.requireSize(ClipCodec.FFV1, reader.width(), reader.height());
		}
		catch (final SonoflowException.Input e) {
			throw new SonoflowException.File("The clip " + file + ": " + e.getMessage(), e);
		}
	}

	/** {@return the image as it is} */
	static MarkerInsertion.Marked none(final ArrayImg<UnsignedByteType, ByteArray> image) {
		return new MarkerInsertion.Marked(image, new boolean[(int) image.size()], List.of());
	}

	/**
	 * Writes an image or clip, and where its marks are.
	 *
	 * @param frames to be written, from the first on; 1 = an image
	 * @param target names the files
	 * @param marks puts them into a frame: always the same
	 * @throws SonoflowException.Cancelled if the user stops it; nothing is written then
	 */
	static void write(final Path source, final int frames, final Sample target,
		final Function<ArrayImg<UnsignedByteType, ByteArray>, MarkerInsertion.Marked> marks, final Monitor monitor)
	{
		try (FrameReader reader = ImageFiles.open(source)) {
			if (frames == 1) {
				final MarkerInsertion.Marked marked = marks.apply(reader.gray(0));
				ImageFiles.writePng(target.marks(), mask(marked));
				ImageFiles.writePng(target.image(), marked.image());
				return;
			}
			final ArrayImg<UnsignedByteType, ByteArray> mask = mask(marks.apply(reader.gray(0)));
			write(target.marks(), reader, frames, frame -> mask, monitor);
			write(target.image(), reader, frames, frame -> marks.apply(reader.gray(frame)).image(), monitor);
		}
	}

	private static void write(final Path clip, final FrameReader reader, final int frames,
		final Function<Integer, ArrayImg<UnsignedByteType, ByteArray>> pictures, final Monitor monitor)
	{
		AtomicFiles.write(clip, temporary -> {
			try (ClipWriter writer = new ClipWriter(temporary, ClipCodec.FFV1, reader.width(), reader.height(), false, reader.rate()
				.orElse(USUAL)))
			{
				for (int frame = 0; frame < frames; frame++) {
					monitor.checkCancelled();
					writer.add(pictures.apply(frame));
				}
				writer.finish();
			}
		});
	}

	private static ArrayImg<UnsignedByteType, ByteArray> mask(final MarkerInsertion.Marked marked) {
		final byte[] mask = new byte[marked.mask().length];
		for (int i = 0; i < mask.length; i++)
			if (marked.mask()[i]) mask[i] = (byte) 255;
		return Images.bytes(mask, Images.width(marked.image()), Images.height(marked.image()));
	}
}
