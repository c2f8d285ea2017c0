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
package io.sonoflow.image.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.MarkerInsertion.Marked;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;
import io.sonoflow.image.marker.MarkerType;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarkerInsertionTest {

	private static final ArrayImg<UnsignedByteType, ByteArray> BLACK = Images.bytes(256, 220);

	private static RandomStream stream(final long index) {
		return RandomStream.of(5, "insertion test", index);
	}

	@ParameterizedTest
	@EnumSource(MarkerType.class)
	void maskIsWhatChangesAndOnlyTheTypeIsInserted(final MarkerType type) {
		final Marked marked = MarkerInsertion.insert(BLACK, List.of(type), stream(1));
		final byte[] pixels = Images.pixels(marked.image());
		int area = 0;
		for (int i = 0; i < pixels.length; i++) {
			assertEquals(pixels[i] != 0, marked.mask()[i]);
			if (pixels[i] != 0) area++;
		}
		assertTrue(area > 0);
		assertEquals(area, marked.maskArea());
		assertEquals(Set.copyOf(type.shapes()), marked.markers().stream().map(Marker::shape).collect(Collectors.toSet()));
	}

	@Test
	void outsideOfTheMaskAnImageStaysAsItIs() {
		final byte[] gray = new byte[100 * 80];
		for (int i = 0; i < gray.length; i++)
			gray[i] = (byte) (i * 7919 >> 3);
		final ArrayImg<UnsignedByteType, ByteArray> image = Images.bytes(gray.clone(), 100, 80);
		final Marked marked = MarkerInsertion.insert(image, EnumSet.allOf(MarkerType.class), stream(2));
		assertArrayEquals(gray, Images.pixels(image), "the input stays");
		final byte[] pixels = Images.pixels(marked.image());
		for (int i = 0; i < gray.length; i++)
			if (!marked.mask()[i]) assertEquals(gray[i], pixels[i]);
			else assertTrue((pixels[i] & 255) >= (gray[i] & 255));
	}

	@Test
	void sameStreamSameMarksAndOtherKindsDoNotMoveThem() {
		final Marked all = MarkerInsertion.insert(BLACK, EnumSet.allOf(MarkerType.class), stream(3));
		final Marked again = MarkerInsertion.insert(BLACK, EnumSet.allOf(MarkerType.class), stream(3));
		assertEquals(all.markers(), again.markers());
		assertArrayEquals(Images.pixels(all.image()), Images.pixels(again.image()));
		final Marked circles = MarkerInsertion.insert(BLACK, List.of(MarkerType.CIRCLE), stream(3));
		assertEquals(2, circles.markers().size());
		assertTrue(all.markers().containsAll(circles.markers()));
		assertTrue(!MarkerInsertion.insert(BLACK, List.of(MarkerType.CIRCLE), stream(4)).markers().equals(circles.markers()));
	}

	@Test
	void measuringMarksAreCirclesAndOneCaliper() {
		for (int i = 0; i < 50; i++) {
			final List<Marker> marks = MarkerInsertion.insert(BLACK, MarkerInsertion.MEASURING, stream(i)).markers();
			assertEquals(2, marks.stream().filter(m -> m.shape() == MarkerShape.CIRCLE).count());
			final List<Marker> ends = marks.stream().filter(m -> m.shape() == MarkerShape.PLUS).toList();
			assertEquals(2, ends.size());
			final Marker a = ends.get(0);
			final Marker b = ends.get(1);
			final List<Marker> dots = marks.stream().filter(m -> m.shape() == MarkerShape.DOT).toList();
			assertTrue(dots.size() >= 3);
			for (final Marker dot : dots)
				assertEquals(Math.hypot(b.x() - a.x(), b.y() - a.y()), Math.hypot(dot.x() - a.x(), dot.y() - a.y()) + Math.hypot(dot
					.x() - b.x(), dot.y() - b.y()), 1e-9, "dots lie on the line");
		}
	}

	@Test
	void noTypesNoMarksAndOnePixelIsEnough() {
		assertEquals(0, MarkerInsertion.insert(BLACK, List.of(), stream(0)).maskArea());
		final Marked tiny = MarkerInsertion.insert(Images.bytes(1, 1), EnumSet.allOf(MarkerType.class), stream(0));
		assertEquals(1, tiny.mask().length);
	}
}
