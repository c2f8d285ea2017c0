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
package io.sonoflow.metric.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.mask.DistanceTransform;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.metric.segment.SegmentSummary.Item;
import io.sonoflow.metric.segment.SegmentSummary.Row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Overlap, distances and means, on small masks whose figures can be counted. */
class SegmentMetricsTest {

	private static final PixelSize FLAT = PixelSize.millimetres(0.1, 0.3);

	private static Mask rectangle(final int x, final int y, final int w, final int h) {
		return Mask.of(60, 50, i -> i % 60 >= x && i % 60 < x + w && i / 60 >= y && i / 60 < y + h);
	}

	private static final Mask NOTHING = rectangle(0, 0, 0, 0);

	@Test
	void distancesAreExactWithUnequalSides() {
		for (int round = 0; round < 20; round++) {
			final RandomStream random = RandomStream.of(3, "points", round);
			final int width = 1 + (int) (random.nextDouble() * 40);
			final int height = 1 + (int) (random.nextDouble() * 30);
			final boolean[] marked = new boolean[width * height];
			for (int i = 0; i < marked.length; i++)
				marked[i] = random.nextDouble() < 0.03 * round;
			final PixelSize size = round % 2 == 0 ? PixelSize.PIXELS : FLAT;
			final double[] squares = DistanceTransform.squared(marked, width, height, size);
			for (int i = 0; i < marked.length; i++) {
				double nearest = Double.POSITIVE_INFINITY;
				for (int k = 0; k < marked.length; k++)
					if (marked[k]) nearest = Math.min(nearest, Math.pow((i % width - k % width) * size.x(), 2) + Math.pow((i / width - k /
						width) * size.y(), 2));
				assertEquals(nearest, squares[i], 1e-12, round + " " + i);
			}
		}
	}

	@Test
	void emptyMasksAreNamedAndNeverHelp() {
		final Mask some = rectangle(5, 5, 9, 7);
		final SegmentScores both = SegmentScores.of(NOTHING, NOTHING, PixelSize.PIXELS, 1);
		assertEquals(State.EMPTY, both.state());
		for (final SegmentFigure figure : SegmentFigure.values())
			assertEquals(figure == SegmentFigure.DICECHALLENGE ? 0 : Double.NaN, figure.of(both), figure.column());
		for (final boolean missed : new boolean[] { true, false }) {
			final SegmentScores one = missed ? SegmentScores.of(some, NOTHING, PixelSize.PIXELS, 1) : SegmentScores.of(NOTHING, some,
				PixelSize.PIXELS, 1);
			assertEquals(missed ? "missed" : "false", one.state().toString());
			for (final SegmentFigure figure : SegmentFigure.values())
				assertEquals(figure.column().startsWith("hd95") ? Double.POSITIVE_INFINITY : 0, figure.of(one), figure.column());
		}
		assertThrows(IllegalArgumentException.class, () -> Overlap.of(NOTHING, Mask.of(50, 60, i -> true)));
	}

	@Test
	void unequalSidesGoIntoLengthDistanceAndTolerance() {
		final Mask reference = rectangle(10, 10, 20, 10);
		final Mask wide = rectangle(10, 10, 23, 10);
		final Mask high = rectangle(10, 10, 20, 13);
		// 3 pixels to the right are 0.3 mm, 3 downwards 0.9 mm; of the contour the sides are 3 mm and 2 mm long.
		final SurfaceFigures right = SurfaceFigures.corners(reference, wide, FLAT);
		final SurfaceFigures down = SurfaceFigures.corners(reference, high, FLAT);
		assertEquals(0.3, right.hausdorff(0.95), 1e-12);
		assertEquals(0.9, down.hausdorff(0.95), 1e-12);
		assertEquals(1, right.nsd(0.3), 0, "0.3 is three tenths, whatever binary numbers make of it");
		assertTrue(right.nsd(0.29) < 1);
		assertTrue(down.nsd(0.3) < 0.9);
		assertEquals(1, down.nsd(0.9), 0);
		final double corner = Math.hypot(0.1, 0.3) / 2;
		assertEquals(2 * 19 * 0.1 + 2 * 9 * 0.3 + 4 * corner, right.referenceLength(), 1e-12);
		assertEquals(0.9, SurfaceFigures.pixels(reference, high, FLAT).hausdorff(0.95), 1e-12);
		assertEquals(PixelSize.millimetres(0.2, 0.15), PixelSize.millimetres(0.1, 0.3).resized(new int[] { 100, 60 }, new int[] { 50,
			120 }), "a mask of half the width has pixels twice as wide");
	}

