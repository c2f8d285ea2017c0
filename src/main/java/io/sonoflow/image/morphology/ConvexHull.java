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

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The convex hull of the foreground of a mask, pixels taken as unit squares. */
public final class ConvexHull {

	private ConvexHull() {
	}

	/** A corner of a pixel. */
	private record Corner(int x, int y) {}

	/** {@return the hull's area in pixels; 0 for an empty mask} */
	public static double area(final Mask mask) {
		final List<Corner> corners = corners(mask);
		if (corners.isEmpty()) return 0;
		// Andrew's monotone chain: the lower half from left to right, the upper half back.
		final List<Corner> hull = new ArrayList<>();
		addHalf(corners, hull);
		final List<Corner> backwards = new ArrayList<>(corners);
		Collections.reverse(backwards);
		addHalf(backwards, hull);
		long twice = 0;
		for (int i = 0; i < hull.size(); i++) {
			final Corner a = hull.get(i);
			final Corner b = hull.get((i + 1) % hull.size());
			twice += (long) a.x * b.y - (long) a.y * b.x;
		}
		return Math.abs(twice) / 2.0;
	}

	/** The corners of the first and the last pixel of each row, by x, then y: no other corner can lie on the hull. */
	private static List<Corner> corners(final Mask mask) {
		final List<Corner> corners = new ArrayList<>();
		final boolean[] data = mask.data();
		for (int y = 0; y < mask.height(); y++) {
			int first = 0;
			while (first < mask.width() && !data[y * mask.width() + first])
				first++;
			if (first == mask.width()) continue;
			int end = mask.width();
			while (!data[y * mask.width() + end - 1])
				end--;
			corners.add(new Corner(first, y));
			corners.add(new Corner(first, y + 1));
			corners.add(new Corner(end, y));
			corners.add(new Corner(end, y + 1));
		}
		corners.sort(Comparator.comparingInt(Corner::x).thenComparingInt(Corner::y));
		return corners;
	}

	private static void addHalf(final List<Corner> corners, final List<Corner> hull) {
		final int start = hull.size();
		for (final Corner corner : corners) {
			while (hull.size() >= start + 2 && turn(hull.get(hull.size() - 2), hull.get(hull.size() - 1), corner) <= 0)
				hull.remove(hull.size() - 1);
			hull.add(corner);
		}
		// The last corner is the first of the other half.
		hull.remove(hull.size() - 1);
	}

	private static long turn(final Corner o, final Corner a, final Corner b) {
		return (long) (a.x - o.x) * (b.y - o.y) - (long) (a.y - o.y) * (b.x - o.x);
	}
}
