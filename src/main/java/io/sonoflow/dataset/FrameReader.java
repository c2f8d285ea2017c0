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
package io.sonoflow.dataset;

import io.sonoflow.image.mask.PixelSize;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** An opened image file: one frame, or a clip whose frames are read one at a time. Not thread-safe. */
public interface FrameReader extends AutoCloseable {

	/** {@return number of frames, at least 1} */
	int frames();

	/** {@return columns, at least 1} */
	int width();

	/** {@return rows, at least 1} */
	int height();

	/** {@return what the file says about itself, e.g. the DICOM header in ImageJ's text form; empty if nothing} */
	String header();

	/**
	 * @param frame 0..frames-1
	 * @return (x, y), colours as a viewer shows them, alpha 255
	 */
	ArrayImg<ARGBType, IntArray> color(int frame);

	/**
	 * @param frame 0..frames-1
	 * @return (x, y), 0..255; of colours the luma (19595 R + 38470 G + 7471 B + 32768) &gt;&gt; 16 (ITU-R 601, as PIL)
	 */
	ArrayImg<UnsignedByteType, ByteArray> gray(int frame);

	/**
	 * @param frame 0..frames-1
	 * @return (x, y), 255 where the stored value (palette index, any channel) is not 0, else 0
	 */
	ArrayImg<UnsignedByteType, ByteArray> mask(int frame);

	/**
	 * What stands in the file, as a mask of several structures needs it.
	 *
	 * @param frame 0..frames-1
	 * @return stored values row by row, 0..255 (grey levels or numbers of a palette), not to be written to; null if pixels are
	 *         colours
	 */
	byte[] values(int frame);

	/** {@return how fast the frames follow each other, on the mean; empty if the file does not say so} */
	default Optional<FrameRate> rate() {
		return Optional.empty();
	}

	/**
	 * @param frame 0..frames-1
	 * @return when it is shown, in seconds after the first frame in the file; NaN if the file does not say so
	 */
	default double seconds(final int frame) {
		return rate().map(rate -> frame / rate.perSecond()).orElse(Double.NaN);
	}

	/** {@return whether frames are shown at other times than {@link #rate} says, or some are lacking; without a rate false} */
	default boolean isUneven() {
		final double perSecond = rate().map(FrameRate::perSecond).orElse(Double.NaN);
		return IntStream.range(0, frames()).anyMatch(frame -> Math.abs(seconds(frame) - seconds(0) - frame / perSecond) *
			perSecond > 0.5);
	}

	/** {@return how large a pixel is, as far as the file says so} */
	default PixelSize size() {
		return PixelSize.PIXELS;
	}

	/** {@return what is wrong with the file, although its frames can be used: a sentence each, e.g. which frames are left out} */
	default List<String> flaws() {
		return List.of();
	}

	/**
	 * {@return how many frames, from the first on, have the numbers that they have in the file} Of a damaged file frames may be
	 * left out, as {@link #flaws} says, and frames are counted without them: of two clips later frames of one number need not
	 * belong together.
	 */
	default int unbroken() {
		return frames();
	}

	/** {@return what is wrong with a file, for a message: empty, or a sentence and a space behind it} */
	static String damage(final String name, final FrameReader reader) {
		return reader.flaws().isEmpty() ? "" : name + " can be read in part only: " + String.join(" ", reader.flaws()) + " ";
	}

	/** {@return whether frames are left out or missing before others, so that later numbers are not those of the file} */
	default boolean hasGaps() {
		return unbroken() < frames();
	}

	/** Releases the file. */
	@Override
	void close();
}
