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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** What the keys of the augmentation choose. */
class AugmentationKindsTest {

	private static AugmentationKinds of(final Map<String, ?> values) {
		final AugmentationKinds kinds = new AugmentationKinds();
		kinds.set(values);
		return kinds;
	}

	private static Set<MarkerShape> shapes(final Augmentation augmentation) {
		final Set<MarkerShape> seen = EnumSet.noneOf(MarkerShape.class);
		for (final Marker marker : marks(augmentation))
			seen.add(marker.shape());
		return seen;
	}

	private static List<Marker> marks(final Augmentation augmentation) {
		final List<Marker> marks = new ArrayList<>();
		for (int i = 0; i < 2000; i++)
			MarkerDraws.training(augmentation, 300, 300, 1, RandomStream.of(4, "kinds", i), marks::add);
		return marks;
	}

	@Test
	void presets() {
		assertEquals(Augmentation.published().withMarkers(0.5), new AugmentationKinds().augmentation(0.5));
		assertEquals(Augmentation.strong(), of(Map.of("augment", "strong")).augmentation(1));
		assertEquals(Augmentation.none(), of(Map.of("augment", "none")).augmentation(1));
		final Augmentation thesis = of(Map.of("augment", "thesis")).augmentation(1);
		assertEquals(EnumSet.allOf(MarkerShape.class), shapes(thesis));
		assertEquals(0, thesis.cut());
		assertTrue(thesis.rotation() > 0 && thesis.jitter() > 0);
		assertTrue(shapes(of(Map.of("augment", "thesis")).augmentation(0)).isEmpty());
	}

	/** Each kind alone: its own shapes and no others, as often as circles, bars at their edges. */
	@Test
	void kindsAreDrawnAsCirclesAre() {
		final int circles = marks(of(Map.of("kinds", "circle")).augmentation(1)).size();
		assertTrue(circles > 0);
		for (final Map.Entry<String, Set<MarkerShape>> each : Map.of("circle", Set.of(MarkerShape.CIRCLE), "plus", Set.of(
			MarkerShape.PLUS), "dot", Set.of(MarkerShape.DOT), "long-dash", Set.of(MarkerShape.LONG_DASH), "small-dash", Set.of(
				MarkerShape.SMALL_DASH), "caliper", Set.of(MarkerShape.PLUS, MarkerShape.DOT), "side-bars", Set.of(
					MarkerShape.WHITE_BAR, MarkerShape.SCALE_BAR)).entrySet())
			assertEquals(each.getValue(), shapes(of(Map.of("kinds", each.getKey())).augmentation(1)), each.getKey());
		assertEquals(circles, marks(of(Map.of("kinds", "dot")).augmentation(1)).size(), 0.15 * circles);
		for (final Marker bar : marks(of(Map.of("kinds", "side-bars")).augmentation(1)))
			assertEquals(bar.shape() == MarkerShape.WHITE_BAR ? 9 : 290, bar.x());
		assertEquals(Augmentation.published(), of(Map.of("kinds", " caliper,plus, circle")).augmentation(1));
		assertEquals(0.8, of(Map.of("augment", "strong", "kinds", "dot")).augmentation(1).others().probability());
	}

	@Test
	void rotationAndJitterGoAsFarAsTheyMay() {
		final Augmentation turned = of(Map.of("augment", "none", "rotation", 40)).augmentation(1);
		assertEquals(0.5, turned.rotation());
		assertEquals(40, turned.extent().degrees());
		final Augmentation grey = of(Map.of("augment", "none", "jitter", 0.1)).augmentation(1);
		int changed = 0;
		final byte[] flat = new byte[64 * 64];
		java.util.Arrays.fill(flat, (byte) 100);
		for (int i = 0; i < 100; i++) {
			final int value = Images.pixels(grey.apply(Images.bytes(flat, 64, 64), RandomStream.of(1, "jitter", i)))[0] & 255;
			assertTrue(value >= 90 && value <= 110, "grey " + value);
			if (value != 100) changed++;
		}
		assertTrue(changed > 30 && changed < 65, changed + " of 100 changed");
	}

	@Test
	void defaultsAreNoted() {
		assertTrue(new AugmentationKinds().isPublished());
		assertFalse(of(Map.of("jitter", 0.1)).isPublished());
	}

	@Test
	void unknownKindsAreRefused() {
		final AugmentationKinds kinds = of(Map.of("kinds", "circle,square"));
		final String message = assertThrows(SonoflowException.Input.class, kinds::check).getMessage();
		assertTrue(message.contains("\"square\"") && message.contains("side-bars"), message);
		assertArrayEquals(new String[] { "circle", "plus", "dot", "long-dash", "small-dash", "side-bars", "caliper" },
			AugmentationKinds.names().toArray());
	}
}
