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

/**
 * Where at least half of the pixels of the 7 x 7 window round a pixel, as far as it lies in the image, are foreground. Counts
 * are written in binary, each digit of 64 neighbouring pixels in one word, and added as circuits add.
 */
public final class Majority {

	/** Pixels of the window on each side of its middle. */
	public static final int REACH = 3;

	private static final int SIDE = 2 * REACH + 1;

	/** Digits of 49. */
	private static final int DIGITS = 6;

	private final BitMask mask;
	private final int height;
	private final int stride;
	/** Digits of the number of foreground pixels in the row's part of each window; {@value #REACH} empty rows at both ends. */
	private final long[] ones;
	private final long[] twos;
	private final long[] fours;

	private Majority(final BitMask mask) {
		this.mask = mask;
		height = mask.height();
		stride = BitMask.stride(mask.width());
		final int length = (height + 2 * REACH) * stride;
		ones = new long[length];
		twos = new long[length];
		fours = new long[length];
	}

	/** {@return where at least half of the window is foreground} */
	public static BitMask of(final BitMask mask) {
		final Majority majority = new Majority(mask);
		majority.addRows();
		return majority.compare();
	}

	/** The number of ones among three, as two digits: this is the lower one. */
	private static long sum(final long a, final long b, final long c) {
		return a ^ b ^ c;
	}

	/** ... and this the higher one. */
	private static long carry(final long a, final long b, final long c) {
		return a & b | c & (a ^ b);
	}

	private void addRows() {
		final long[] words = mask.words();
		for (int y = 0; y < height; y++) {
			long before;
			long here = 0;
			long after = words[y * stride];
			for (int i = 0; i < stride; i++) {
				before = here;
				here = after;
				after = i + 1 < stride ? words[y * stride + i + 1] : 0;
				final long a = here << 3 | before >>> 61;
				final long b = here << 2 | before >>> 62;
				final long c = here << 1 | before >>> 63;
				final long d = here >>> 1 | after << 63;
				final long e = here >>> 2 | after << 62;
				final long f = here >>> 3 | after << 61;
				final long left = sum(a, b, c);
				final long right = sum(d, e, f);
				final long twosLeft = carry(a, b, c);
				final long twosRight = carry(d, e, f);
				final long twosHere = carry(left, right, here);
				final int at = (y + REACH) * stride + i;
				ones[at] = sum(left, right, here);
				twos[at] = sum(twosLeft, twosRight, twosHere);
				fours[at] = carry(twosLeft, twosRight, twosHere);
			}
		}
	}

	private BitMask compare() {
		final long[] dense = new long[height * stride];
		final long[][][] thresholds = new long[SIDE + 1][][];
		for (int y = 0; y < height; y++) {
			final int rows = Math.min(height - 1, y + REACH) - Math.max(0, y - REACH) + 1;
			if (thresholds[rows] == null) thresholds[rows] = thresholds(rows);
			compare(y, thresholds[rows], dense);
		}
		return new BitMask(dense, mask.width(), height);
	}

	/** {@return digits, for each column, of the least number that is half a window of so many rows; beyond the row of 63} */
	private long[][] thresholds(final int rows) {
		final long[][] digits = new long[DIGITS][stride];
		for (final long[] digit : digits)
			Arrays.fill(digit, -1);
		for (int x = 0; x < mask.width(); x++) {
			final int columns = Math.min(mask.width() - 1, x + REACH) - Math.max(0, x - REACH) + 1;
			final int half = (rows * columns + 1) / 2;
			for (int d = 0; d < DIGITS; d++)
				if ((half >> d & 1) == 0) digits[d][x >> 6] &= ~(1L << x);
		}
		return digits;
	}

	private void compare(final int y, final long[][] least, final long[] dense) {
		for (int i = 0; i < stride; i++) {
			final int at = y * stride + i;
			// Seven numbers of three digits; each digit alone gives three.
			final long one0 = sum7(ones, at);
			final long one1 = carry7(ones, at);
			final long one2 = carries7(ones, at);
			final long two0 = sum7(twos, at);
			final long two1 = carry7(twos, at);
			final long two2 = carries7(twos, at);
			final long four0 = sum7(fours, at);
			final long four1 = carry7(fours, at);
			final long four2 = carries7(fours, at);
			final long to4 = one1 & two0;
			final long part4 = sum(one2, two1, four0);
			final long to8 = carry(one2, two1, four0);
			final long also8 = part4 & to4;
			final long part8 = sum(two2, four1, to8);
			final long to16 = carry(two2, four1, to8);
			final long also16 = part8 & also8;
			long less = ~one0 & least[0][i];
			less = less(one1 ^ two0, least[1][i], less);
			less = less(part4 ^ to4, least[2][i], less);
			less = less(part8 ^ also8, least[3][i], less);
			less = less(sum(four2, to16, also16), least[4][i], less);
			dense[at] = ~less(carry(four2, to16, also16), least[5][i], less);
		}
	}

	/** {@return whether a number is less than another, by one digit of both and what the lower ones say} */
	private static long less(final long digit, final long other, final long lower) {
		return ~digit & other | ~(digit ^ other) & lower;
	}

	private long sum7(final long[] digit, final int at) {
		final long upper = sum(digit[at], digit[at + stride], digit[at + 2 * stride]);
		final long lower = sum(digit[at + 3 * stride], digit[at + 4 * stride], digit[at + 5 * stride]);
		return sum(upper, lower, digit[at + 6 * stride]);
	}

	private long carry7(final long[] digit, final int at) {
		return sum(upper(digit, at), lower(digit, at), last(digit, at));
	}

	private long carries7(final long[] digit, final int at) {
		return carry(upper(digit, at), lower(digit, at), last(digit, at));
	}

	private long upper(final long[] digit, final int at) {
		return carry(digit[at], digit[at + stride], digit[at + 2 * stride]);
	}

	private long lower(final long[] digit, final int at) {
		return carry(digit[at + 3 * stride], digit[at + 4 * stride], digit[at + 5 * stride]);
	}

	private long last(final long[] digit, final int at) {
		final long upper = sum(digit[at], digit[at + stride], digit[at + 2 * stride]);
		final long lower = sum(digit[at + 3 * stride], digit[at + 4 * stride], digit[at + 5 * stride]);
		return carry(upper, lower, digit[at + 6 * stride]);
	}
}
