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
package io.sonoflow.image.augment.contrastive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;
import io.sonoflow.image.marker.Markers;

import java.util.Arrays;
import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

class CircleFinderTest {

	/** Speckle of 3 px grain around a mean of 90. */
	static ArrayImg<UnsignedByteType, ByteArray> tissue(final int width, final int height, final int number) {
		final RandomStream random = RandomStream.of(4, "tissue", number);
		final double[] noise = new double[(width + 2) * (height + 2)];
		for (int i = 0; i < noise.length; i++)
			noise[i] = random.nextGaussian();
		final byte[] pixels = new byte[width * height];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				double sum = 0;
				for (int j = 0; j < 3; j++)
					for (int i = 0; i < 3; i++)
						sum += noise[(y + j) * (width + 2) + x + i];
				pixels[y * width + x] = (byte) Math.max(0, Math.min(255, 90 + 25 * sum / 3));
			}
		return Images.bytes(pixels, width, height);
	}

	private static boolean covers(final List<Box> boxes, final double x, final double y) {
		return boxes.stream().anyMatch(box -> Math.abs(box.x() + box.w() / 2.0 - x) <= 1 && Math.abs(box.y() + box.h() / 2.0 -
			y) <= 1);
	}

	/** Wherever its centre lies between the pixels, and at the scale of the crop. */
	@Test
	void findsEveryCircleInTissue() {
		for (final int side : new int[] { 140, 200, 300 }) {
			final double scale = Marker.scaleFor(side, side);
			for (int i = 0; i < 12; i++) {
				final RandomStream random = RandomStream.of(1, "places", side, i);
				final double x = random.uniform(15, side - 15);
				final double y = random.uniform(15, side - 15);
				final var marked = Markers.draw(tissue(side, side, i), List.of(new Marker(MarkerShape.CIRCLE, x, y, scale)));
				final List<Box> found = CircleFinder.find(marked);
				assertTrue(covers(found, x, y), side + " px, circle at " + x + ", " + y + ": " + found);
				assertTrue(found.stream().allMatch(box -> Math.abs(box.x() + box.w() / 2.0 - x) < 3), "nothing else: " + found);
			}
		}
	}

	@Test
	void findsNothingElse() {
		for (final int side : new int[] { 128, 300 }) {
			final double scale = Marker.scaleFor(side, side);
			assertEquals(List.of(), CircleFinder.find(tissue(side, side, 77)));
			assertEquals(List.of(), CircleFinder.find(Markers.draw(tissue(side, side, 5), List.of(new Marker(MarkerShape.PLUS, 40.3,
				50, scale), new Marker(MarkerShape.LONG_DASH, 80, 30, scale), new Marker(MarkerShape.SMALL_DASH, 20, 90, scale)))));
		}
		assertEquals(List.of(), CircleFinder.find(Images.bytes(300, 300)), "black has no correlation with anything");
	}

	/** The correlation does not see brightness and contrast. */
	@Test
	void findsAFaintCircleOnEvenGround() {
		final byte[] gray = new byte[150 * 200];
		Arrays.fill(gray, (byte) 60);
		final var marked = Markers.draw(Images.bytes(gray, 150, 200), List.of(new Marker(MarkerShape.CIRCLE, 70, 120.5, 0.5, 90)));
		assertTrue(covers(CircleFinder.find(marked), 70, 120.5));
	}

	@Test
	void doesNotLookWhereARingHasNoHole() {
		final var marked = Markers.draw(tissue(80, 80, 1), List.of(new Marker(MarkerShape.CIRCLE, 40, 40, 80 / 300.0)));
		assertEquals(List.of(), CircleFinder.find(marked));
		assertEquals(List.of(), CircleFinder.find(Images.bytes(3, 3)));
	}
}
