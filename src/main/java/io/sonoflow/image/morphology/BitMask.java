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

import io.sonoflow.image.Box;

import java.util.Arrays;

/**
 * A binary image of one bit a pixel: 64 pixels take one step where a {@link Mask} takes 64. For loops that must be fast;
 * everything else takes a {@link Mask}. No operation changes its operands.
 *
 * <pre>
 * BitMask bright = BitPlanes.of(levels, width, height).above(40);
 * Components components = Components.of(bright.open(3), Connectivity.EIGHT);
 * </pre>
 */
public final class BitMask {

	private final int width;
	private final int height;
	/** Words a row; bit x % 64 of word x / 64 is pixel x. Bits beyond the row's end are 0. */
	private final int stride;
	private final long[] words;

	BitMask(final long[] words, final int width, final int height) {
		this.words = words;
		this.width = width;
		this.height = height;
		stride = stride(width);
	}

	static int stride(final int width) {
		return width + 63 >> 6;
	}

	/** {@return the same pixels} */
	public static BitMask of(final Mask mask) {
		final int width = mask.width();
		final boolean[] data = mask.data();
		final BitMask bits = empty(width, mask.height());
		for (int y = 0; y < mask.height(); y++)
			for (int begin = 0; begin < width; begin += 64) {
				long word = 0;
				for (int x = begin, i = y * width + begin; x < Math.min(width, begin + 64); x++, i++)
					word |= (data[i] ? 1L : 0L) << x;
				bits.words[y * bits.stride + (begin >> 6)] = word;
			}
		return bits;
	}

	/** {@return a mask without foreground} */
	public static BitMask empty(final int width, final int height) {
		return new BitMask(new long[stride(width) * height], width, height);
	}

	/** {@return the same pixels} */
	public Mask toMask() {
		final boolean[] data = new boolean[width * height];
		for (int y = 0; y < height; y++)
			for (int i = 0; i < stride; i++)
				for (long left = words[y * stride + i]; left != 0; left &= left - 1)
					data[y * width + (i << 6) + Long.numberOfTrailingZeros(left)] = true;
		return Mask.of(data, width, height);
	}

	/** {@return columns} */
	public int width() {
		return width;
	}

	/** {@return rows} */
	public int height() {
		return height;
	}

	/** {@return whether the pixel is foreground} */
	public boolean get(final int x, final int y) {
		return (words[y * stride + (x >> 6)] >>> x & 1) != 0;
	}

	/** The words of all rows: this mask's own array, for the package. */
	long[] words() {
		return words;
	}

	/** {@return the first column from the given one on that is foreground, or is not, in a row; the width if none is} */
	public int next(final boolean foreground, final int from, final int y) {
		if (from >= width) return width;
		final long flip = foreground ? 0 : -1;
		int i = from >> 6;
		long left = (words[y * stride + i] ^ flip) & -1L << from;
		while (left == 0) {
			if (++i == stride) return width;
			left = words[y * stride + i] ^ flip;
		}
		return Math.min(width, (i << 6) + Long.numberOfTrailingZeros(left));
	}

	/** {@return the column after the last one that is foreground in a row; 0 if none is} */
	public int end(final int y) {
		for (int i = stride - 1; i >= 0; i--)
			if (words[y * stride + i] != 0) return (i + 1 << 6) - Long.numberOfLeadingZeros(words[y * stride + i]);
		return 0;
	}

	/** {@return number of foreground pixels} */
	public int area() {
		int area = 0;
		for (final long word : words)
			area += Long.bitCount(word);
		return area;
	}

	/** {@return number of foreground pixels of a row in the columns begin (inclusive) to end (exclusive)} */
	public int count(final int y, final int begin, final int end) {
		if (begin >= end) return 0;
		final int first = y * stride + (begin >> 6);
		final int last = y * stride + (end - 1 >> 6);
		final long from = -1L << begin;
		final long to = -1L >>> -end;
		if (first == last) return Long.bitCount(words[first] & from & to);
		int count = Long.bitCount(words[first] & from) + Long.bitCount(words[last] & to);
		for (int i = first + 1; i < last; i++)
			count += Long.bitCount(words[i]);
		return count;
	}

	/** {@return number of foreground pixels in a rectangle within the mask} */
	public int count(final Box box) {
		int count = 0;
		for (int y = box.y(); y < box.y() + box.h(); y++)
			count += count(y, box.x(), box.x() + box.w());
		return count;
	}

	/** {@return number of foreground pixels in each row of a rectangle within the mask} */
	public int[] rows(final Box box) {
		final int[] counts = new int[box.h()];
		for (int y = 0; y < counts.length; y++)
			counts[y] = count(box.y() + y, box.x(), box.x() + box.w());
		return counts;
	}

