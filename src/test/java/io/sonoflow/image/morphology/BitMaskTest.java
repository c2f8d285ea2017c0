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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Packed masks against plain loops over pixels, on random masks, also of one pixel and of widths round 64. */
class BitMaskTest {

	private static final int[][] SIZES = { { 1, 1 }, { 1, 9 }, { 9, 1 }, { 2, 3 }, { 5, 5 }, { 7, 7 }, { 13, 6 }, { 63, 8 },
		{ 64, 9 }, { 65, 12 }, { 127, 5 }, { 128, 20 }, { 130, 31 }, { 200, 40 } };

	private final RandomStream random = RandomStream.of(1, "bits");

	private List<Mask> masks() {
		final List<Mask> masks = new ArrayList<>();
		for (final int[] size : SIZES)
			for (final double filled : new double[] { 0, 0.03, 0.5, 0.9, 1 })
				masks.add(Mask.of(size[0], size[1], i -> random.chance(filled)));
		return masks;
	}

	private static Mask plain(final Mask mask, final BiPredicate<Integer, Integer> pixel) {
		return Mask.of(mask.width(), mask.height(), i -> pixel.test(i % mask.width(), i / mask.width()));
	}

	private static void same(final Mask expected, final BitMask found, final String what) {
		assertEquals(expected.width(), found.width());
		assertEquals(expected.height(), found.height());
		assertArrayEquals(expected.data(), found.toMask().data(), () -> what + " of " + expected.width() + " x " + expected.height());
		// Nothing may hide behind the end of a row.
		assertEquals(expected.area(), found.area(), what);
	}

	private static int count(final Mask mask, final int x0, final int y0, final int x1, final int y1) {
		int count = 0;
		for (int y = Math.max(0, y0); y < Math.min(mask.height(), y1); y++)
			for (int x = Math.max(0, x0); x < Math.min(mask.width(), x1); x++)
				if (mask.get(x, y)) count++;
		return count;
	}

	private Box part(final Mask mask) {
		final int x = random.nextInt(mask.width());
		final int y = random.nextInt(mask.height());
		return new Box(x, y, 1 + random.nextInt(mask.width() - x), 1 + random.nextInt(mask.height() - y));
	}

	@Test
	void pixelsStay() {
		for (final Mask mask : masks()) {
			final BitMask bits = BitMask.of(mask);
			same(mask, bits, "copy");
			same(mask.negate(), bits.negate(), "negative");
			assertEquals(0, BitMask.empty(mask.width(), mask.height()).area());
			for (int i = 0; i < mask.data().length; i++)
				assertEquals(mask.data()[i], bits.get(i % mask.width(), i / mask.width()));
		}
	}

	@Test
	void levelsAboveAThreshold() {
		for (final int[] size : SIZES) {
			final byte[] values = new byte[size[0] * size[1]];
			for (int i = 0; i < values.length; i++)
				values[i] = (byte) random.nextInt(256);
			for (final int threshold : new int[] { 0, 1, 5, 126, 127, 128, 129, 200, 254, 255 })
				same(Mask.of(size[0], size[1], i -> (values[i] & 0xFF) > threshold), BitPlanes.of(values, size[0], size[1]).above(
					threshold), "above " + threshold);
		}
	}

	@Test
	void setsAreCombined() {
		for (final Mask mask : masks()) {
			final Mask other = Mask.of(mask.width(), mask.height(), i -> random.chance(0.4));
			final BitMask a = BitMask.of(mask);
			final BitMask b = BitMask.of(other);
			same(plain(mask, (x, y) -> mask.get(x, y) && other.get(x, y)), a.and(b), "and");
			same(plain(mask, (x, y) -> mask.get(x, y) || other.get(x, y)), a.or(b), "or");
			same(plain(mask, (x, y) -> mask.get(x, y) && !other.get(x, y)), a.without(b), "without");
			final int[] begin = new int[mask.height()];
			final int[] end = new int[mask.height()];
			for (int y = 0; y < begin.length; y++) {
				begin[y] = random.nextInt(mask.width() + 1);
				end[y] = random.nextInt(mask.width() + 1);
			}
			same(plain(mask, (x, y) -> mask.get(x, y) && x >= begin[y] && x < end[y]), a.between(begin, end), "between");
			same(mask, a, "operand");
			assertTrue(a.isSame(BitMask.of(mask)));
			assertEquals(Arrays.equals(mask.data(), other.data()), a.isSame(b));
		}
	}

