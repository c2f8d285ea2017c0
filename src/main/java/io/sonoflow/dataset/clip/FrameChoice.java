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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
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
	 * @param count frames of the clip, at least 1
	 * @return the numbers of those that are looked at, ascending, from 0
	 */
	public int[] numbers(final int count) {
		final int all = (count - 1) / stride + 1;
		final int kept = most == 0 ? all : Math.min(most, all);
		return IntStream.range(0, kept).map(i -> stride * (int) ((i + 0.5) * all / kept)).toArray();
	}

	/**
	 * Reads a clip once from its beginning to its end, from one file or from one file a frame, a frame at a time; an image is a
	 * clip of one frame. Of what cannot be read to its end the frames before that are taken.
	 *
	 * @param frames gets each frame that counts, grey (x, y), in their order; at least one
	 * @throws SonoflowException.File if not even one frame can be read; or if memory is full
	 */
	public ChosenFrames look(final List<Path> files, final Consumer<ArrayImg<UnsignedByteType, ByteArray>> frames) {
		if (files.size() > 1) return look(files, files.size(), i -> ImageFiles.readGray(files.get(i)), List.of(), frames);
		try (FrameReader reader = ImageFiles.open(files.get(0))) {
			return look(files, reader.frames(), reader::gray, reader.flaws(), frames);
		}
	}

	/**
	 * The same of a clip that is open.
	 *
	 * @return the numbers, from 0, of the frames that count
	 */
	public int[] look(final FrameReader clip, final Consumer<ArrayImg<UnsignedByteType, ByteArray>> frames) {
		return look(List.of(), clip.frames(), clip::gray, clip.flaws(), frames).numbers();
	}

	private ChosenFrames look(final List<Path> files, final int all,
		final IntFunction<ArrayImg<UnsignedByteType, ByteArray>> source, final List<String> known,
		final Consumer<ArrayImg<UnsignedByteType, ByteArray>> frames)
	{
		final List<String> flaws = new ArrayList<>(known);
		final IntStream.Builder kept = IntStream.builder();
		ArrayImg<UnsignedByteType, ByteArray> last = null;
		int still = 0;
		for (final int number : numbers(all)) {
			final ArrayImg<UnsignedByteType, ByteArray> frame;
			try {
				frame = source.apply(number);
			}
			catch (final SonoflowException.File e) {
				if (last == null) throw e;
				flaws.add(Found.brokenOff(number, all, e));
				break;
			}
			if (last != null && isSame(last, frame)) {
				still++;
				continue;
			}
			last = frame;
			kept.add(number);
			frames.accept(frame);
		}
		return new ChosenFrames(List.copyOf(files), all, kept.build().toArray(), still, List.copyOf(flaws));
	}

	/** Says how many frames of clips are left out, if any are, as they are the one before again. */
	public static void tellStill(final int still, final Monitor monitor) {
		if (still > 0) monitor.message(still + (still == 1 ? " frame is left out: it is" : " frames are left out: they are") +
			" the one before again (less than " + SAME + " grey levels apart).");
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
