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
package io.sonoflow.image.morphology;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * An 8-bit image by its binary digits: each digit of 64 neighbouring pixels in one word. Thresholds of one image, of which
 * there are several, then take eight steps for 64 pixels each.
 *
 * <pre>
 * BitPlanes levels = BitPlanes.of(values, width, height);
 * for (int threshold = 0; threshold &lt; 8; threshold++)
 * 	areas[threshold] = levels.above(threshold).area();
 * </pre>
 */
public final class BitPlanes {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int DIGITS = 8;

	private final int width;
	private final int height;
	private final long[][] planes;

	private BitPlanes(final int width, final int height) {
		this.width = width;
		this.height = height;
		planes = new long[DIGITS][BitMask.stride(width) * height];
	}

	/**
	 * @param values 0..255, row by row
	 * @return their digits
	 */
	public static BitPlanes of(final byte[] values, final int width, final int height) {
		final BitPlanes digits = new BitPlanes(width, height);
		final byte[] rest = new byte[64];
		final long[] block = new long[DIGITS];
		int word = 0;
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x += 64, word++) {
				final boolean whole = x + 64 <= width;
				if (!whole) System.arraycopy(values, y * width + x, rest, 0, width - x);
				for (int i = 0; i < DIGITS; i++)
					block[i] = digits((long) LONGS.get(whole ? values : rest, (whole ? y * width + x : 0) + 8 * i));
				gather(block);
				for (int digit = 0; digit < DIGITS; digit++)
					digits.planes[digit][word] = block[digit];
				if (!whole) digits.clear(word, width - x);
			}
		return digits;
	}

	/** Behind the end of a row there is nothing, whatever the last row left there. */
	private void clear(final int word, final int length) {
		for (final long[] plane : planes)
			plane[word] &= -1L >>> -length;
	}

	/** {@return eight bytes of which byte d holds digit d of the eight given ones: a matrix of bits, transposed} */
	private static long digits(final long eight) {
		long x = eight;
		long swap = (x ^ x >>> 7) & 0x00AA00AA00AA00AAL;
		x ^= swap ^ swap << 7;
		swap = (x ^ x >>> 14) & 0x0000CCCC0000CCCCL;
		x ^= swap ^ swap << 14;
		swap = (x ^ x >>> 28) & 0x00000000F0F0F0F0L;
		return x ^ swap ^ swap << 28;
	}

	/** Word i gets byte i of all words: a matrix of bytes, transposed. */
	private static void gather(final long[] block) {
		for (int i = 0; i < 4; i++)
			swap(block, i, i + 4, 32, 0x00000000FFFFFFFFL);
		for (int i = 0; i < DIGITS; i += (i & 1) == 0 ? 1 : 3)
			swap(block, i, i + 2, 16, 0x0000FFFF0000FFFFL);
		for (int i = 0; i < DIGITS; i += 2)
			swap(block, i, i + 1, 8, 0x00FF00FF00FF00FFL);
	}

	private static void swap(final long[] block, final int a, final int b, final int shift, final long lower) {
		final long swap = (block[a] >>> shift ^ block[b]) & lower;
		block[b] ^= swap;
		block[a] ^= swap << shift;
	}

	/**
	 * @param threshold 0..255
	 * @return where the value is larger than the threshold
	 */
	public BitMask above(final int threshold) {
		final long[] above = new long[planes[0].length];
		// From the lowest digit on: a 1 where the threshold has a 0 is larger, a 0 where it has a 1 is smaller.
		for (int digit = 0; digit < DIGITS; digit++) {
			final long[] plane = planes[digit];
			if ((threshold >> digit & 1) == 0) for (int i = 0; i < above.length; i++)
				above[i] |= plane[i];
			else for (int i = 0; i < above.length; i++)
				above[i] &= plane[i];
		}
		return new BitMask(above, width, height);
	}
}
