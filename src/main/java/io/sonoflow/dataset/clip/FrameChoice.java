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
package io.sonoflow.dataset.clip;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Which frames of a clip count.
 *
 * @param stride every so many-th frame, from the first on, at least 1
 * @param most so many frames of a clip at most, spread evenly over those of {@code stride}; 0 = all
 */
public record FrameChoice(int stride, int most) {

	/** All frames. */
	public static final FrameChoice ALL = new FrameChoice(1, 0);

	/** Mean difference in grey levels below which a frame is the last one again: a picture that stands still. */
	public static final double SAME = 0.5;

	/**
	 * What was read of a clip.
	 *
	 * @param frames grey (x, y) in their order, at least one
	 * @param numbers of the frames in the clip, from 0
	 * @param still how many chosen frames were left out, as they are the one before again
	 * @param flaws what is wrong with the file although it can be used, a sentence each
	 */
	public record Read(List<ArrayImg<UnsignedByteType, ByteArray>> frames, List<Integer> numbers, int still, List<String> flaws) {
	}

	/**
	 * @param count frames of the clip, at least 1
	 * @return the numbers of those that are looked at, ascending, from 0
	 */
	public int[] numbers(final int count) {
		final int all = (count - 1) / stride + 1;
		final int kept = most == 0 ? all : Math.min(most, all);
		return IntStream.range(0, kept).map(i -> stride * (int) ((i + 0.5) * all / kept)).toArray();
	}

	/**
	 * Reads a clip from one file, or from one file a frame; an image is a clip of one frame. Of a file that cannot be read to its
	 * end the frames before that are taken.
	 *
	 * @throws SonoflowException.File if not even one frame can be read, or several files are given and one cannot be read or has
	 *           more than a frame
	 */
	public Read read(final List<Path> files) {
		if (files.size() > 1) return read(numbers(files.size()), files.size(), i -> ImageFiles.readGray(files.get(i)), null);
		try (FrameReader reader = ImageFiles.open(files.get(0))) {
			return read(numbers(reader.frames()), reader.frames(), reader::gray, new ArrayList<>(reader.flaws()));
		}
	}

	/** What gives a frame. */
	@FunctionalInterface
	private interface Source {

		ArrayImg<UnsignedByteType, ByteArray> frame(int number);
	}

	/** @param flaws gets a sentence if the clip ends in the middle; null = it must not */
	private static Read read(final int[] numbers, final int all, final Source source, final List<String> flaws) {
		final List<ArrayImg<UnsignedByteType, ByteArray>> frames = new ArrayList<>();
		final List<Integer> kept = new ArrayList<>();
		int tried = 0;
		for (final int number : numbers) {
			final ArrayImg<UnsignedByteType, ByteArray> frame;
			try {
				frame = source.frame(number);
				tried++;
			}
			catch (final SonoflowException.File e) {
				if (frames.isEmpty() || flaws == null) throw e;
				flaws.add(brokenOff(number, all, e));
				break;
			}
			if (!frames.isEmpty() && isSame(frames.get(frames.size() - 1), frame)) continue;
			frames.add(frame);
			kept.add(number);
		}
		return new Read(frames, kept, tried - kept.size(), flaws == null ? List.of() : List.copyOf(flaws));
	}

	private static String brokenOff(final int number, final int all, final SonoflowException.File reason) {
		try {
			return Found.brokenOff(number, all, reason);
		}
		catch (final SonoflowException.File e) {
			throw new SonoflowException.File(e.getMessage() + " Or take fewer frames of it: stride, maxframes.", e);
		}
	}

	/** {@return whether two pictures of one size differ by less than {@link #SAME} grey levels on the mean} */
	public static boolean isSame(final ArrayImg<UnsignedByteType, ByteArray> first,
		final ArrayImg<UnsignedByteType, ByteArray> second)
	{
		final byte[] a = Images.pixels(first);
		final byte[] b = Images.pixels(second);
		if (a.length != b.length || Images.width(first) != Images.width(second)) return false;
		long difference = 0;
		for (int i = 0; i < a.length; i++)
			difference += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
		return difference < SAME * a.length;
	}
}
