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

import io.sonoflow.RandomStream;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.junit.jupiter.api.Test;

/** Against plain definitions, on random masks. */
class MorphologyTest {

	private static Mask random(final int seed, final int width, final int height, final double share) {
		final RandomStream random = RandomStream.of(seed, "mask");
		final boolean[] data = new boolean[width * height];
		for (int i = 0; i < data.length; i++)
			data[i] = random.chance(share);
		return Mask.of(data, width, height);
	}

	@Test
	void componentsAreThoseOfAFloodFill() {
		for (int seed = 0; seed < 40; seed++) {
			final Mask mask = random(seed, 1 + seed % 23, 1 + seed * 7 % 31, 0.2 + 0.02 * seed);
			for (final Connectivity connectivity : Connectivity.values()) {
				final Components components = Components.of(mask, connectivity);
				final int[] expected = flood(mask, connectivity == Connectivity.EIGHT);
				assertArrayEquals(expected, components.labels(), "seed " + seed + " " + connectivity);
				assertEquals(Arrays.stream(expected).max().orElse(-1) + 1, components.count());
				for (int i = 0; i < components.count(); i++) {
					final int label = i;
					assertEquals(Arrays.stream(expected).filter(value -> value == label).count(), components.area(i));
					assertEquals(components.area(i), components.mask(i).area());
				}
			}
		}
	}

	private static int[] flood(final Mask mask, final boolean corners) {
		final int w = mask.width();
		final int[] labels = new int[w * mask.height()];
		Arrays.fill(labels, -1);
		int count = 0;
		for (int start = 0; start < labels.length; start++) {
			if (!mask.data()[start] || labels[start] >= 0) continue;
			final Deque<Integer> todo = new ArrayDeque<>();
			todo.add(start);
			labels[start] = count;
			while (!todo.isEmpty()) {
				final int at = todo.remove();
				for (int dy = -1; dy <= 1; dy++)
					for (int dx = -1; dx <= 1; dx++) {
						final int x = at % w + dx;
						final int y = at / w + dy;
						if (!corners && dx * dy != 0 || x < 0 || y < 0 || x >= w || y >= mask.height()) continue;
						if (!mask.get(x, y) || labels[y * w + x] >= 0) continue;
						labels[y * w + x] = count;
						todo.add(y * w + x);
					}
			}
			count++;
		}
		return labels;
	}

	@Test
	void squaresReachAsFarAsTheirRadius() {
		for (int seed = 0; seed < 20; seed++) {
			final Mask mask = random(seed, 17, 1 + seed, 0.5);
			for (int radius = 0; radius < 5; radius++) {
				final Mask dilated = Morphology.dilate(mask, radius);
				final Mask eroded = Morphology.erode(mask, radius);
				for (int y = 0; y < mask.height(); y++)
					for (int x = 0; x < mask.width(); x++) {
						boolean any = false;
						boolean all = true;
						for (int v = Math.max(0, y - radius); v <= Math.min(mask.height() - 1, y + radius); v++)
							for (int u = Math.max(0, x - radius); u <= Math.min(mask.width() - 1, x + radius); u++) {
								any |= mask.get(u, v);
								all &= mask.get(u, v);
							}
						assertEquals(any, dilated.get(x, y));
						assertEquals(all, eroded.get(x, y));
					}
			}
		}
	}

	@Test
	void hullsHaveTheAreasOfTheirShapes() {
		assertEquals(0, ConvexHull.area(Mask.of(5, 5, i -> false)));
		assertEquals(1, ConvexHull.area(Mask.of(5, 5, i -> i == 7)));
		assertEquals(20, ConvexHull.area(Mask.of(10, 10, i -> i % 10 >= 2 && i % 10 < 6 && i / 10 < 5)));
		// An L of three pixels: its hull cuts the missing pixel in half.
		assertEquals(3.5, ConvexHull.area(Mask.of(4, 4, i -> i == 0 || i == 4 || i == 5)));
		// Two far pixels of one row.
		assertEquals(9, ConvexHull.area(Mask.of(9, 1, i -> i == 0 || i == 8)));
	}
}
