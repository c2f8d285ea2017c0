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
package io.sonoflow.image.marker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarkersTest {

	@ParameterizedTest
	@EnumSource(MarkerShape.class)
	void boundingBoxIsTheStatedSize(final MarkerShape shape) {
		for (final double scale : new double[] { 1, 2 }) {
			final int size = 700;
			final byte[] pixels = new byte[size * size];
			Markers.draw(pixels, size, size, new Marker(shape, 350, 350, scale));
			final double halfWidth = shape.width() * scale / 2;
			final double halfHeight = shape.height() * scale / 2;
			int x0 = size;
			int x1 = -1;
			int y0 = size;
			int y1 = -1;
			for (int i = 0; i < pixels.length; i++)
				if (pixels[i] != 0) {
					x0 = Math.min(x0, i % size);
					x1 = Math.max(x1, i % size);
					y0 = Math.min(y0, i / size);
					y1 = Math.max(y1, i / size);
				}
			assertEquals(Math.floor(350 - halfWidth), x0);
			assertEquals(Math.ceil(350 + halfWidth) - 1, x1);
			assertEquals(Math.floor(350 - halfHeight), y0);
			assertEquals(Math.ceil(350 + halfHeight) - 1, y1);
		}
	}

	@Test
	void inkIsTheAreaWhereverTheMarkLies() {
		for (final double shift : new double[] { 0, 0.25, 0.5, 0.8 }) {
			assertEquals(50, ink(MarkerShape.LONG_DASH, shift, 1), 0.2);
			assertEquals(25, ink(MarkerShape.SMALL_DASH, shift, 1), 0.2);
			assertEquals(18 * 125, ink(MarkerShape.WHITE_BAR, shift, 1), 1);
			assertEquals(Math.PI * 16, ink(MarkerShape.CIRCLE, shift, 1), 1.5);
			assertEquals(18 * 2 * 2 - 4, ink(MarkerShape.PLUS, shift, 1), 1.5);
			assertEquals(Math.PI, ink(MarkerShape.DOT, shift, 1), 0.35);
			assertEquals(Math.PI * 100, ink(MarkerShape.DOT, shift, 10), 2);
			assertEquals(50 * 9, ink(MarkerShape.LONG_DASH, shift, 3), 0.5);
		}
	}

	private static double ink(final MarkerShape shape, final double shift, final double scale) {
		final byte[] pixels = new byte[400 * 400];
		Markers.draw(pixels, 400, 400, new Marker(shape, 200 + shift, 200 + shift / 2, scale));
		double sum = 0;
		for (final byte pixel : pixels)
			sum += (pixel & 255) / 255.0;
		return sum;
	}

	@ParameterizedTest
	@EnumSource(MarkerShape.class)
	void maskIsWhereABlackImageChanges(final MarkerShape shape) {
		final byte[] pixels = new byte[120 * 90];
		final boolean[] mask = new boolean[pixels.length];
		final boolean[] changed = new boolean[pixels.length];
		final Marker marker = new Marker(shape, 61.3, 40.7, 0.37);
		Markers.draw(pixels, 120, 90, marker);
		Markers.mask(mask, 120, 90, marker);
		for (int i = 0; i < pixels.length; i++)
			changed[i] = pixels[i] != 0;
		assertArrayEquals(changed, mask);
	}

	@Test
	void partsOutsideTheImageAreLeftOut() {
		final byte[] pixels = new byte[1];
		Markers.draw(pixels, 1, 1, new Marker(MarkerShape.PLUS, -500, 3, 1));
		assertEquals(0, pixels[0]);
		Markers.draw(pixels, 1, 1, new Marker(MarkerShape.PLUS, 0.5, 0.5, 1));
		assertEquals(255, pixels[0] & 255);
	}

	@Test
	void blackMarkDarkensAndColourKeepsAlpha() {
		final byte[] pixels = { (byte) 200 };
		Markers.draw(pixels, 1, 1, new Marker(MarkerShape.SMALL_DASH, 0.5, 0.5, 1, 0));
		assertEquals(0, pixels[0]);
		final int[] argb = { 0x80000000 };
		Markers.drawColor(argb, 1, 1, new Marker(MarkerShape.SMALL_DASH, 0.5, 0.5, 1), 0xFFFFCC10);
		assertEquals(0x80FFCC10, argb[0]);
	}

	@Test
	void caliperHasTwoEndsAndADotEveryThirtyPixels() {
		final List<Marker> marks = Marker.caliper(10, 20, 10 + 120, 20 + 160, 1, 255);
		assertEquals(MarkerShape.PLUS, marks.get(0).shape());
		assertEquals(MarkerShape.PLUS, marks.get(1).shape());
		assertEquals(2 + 5, marks.size(), "200 px: dots at 30, 60, 90, 120, 150, the last 30 px free but for 170..200");
		for (int i = 0; i < 5; i++) {
			final Marker dot = marks.get(2 + i);
			assertEquals(MarkerShape.DOT, dot.shape());
			assertEquals(30 * (i + 1), Math.hypot(dot.x() - 10, dot.y() - 20), 1e-9);
			assertTrue(200 - Math.hypot(dot.x() - 10, dot.y() - 20) >= 30);
		}
		assertEquals(2, Marker.caliper(0, 0, 59, 0, 1, 255).size());
		assertEquals(3, Marker.caliper(0, 0, 60, 0, 1, 255).size());
		assertEquals(3, Marker.caliper(0, 0, 120, 0, 2, 255).size());
		assertEquals(2, Marker.caliper(5, 5, 5, 5, 1, 255).size(), "an empty distance has no dots");
	}

	@Test
	void nonsenseIsRefused() {
		assertThrows(IllegalArgumentException.class, () -> new Marker(MarkerShape.DOT, 0, 0, 0));
		assertThrows(IllegalArgumentException.class, () -> new Marker(MarkerShape.DOT, 0, 0, 1, 256));
	}
}
