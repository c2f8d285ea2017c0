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

import java.util.Arrays;

/** Dilation and erosion of packed masks: with squares, where a row is a span and a square a span of rows, and with a cross. */
final class Spread {

	private Spread() {
	}

	/**
	 * @param flip 0, or -1 to flip all bits before and after, so that it is the background that grows
	 * @return the mask, grown by a square of side 2 * radius + 1
	 */
	static BitMask of(final BitMask mask, final int radius, final long flip) {
		final int width = mask.width();
		final int height = mask.height();
		final int stride = BitMask.stride(width);
		final long[] words = mask.words();
		final long[] spread = new long[words.length];
		// Behind a row there is room for what is shifted out of it.
		final long[] row = new long[stride + BitMask.stride(radius) + 1];
		final long last = -1L >>> -width;
		for (int y = 0; y < height; y++) {
			for (int i = 0; i < stride; i++)
				row[i] = words[y * stride + i] ^ flip;
			row[stride - 1] &= last;
			Arrays.fill(row, stride, row.length, 0);
			on(row, radius);
			for (int i = 0; i < stride; i++)
				spread[y * stride + i] = row[i] | from(row, (i << 6) + radius);
		}
		down(spread, radius, stride);
		for (int i = 0; i < spread.length; i++)
			spread[i] ^= flip;
		for (int i = stride - 1; i < spread.length; i += stride)
			spread[i] &= last;
		return new BitMask(spread, width, height);
	}

	/**
	 * @param flip as {@link #of}
	 * @return the mask, grown by the cross of a pixel and its four neighbours
	 */
	static BitMask cross(final BitMask mask, final long flip) {
		final int stride = BitMask.stride(mask.width());
		final long[] words = mask.words();
		final long[] grown = new long[words.length];
		final long last = -1L >>> -mask.width();
		final long[] row = new long[stride];
		for (int from = 0; from < words.length; from += stride) {
			for (int i = 0; i < stride; i++)
				row[i] = (words[from + i] ^ flip) & (i == stride - 1 ? last : -1);
			for (int i = 0; i < stride; i++) {
				grown[from + i] |= row[i] | row[i] << 1 | row[i] >>> 1 | (i > 0 ? row[i - 1] >>> 63 : 0) | (i < stride - 1 ? row[i +
					1] << 63 : 0);
				if (from > 0) grown[from - stride + i] |= row[i];
				if (from + stride < words.length) grown[from + stride + i] |= row[i];
			}
		}
		for (int i = 0; i < grown.length; i++)
			grown[i] = (grown[i] ^ flip) & (i % stride == stride - 1 ? last : -1);
		return new BitMask(grown, mask.width(), mask.height());
	}

	/** Each pixel becomes foreground if one of the radius before it is: spans of 1, 2, 4, ... pixels are put together. */
	private static void on(final long[] row, final int radius) {
		for (int span = 1; span <= radius;) {
			final int more = Math.min(span, radius + 1 - span);
			for (int i = row.length - 1; i >= more >> 6; i--)
				row[i] |= (i << 6) - more >= 0 ? from(row, (i << 6) - more) : row[0] << more;
			span += more;
		}
	}

	/** {@return 64 bits of a row from a pixel of it on; what lies behind the row is 0} */
	private static long from(final long[] row, final int x) {
		final int i = x >> 6;
		final long low = row[i] >>> x;
		return (x & 63) == 0 || i + 1 == row.length ? low : low | row[i + 1] << -x;
	}

	/** The same for rows; then each takes what the one a radius further down has, or the last. */
	private static void down(final long[] rows, final int radius, final int stride) {
		for (int span = 1; span <= radius;) {
			final int more = Math.min(span, radius + 1 - span);
			final int back = more * stride;
			for (int i = rows.length - 1; i >= back; i--)
				rows[i] |= rows[i - back];
			span += more;
		}
		final int last = rows.length - stride;
		for (int row = 0; row < last; row += stride) {
			final int lower = (int) Math.min(last, row + (long) radius * stride);
			for (int i = 0; i < stride; i++)
				rows[row + i] |= rows[lower + i];
		}
	}
}
