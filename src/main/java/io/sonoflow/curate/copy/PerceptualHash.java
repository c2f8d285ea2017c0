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
package io.sonoflow.curate.copy;

import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.Arrays;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * 240 bits by which copies of an image are found among many: is a place of the shrunken image (16 x 16) brighter than its
 * neighbour to the right (N. Krawetz's "difference hash", 2013)? Another size, brightness, contrast or compression of the
 * same image changes few of the bits. Other images of the same kind may come near too, so what this finds is to be
 * confirmed by {@link SpeckleStructure}.
 */
public final class PerceptualHash {

	/** Number of bits. */
	public static final int BITS = 240;

	private static final int SIDE = 16;
	private static final int WORD = 64;

	private final long[] words;

	private PerceptualHash(final long[] words) {
		this.words = words;
	}

	/**
	 * @param image (x, y), 8-bit, any size
	 * @return its hash
	 */
	public static PerceptualHash of(final RandomAccessibleInterval<UnsignedByteType> image) {
		final float[] small = Resize.resize(Images.floatPixels(image), Images.width(image), Images.height(image), SIDE, SIDE,
			Interpolation.BILINEAR_ANTIALIASED);
		final long[] words = new long[(BITS - 1) / WORD + 1];
		int bit = 0;
		for (int y = 0; y < SIDE; y++)
			for (int x = 1; x < SIDE; x++, bit++)
				if (small[y * SIDE + x - 1] > small[y * SIDE + x]) words[bit / WORD] |= 1L << bit % WORD;
		return new PerceptualHash(words);
	}

	/** {@return number of bits that differ, 0..{@value #BITS}} */
	public int distance(final PerceptualHash other) {
		int count = 0;
		for (int i = 0; i < words.length; i++)
			count += Long.bitCount(words[i] ^ other.words[i]);
		return count;
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof PerceptualHash hash && Arrays.equals(words, hash.words);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(words);
	}
}