	/** {@return number of foreground pixels in each column of a rectangle within the mask} */
	public int[] columns(final Box box) {
		final int[] counts = new int[box.w()];
		final long[] digits = new long[32 - Integer.numberOfLeadingZeros(box.h())];
		for (int i = box.x() >> 6; i <= box.x() + box.w() - 1 >> 6; i++) {
			// 64 binary counters, side by side: digit d of all of them is one word.
			Arrays.fill(digits, 0);
			for (int y = box.y(); y < box.y() + box.h(); y++) {
				long carry = words[y * stride + i];
				for (int d = 0; carry != 0; d++) {
					final long digit = digits[d];
					digits[d] = digit ^ carry;
					carry &= digit;
				}
			}
			for (int x = Math.max(box.x(), i << 6); x < Math.min(box.x() + box.w(), i + 1 << 6); x++)
				for (int d = 0; d < digits.length; d++)
					counts[x - box.x()] |= (int) (digits[d] >>> x & 1) << d;
		}
		return counts;
	}

	/** {@return of each column of a rectangle the row, from its first on, of the uppermost foreground pixel; else its height} */
	public int[] tops(final Box box) {
		final int[] tops = new int[box.w()];
		Arrays.fill(tops, box.h());
		for (int i = box.x() >> 6; i <= box.x() + box.w() - 1 >> 6; i++) {
			long seen = 0;
			for (int y = 0; y < box.h(); y++) {
				final long word = words[(box.y() + y) * stride + i];
				for (long fresh = word & ~seen; fresh != 0; fresh &= fresh - 1) {
					final int x = (i << 6) + Long.numberOfTrailingZeros(fresh) - box.x();
					if (x >= 0 && x < box.w()) tops[x] = y;
				}
				seen |= word;
			}
		}
		return tops;
	}

	/** {@return whether the other mask, of the same size, has the same pixels} */
	public boolean isSame(final BitMask other) {
		return Arrays.equals(words, other.words);
	}

	/** {@return foreground of both} */
	public BitMask and(final BitMask other) {
		final long[] both = new long[words.length];
		for (int i = 0; i < both.length; i++)
			both[i] = words[i] & other.words[i];
		return new BitMask(both, width, height);
	}

	/** {@return foreground of either} */
	public BitMask or(final BitMask other) {
		final long[] either = new long[words.length];
		for (int i = 0; i < either.length; i++)
			either[i] = words[i] | other.words[i];
		return new BitMask(either, width, height);
	}

	/** {@return foreground of this that is none of the other} */
	public BitMask without(final BitMask other) {
		final long[] rest = new long[words.length];
		for (int i = 0; i < rest.length; i++)
			rest[i] = words[i] & ~other.words[i];
		return new BitMask(rest, width, height);
	}

	/** {@return background and foreground exchanged} */
	public BitMask negate() {
		final long[] flipped = new long[words.length];
		for (int i = 0; i < flipped.length; i++)
			flipped[i] = ~words[i];
		if ((width & 63) != 0) for (int y = 0; y < height; y++)
			flipped[(y + 1) * stride - 1] &= -1L >>> -width;
		return new BitMask(flipped, width, height);
	}

	/** {@return what of it lies in the columns begin[y] (inclusive) to end[y] (exclusive) of each row y; both within the row} */
	public BitMask between(final int[] begin, final int[] end) {
		final BitMask inner = empty(width, height);
		for (int y = 0; y < height; y++) {
			inner.fill(y, begin[y], end[y]);
			for (int i = y * stride; i < (y + 1) * stride; i++)
				inner.words[i] &= words[i];
		}
		return inner;
	}

	/** Makes columns begin (inclusive) to end (exclusive) of a row foreground: only while a mask is made. */
	void fill(final int y, final int begin, final int end) {
		if (begin >= end) return;
		final int first = y * stride + (begin >> 6);
		final int last = y * stride + (end - 1 >> 6);
		final long from = -1L << begin;
		final long to = -1L >>> -end;
		if (first == last) {
			words[first] |= from & to;
			return;
		}
		words[first] |= from;
		Arrays.fill(words, first + 1, last, -1);
		words[last] |= to;
	}

	/** {@return dilation with a square of side 2 * radius + 1; what lies outside is background} */
	public BitMask dilate(final int radius) {
		return Spread.of(this, radius, 0);
	}

	/** {@return erosion with a square of side 2 * radius + 1; what lies outside is foreground} */
	public BitMask erode(final int radius) {
		return Spread.of(this, radius, -1);
	}

	/** {@return erosion, then dilation, with a square of side 2 * radius + 1} */
	public BitMask open(final int radius) {
		return erode(radius).dilate(radius);
	}
}
