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

import io.sonoflow.image.Images;

import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/** A strip below the frames of a clip, from its first to its last one: how much each counts, and which is seen. */
final class TimeLine {

	private static final int GROUND = 0xFF202020, BARS = 0xFFE69F00, HERE = 0xFF606060, SEEN = 0xFFFFFFFF;
	private static final int LEAST = 12, PART = 10;

	private final double[] weights;
	private final double most;

	/** @param weights one a frame, at least 0 */
	TimeLine(final double... weights) {
		this.weights = weights;
		this.most = Arrays.stream(weights).max().orElseThrow();
	}

	/** {@return rows that it adds to a picture of so many} */
	static int height(final int rows) {
		return Math.max(LEAST, rows / PART);
	}

	/**
	 * @param picture of a frame
	 * @param place of the frame
	 * @return the picture, and below it the strip
	 */
	ArrayImg<ARGBType, IntArray> below(final ArrayImg<ARGBType, IntArray> picture, final int place) {
		final int width = Images.width(picture);
		final int rows = Images.height(picture);
		final int height = height(rows);
		final int[] pixels = Arrays.copyOf(picture.update(null).getCurrentStorageArray(), width * (rows + height));
		for (int x = 0; x < width; x++) {
			final int first = (int) ((long) x * weights.length / width);
			final int end = Math.max(first + 1, (int) ((x + 1L) * weights.length / width));
			final boolean here = place >= first && place < end;
			final double weight = Arrays.stream(weights, first, end).max().orElseThrow();
			final int bar = most > 0 ? (int) Math.round(weight / most * (height - 2)) : 0;
			for (int y = 0; y < height; y++)
				pixels[(rows + y) * width + x] = height - y <= bar ? here ? SEEN : BARS : here ? HERE : GROUND;
		}
		return ArrayImgs.argbs(pixels, width, rows + height);
	}
}
