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
package io.sonoflow.image.text;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Takes writing out of an image: its pixels are replaced, not darkened or smoothed, so that nothing of it can be restored. */
public final class TextBlank {

	/** Width of the frame round a rectangle whose median fills it, pixels. */
	private static final int FRAME = 3;

	private TextBlank() {
	}

	/**
	 * Fills a rectangle with one level: the median of the pixels just round it.
	 *
	 * @param image (x, y), 8-bit; changed
	 * @param box lies in it
	 */
	public static void fill(final ArrayImg<UnsignedByteType, ByteArray> image, final Box box) {
		final byte[] pixels = image.update(null).getCurrentStorageArray();
		final int width = Images.width(image);
		final byte level = level(pixels, width, Images.height(image), box);
		for (int y = box.y(); y < box.y() + box.h(); y++)
			Arrays.fill(pixels, y * width + box.x(), y * width + box.x() + box.w(), level);
	}

	private static byte level(final byte[] pixels, final int width, final int height, final Box box) {
		final int[] counts = new int[256];
		int all = 0;
		for (int y = Math.max(0, box.y() - FRAME); y < Math.min(height, box.y() + box.h() + FRAME); y++)
			for (int x = Math.max(0, box.x() - FRAME); x < Math.min(width, box.x() + box.w() + FRAME); x++) {
				if (x >= box.x() && x < box.x() + box.w() && y >= box.y() && y < box.y() + box.h()) continue;
				counts[pixels[y * width + x] & 0xFF]++;
				all++;
			}
		int level = 0;
		for (int sum = counts[0]; level < 255 && 2 * sum < all; sum += counts[level])
			level++;
		return (byte) level;
	}
}
