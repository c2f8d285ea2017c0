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
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.image.Box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Equal to OpenCV and the rules as worded, pixel by pixel. */
@Tag(Fixtures.TAG)
class MorphologyFixtureTest {

	private static Npz npz;
	private static JsonObject numbers;

	@BeforeAll
	static void read() {
		npz = Fixtures.npz("morphology", "masks");
		numbers = Fixtures.json("morphology", "masks");
	}

	private static List<String> names() {
		final List<String> names = new ArrayList<>(numbers.getAsJsonObject("masks").keySet());
		assertFalse(names.isEmpty());
		return names;
	}

	private static Mask mask(final String key) {
		final Npz.Array array = npz.get(key);
		final byte[] bytes = array.bytes();
		return Mask.of((int) array.shape()[1], (int) array.shape()[0], i -> bytes[i] != 0);
	}

	private static void check(final String key, final Mask actual) {
		assertArrayEquals(mask(key).data(), actual.data(), key);
	}

	@Test
	void operationsEqualTheReference() {
		for (final String name : names()) {
			final Mask mask = mask(name + ".mask");
			final Mask opened = Morphology.open(Morphology.close(mask));
			final double limit = 0.003 * mask.width() * mask.height();
			check(name + ".dilated", Morphology.dilate(mask));
			check(name + ".eroded", Morphology.erode(mask));
			check(name + ".closed", Morphology.close(mask));
			check(name + ".closed_opened", opened);
			check(name + ".keep_largest", Morphology.keepLargest(mask, 2));
			check(name + ".keep_largest_and_second30", Morphology.keepLargest(mask, 0.3));
			check(name + ".fill_all_holes", Morphology.fillHoles(mask));
			check(name + ".fill_holes_0.3pct_image", Morphology.fillHoles(mask, limit));
			check(name + ".fill_holes_0.3pct_foreground", Morphology.fillHoles(mask, 0.003 * mask.area()));
			check(name + ".thyroid_drop_0.1pct", Morphology.dropSmall(mask, 0.001 * mask.width() * mask.height()));
			check(name + ".pipeline", Morphology.fillHoles(Morphology.keepLargest(opened, 0.3), limit));
		}
	}

	@Test
	void componentsEqualTheReference() {
		for (final String name : names()) {
			final JsonObject expected = numbers.getAsJsonObject("masks").getAsJsonObject(name);
			final Mask mask = mask(name + ".mask");
			final Components eight = Components.of(mask, Connectivity.EIGHT);
			assertEquals(expected.get("n_components_4").getAsInt(), Components.of(mask, Connectivity.FOUR).count(), name);
			assertEquals(expected.get("n_components_8").getAsInt(), eight.count(), name);
			final int[] areas = Arrays.stream(eight.byArea()).map(eight::area).toArray();
			final int[] expectedAreas = expected.getAsJsonArray("component_areas_desc").asList().stream().mapToInt(
				e -> e.getAsInt()).toArray();
			assertArrayEquals(expectedAreas, areas, name);
			final List<Box> boxes = new ArrayList<>();
			for (int i = 0; i < eight.count(); i++)
				boxes.add(eight.box(i));
			final List<Box> expectedBoxes = expected.getAsJsonArray("component_boxes_xywh").asList().stream().map(
				e -> e.getAsJsonArray()).map(b -> new Box(b.get(0).getAsInt(), b.get(1).getAsInt(), b.get(2).getAsInt(), b
					.get(3).getAsInt())).toList();
			// The list in the file is long but may be cut: each of its boxes must be one of ours.
			assertEquals(sorted(expectedBoxes), sorted(boxes).stream().filter(expectedBoxes::contains).toList(), name);
		}
	}

	private static List<Box> sorted(final List<Box> boxes) {
		return boxes.stream().sorted(Comparator.comparingInt(Box::x).thenComparingInt(Box::y).thenComparingInt(Box::w)
			.thenComparingInt(Box::h)).toList();
	}
}
