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
package io.sonoflow.image.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.mask.Outlines.Kind;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.metric.segment.Overlap;

import java.util.function.IntPredicate;

import org.junit.jupiter.api.Test;

/** Lines round structures become areas; areas stay what they are. */
class OutlinesTest {

	private static final int WIDTH = 200;
	private static final int HEIGHT = 150;

	private static double radius(final int pixel, final double x, final double y, final double a, final double b) {
		return Math.hypot((pixel % WIDTH - x) / a, (pixel / WIDTH - y) / b);
	}

	private static Mask disc(final double x, final double y, final double a, final double b) {
		return Mask.of(WIDTH, HEIGHT, i -> radius(i, x, y, a, b) <= 1);
	}

	/** The outermost pixels of an ellipse, so many of them. */
	private static Mask line(final double x, final double y, final double a, final double b, final int thick) {
		return Mask.of(WIDTH, HEIGHT, i -> radius(i, x, y, a, b) <= 1 && radius(i, x, y, a - thick, b - thick) > 1);
	}

	private static Mask where(final Mask mask, final IntPredicate test) {
		return Mask.of(WIDTH, HEIGHT, i -> mask.data()[i] && test.test(i));
	}

	private static Mask both(final Mask a, final Mask b) {
		return Mask.of(WIDTH, HEIGHT, i -> a.data()[i] || b.data()[i]);
	}

	private static void check(final Kind kind, final Mask area, final Mask mask, final String what) {
		final Outlines found = Outlines.of(mask);
		assertEquals(kind, found.kind(), what);
		assertArrayEquals(area.data(), found.area().data(), what);
	}

	@Test
	void closedLinesAreFilled() {
		for (int thick = 1; thick <= 6; thick++)
			check(Kind.CLOSED, disc(90, 70, 60, 45), line(90, 70, 60, 45, thick), thick + " px");
		check(Kind.CLOSED, both(disc(50, 70, 30, 25), disc(150, 70, 30, 40)), both(line(50, 70, 30, 25, 2), line(150, 70, 30, 40,
			3)), "two");
		check(Kind.CLOSED, both(disc(50, 70, 30, 25), disc(150, 70, 30, 40)), both(disc(50, 70, 30, 25), line(150, 70, 30, 40, 3)),
			"an area and a line");
		assertEquals(0.13, Overlap.of(disc(90, 70, 60, 60), line(90, 70, 60, 60, 2)).dice(), 0.01,
			"what would be learned of the line as it is");
	}

	@Test
	void theEdgeOfThePictureClosesALine() {
		// At a side, at two sides, in a corner, more than half outside, larger than the picture.
		for (final double[] e : new double[][] { { 100, 20, 60, 45 }, { 100, 75, 60, 90 }, { 10, 10, 60, 45 }, { 100, -20, 60,
			45 }, { -10, 75, 90, 110 }, { 100, 75, 105, 100 } })
			check(Kind.CUT, disc(e[0], e[1], e[2], e[3]), line(e[0], e[1], e[2], e[3], 2), e[0] + ", " + e[1]);
	}

	@Test
	void aGapIsSeen() {
		final Mask line = line(90, 70, 60, 45, 2);
		for (final int gap : new int[] { 2, 8, 20 }) {
			final Mask open = where(line, i -> i / WIDTH > 70 || Math.abs(i % WIDTH - 90) > gap / 2);
			assertTrue(open.area() < line.area());
			check(Kind.OPEN, open, open, gap + " px");
		}
	}

	@Test
	void areasStay() {
		for (final Mask area : new Mask[] { disc(90, 70, 60, 45), disc(90, 70, 3, 3), disc(5, 5, 40, 40), disc(500, 500, 3, 3), disc(
			100, 75, 300, 300), Mask.of(WIDTH, HEIGHT, i -> radius(i, 90, 70, 60, 45) <= 1 && radius(i, 90, 70, 30, 25) > 1) })
			check(Kind.AREA, area, area, area.area() + " pixels");
		// Thin strips: level, slanting, from edge to edge, bent.
		for (final IntPredicate strip : new IntPredicate[] { i -> Math.abs(i / WIDTH - 70) < 3, i -> Math.abs(i / WIDTH - i % WIDTH /
			3 - 20) < 3, i -> i % WIDTH > 40 && i % WIDTH < 120 && Math.abs(i / WIDTH - 60) < 3, i -> i % WIDTH > 40 && i % WIDTH < 120 &&
				Math.abs(i / WIDTH - 60 - 10 * Math.sin(i % WIDTH / 20.0)) < 3 }) {
			final Mask mask = Mask.of(WIDTH, HEIGHT, strip);
			check(Kind.AREA, mask, mask, "strip of " + mask.area());
		}
	}
}