	/** The worked example of the page: what else HD95 could be. */
	@Test
	void hd95IsTheLargerOfTwoPercentiles() {
		final Mask reference = rectangle(10, 10, 20, 20);
		final Mask spur = Mask.of(60, 50, i -> reference.data()[i] || i / 60 == 20 && i % 60 >= 30 && i % 60 < 40);
		final SurfaceFigures pixels = SurfaceFigures.pixels(reference, spur, PixelSize.PIXELS);
		assertEquals(76, pixels.referenceLength());
		assertEquals(85, pixels.predictedLength());
		// Forth every point is at most one pixel off; back ten of 85 points are 1 to 10 pixels off, and the 95th percentile is the
		// value at place 79.8 of 84: between 5 and 6.
		assertEquals(5.8, pixels.hausdorff(0.95), 1e-9);
		assertEquals(10, pixels.hausdorff(1), 0);
	}

	private static Item item(final String image, final String patient, final String organ, final String structure, final double dice,
		final double hd95)
	{
		final Map<String, Double> figures = new LinkedHashMap<>();
		figures.put("dice", dice);
		figures.put("hd95", hd95);
		return new Item(image, patient, organ, structure, figures);
	}

	private static String text(final Row row) {
		return row.organ() + "/" + row.structure() + "/" + row.metric() + " " + row.interval().value() + " " + row.n() + " " + row
			.undefined() + " " + row.infinite();
	}

	@Test
	void noFailureLeavesAMean() {
		final List<Item> items = List.of(item("a", "1", "breast", "lesion", 0.8, 2), item("b", "1", "breast", "lesion", 0,
			Double.POSITIVE_INFINITY), item("c", "2", "breast", "lesion", Double.NaN, Double.NaN), item("d", "3", "nerve", "core", 0.6,
				4), item("d", "3", "nerve", "shell", 0.2, 6));
		assertEquals(List.of("breast/lesion/dice 0.4 2 1 0", "breast/lesion/hd95 Infinity 2 1 1", "nerve/core/dice 0.6 1 0 0",
			"nerve/core/hd95 4.0 1 0 0", "nerve/shell/dice 0.2 1 0 0", "nerve/shell/hd95 6.0 1 0 0", "nerve/all/dice 0.4 2 0 0",
			"nerve/all/hd95 5.0 2 0 0", "all/all/dice 0.4 4 1 0", "all/all/hd95 Infinity 4 1 1"), SegmentSummary.of(items, 0)
				.stream().map(SegmentMetricsTest::text).toList());
	}

	@Test
	void orderOfImagesChangesNothing() {
		final List<Item> items = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			final RandomStream random = RandomStream.of(1, "items", i);
			items.add(item("image" + i, "p" + i / 3, i % 3 == 0 ? "breast" : "liver", "x", random.nextDouble(), random.nextDouble()));
		}
		final List<Row> rows = SegmentSummary.of(items, 5);
		for (int i = 0; i < 3; i++) {
			Collections.shuffle(items, new Random(i));
			assertEquals(rows, SegmentSummary.of(items, 5));
		}
		for (final Row row : rows)
			assertTrue(row.interval().low() < row.interval().value() && row.interval().value() < row.interval().high(), row
				.toString());
		// All organs: each counts alike, however many images it has.
		assertEquals((rows.get(0).interval().value() + rows.get(2).interval().value()) / 2, rows.get(4).interval().value(), 1e-15);
		// Images of one patient are no independent ones: of one patient alone there is no interval.
		final List<Row> alone = SegmentSummary.of(items.stream().map(each -> new Item(each.image(), "p", each.organ(), each.structure(),
			each.figures())).toList(), 5);
		assertTrue(alone.stream().allMatch(row -> Double.isNaN(row.interval().low())));
	}
}