	@Test
	void pixelsAreCounted() {
		for (final Mask mask : masks()) {
			final BitMask bits = BitMask.of(mask);
			for (int i = 0; i < 10; i++) {
				final Box box = part(mask);
				final int right = box.x() + box.w();
				final int bottom = box.y() + box.h();
				assertEquals(count(mask, box.x(), box.y(), right, bottom), bits.count(box));
				final int[] tops = new int[box.w()];
				Arrays.setAll(tops, x -> IntStream.range(0, box.h()).filter(y -> mask.get(box.x() + x, box.y() + y)).findFirst().orElse(
					box.h()));
				assertArrayEquals(tops, bits.tops(box));
				final int[] columns = new int[box.w()];
				Arrays.setAll(columns, x -> count(mask, box.x() + x, box.y(), box.x() + x + 1, bottom));
				assertArrayEquals(columns, bits.columns(box));
				final int[] rows = new int[box.h()];
				Arrays.setAll(rows, y -> count(mask, box.x(), box.y() + y, right, box.y() + y + 1));
				assertArrayEquals(rows, bits.rows(box));
				assertEquals(0, bits.count(box.y(), box.x(), box.x()));
			}
		}
	}

	@Test
	void nextAndLastPixelOfARow() {
		for (final Mask mask : masks()) {
			final BitMask bits = BitMask.of(mask);
			for (int y = 0; y < mask.height(); y++) {
				final int width = mask.width();
				int end = width;
				while (end > 0 && !mask.get(end - 1, y))
					end--;
				assertEquals(end, bits.end(y));
				for (int from = 0; from <= width; from++)
					for (final boolean sought : new boolean[] { true, false }) {
						int next = from;
						while (next < width && mask.get(next, y) != sought)
							next++;
						assertEquals(next, bits.next(sought, from, y));
					}
			}
		}
	}

	@Test
	void squaresGrowAndShrink() {
		for (final Mask mask : masks())
			for (final int radius : new int[] { 0, 1, 2, 3, 6, 31, 32, 64, 70 }) {
				if (radius * mask.data().length > 64 * 650) continue;
				final int side = 2 * radius + 1;
				final BitMask bits = BitMask.of(mask);
				final Mask grown = plain(mask, (x, y) -> count(mask, x - radius, y - radius, x - radius + side, y - radius +
					side) > 0);
				same(grown, bits.dilate(radius), "dilation by " + radius);
				final Mask left = mask.negate();
				final Mask shrunk = plain(mask, (x, y) -> count(left, x - radius, y - radius, x - radius + side, y - radius +
					side) == 0);
				same(shrunk, bits.erode(radius), "erosion by " + radius);
				same(BitMask.of(shrunk).dilate(radius).toMask(), bits.open(radius), "opening by " + radius);
				same(mask, bits, "operand");
			}
	}

	@Test
	void majorityOfTheWindow() {
		for (final Mask mask : masks()) {
			final int r = Majority.REACH;
			final Mask all = Mask.of(mask.width(), mask.height(), i -> true);
			same(plain(mask, (x, y) -> 2 * count(mask, x - r, y - r, x + r + 1, y + r + 1) >= count(all, x - r, y - r, x + r +
				1, y + r + 1)), Majority.of(BitMask.of(mask)), "majority");
		}
	}

	@Test
	void componentsAreTheSame() {
		for (final Mask mask : masks()) {
			final Components components = Components.of(BitMask.of(mask), Connectivity.EIGHT);
			final boolean[] wanted = new boolean[components.count()];
			for (int i = 0; i < wanted.length; i++)
				wanted[i] = i % 2 == 0;
			same(components.mask(wanted), components.bits(wanted), "components");
			if (wanted.length > 0) same(components.mask(0), components.bits(0), "component");
			Arrays.fill(wanted, true);
			same(mask, components.bits(wanted), "all components");
		}
	}

	/** Against the rule that the hull's area is that of all corners' triangles fan by fan: gift wrapping. */
	@Test
	void hullOfAllCorners() {
		for (final Mask mask : masks())
			assertEquals(wrapped(mask), ConvexHull.area(BitMask.of(mask)));
	}

	private static double wrapped(final Mask mask) {
		final List<int[]> corners = new ArrayList<>();
		for (int y = 0; y < mask.height(); y++)
			for (int x = 0; x < mask.width(); x++)
				if (mask.get(x, y)) for (int corner = 0; corner < 4; corner++)
					corners.add(new int[] { x + corner % 2, y + corner / 2 });
		if (corners.isEmpty()) return 0;
		final int[] start = corners.stream().min((a, b) -> a[0] != b[0] ? a[0] - b[0] : a[1] - b[1]).orElseThrow();
		long twice = 0;
		int[] at = start;
		do {
			int[] next = at;
			for (final int[] corner : corners) {
				final long turn = (long) (next[0] - at[0]) * (corner[1] - at[1]) - (long) (next[1] - at[1]) * (corner[0] - at[0]);
				if (turn < 0 || turn == 0 && Math.hypot(corner[0] - at[0], corner[1] - at[1]) > Math.hypot(next[0] - at[0], next[1] -
					at[1])) next = corner;
			}
			twice += (long) at[0] * next[1] - (long) at[1] * next[0];
			at = next;
		}
		while (!Arrays.equals(at, start));
		return Math.abs(twice) / 2.0;
	}
}
