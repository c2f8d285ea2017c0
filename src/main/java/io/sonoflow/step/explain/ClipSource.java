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
package io.sonoflow.step.explain;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A clip that is to be explained, after a first look at all of its frames.
 *
 * @param rows of the data set: one, whose file is the clip, or one a frame
 * @param name in tables
 * @param numbers of the frames that count, in the clip, from 0
 * @param still how many chosen frames do not count, as they are the one before again
 * @param seconds when these are shown; not a number where the clip does not say it
 * @param rate at which these follow each other; null if the clip does not say it
 * @param width columns of all frames
 * @param height their rows
 * @param flaws what is wrong with the clip although it can be used, a sentence each
 */
record ClipSource(List<Sample> rows, String name, int[] numbers, int still, double[] seconds, FrameRate rate, int width,
	int height, List<String> flaws)
{

	/** Where a clip does not say its rate. */
	static final FrameRate USUAL = new FrameRate(25, 1);

	/**
	 * Reads each frame that is chosen once. One that is the one before again does not count, as where clips are classified. Where
	 * the clip breaks in its middle what comes before is taken.
	 *
	 * @param masks whether masks of the structure are needed, too
	 * @throws SonoflowException.File if not even the first frame can be used, or a mask does not fit
	 */
	static ClipSource look(final List<Sample> rows, final FrameChoice choice, final boolean masks) {
		try (ClipReading reading = new ClipReading(rows, masks)) {
			return look(reading, choice);
		}
	}

	/** The same of a clip that is open. */
	static ClipSource look(final ClipReading reading, final FrameChoice choice) {
		final Path file = reading.rows().get(0).image();
		final Looked looked = new Looked();
		final int[] chosen = choice.numbers(reading.frames());
		final List<String> flaws = new ArrayList<>(reading.flaws());
		for (int i = 0; i < chosen.length; i++) {
			final ArrayImg<UnsignedByteType, ByteArray> frame;
			try {
				frame = looked.frame(reading, chosen[i], file);
			}
			catch (final SonoflowException.File e) {
				if (looked.last == null) throw e;
				flaws.add(Found.brokenOff(chosen[i], reading.frames(), e));
				break;
			}
			// A mask that does not fit says nothing of the clip, and must not end it.
			reading.burnt(chosen[i], frame);
			reading.structure(chosen[i], frame);
			looked.add(chosen[i], frame);
		}
		final int[] numbers = looked.numbers.stream().mapToInt(Integer::intValue).toArray();
		final double[] seconds = IntStream.of(numbers).mapToDouble(reading::seconds).toArray();
		return new ClipSource(reading.rows(), file.toString(), numbers, looked.still, seconds, rate(reading.rate(), numbers,
			seconds), Images.width(looked.last), Images.height(looked.last), List.copyOf(flaws));
	}

	/** The frames that were seen to be usable. */
	private static final class Looked {

		private final List<Integer> numbers = new ArrayList<>();
		private ArrayImg<UnsignedByteType, ByteArray> last;
		private int still;

		/** {@return a frame that is like those before it} */
		ArrayImg<UnsignedByteType, ByteArray> frame(final ClipReading reading, final int number, final Path file) {
			final ArrayImg<UnsignedByteType, ByteArray> frame = reading.read(number);
			ImageFiles.requireSide(file, Images.width(frame), Images.height(frame));
			if (last != null && (Images.width(last) != Images.width(frame) || Images.height(last) != Images.height(frame)))
				throw new SonoflowException.File("Frame " + (number + 1) + " of the clip " + file + " has " + Images.width(frame) +
					" x " + Images.height(frame) + " pixels, those before it " + Images.width(last) + " x " + Images.height(last) +
					". Give frames of one size, as \"Crop Ultrasound...\" cuts them.");
			return frame;
		}

		void add(final int number, final ArrayImg<UnsignedByteType, ByteArray> frame) {
			if (last != null && FrameChoice.isSame(last, frame)) {
				still++;
				return;
			}
			last = frame;
			numbers.add(number);
		}
	}

	/** {@return exactly the clip's where frames are equally far apart, else the mean; null if nothing is known} */
	private static FrameRate rate(final FrameRate own, final int[] numbers, final double[] seconds) {
		final int last = numbers.length - 1;
		if (last < 1) return own;
		final int step = numbers[1] - numbers[0];
		final boolean even = IntStream.rangeClosed(1, last).allMatch(i -> numbers[i] - numbers[i - 1] == step);
		if (own != null && even && own.seconds() <= Integer.MAX_VALUE / step) return new FrameRate(own.frames(), own.seconds() *
			step);
		final double perSecond = last / (seconds[last] - seconds[0]);
		return Double.isFinite(perSecond) && perSecond > 0 ? FrameRate.near(perSecond) : null;
	}

	/** {@return the same under another name} */
	ClipSource named(final String other) {
		return new ClipSource(rows, other, numbers, still, seconds, rate, width, height, flaws);
	}

	/** {@return whether the time of every frame is known} */
	boolean isTimed() {
		for (final double each : seconds)
			if (!Double.isFinite(each)) return false;
		return true;
	}

	/** {@return the rate, or a usual one} */
	FrameRate shown() {
		return rate == null ? USUAL : rate;
	}

	/** {@return a frame in words: its number and, where that is known, its time} */
	String words(final int place) {
		return "frame " + numbers[place] + (Double.isFinite(seconds[place]) ? String.format(Locale.ROOT, " (%.2f s)",
			seconds[place]) : "");
	}
}
