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
package io.sonoflow.image.doppler;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.ConvexHull;
import io.sonoflow.image.morphology.Morphology;

import java.util.Optional;

/**
 * The place in which a scanner measures flow, inside the thin line of one colour that runs round it: whatever its shape, what
 * the line and perhaps the image's edge enclose. Of several the one that holds most of the colour, and of these the smallest.
 */
final class ColorBox {

	/** White lines: least of the smallest of red, green, blue; most chroma. */
	static final int WHITE = 165;
	private static final int PALE = 48;

	/** Lines are thinner than twice this, pixels. */
	private static final int THICK = 3, THICKEST = 2 * THICK - 1;

	/**
	 * How it is looked: chroma of coloured lines; half of the breaks that are bridged. The later are for lines that
	 * a JPEG paled.
	 */
	private static final int[][] WAYS = { { 48, 2 }, { 24, 4 }, { 20, 7 } };

	/** Least share of the image that a box and its rectangle have, and of the rectangle that it fills. */
	private static final double LEAST = 0.015, FILLS = 0.35;

	/** Share of all that may be flow that a box holds: a table with coloured letters holds less. */
	private static final double HOLDS = 0.5;

	/** Share of a box that is flow at most: more is the flow itself. */
	private static final double MOSTLY = 0.6;

	/** Share of a hull's edge that is line or flow. */
	private static final double CLOSED = 0.85;

	private final int width;
	private final int height;
	private final BitMask flow;
	private final int least;
	private BitMask best;
	private int bestHeld;

	private ColorBox(final BitMask flow) {
		this.flow = flow;
		width = flow.width();
		height = flow.height();
		least = (int) (HOLDS * flow.area());
	}

	/**
	 * @param planes of the picture
	 * @param flow what may be flow
	 * @return what the line encloses, without the line
	 */
	static Optional<BitMask> find(final ColorPlanes planes, final BitMask flow) {
		if (flow.area() == 0) return Optional.empty();
		final ColorBox search = new ColorBox(flow);
		for (final int[] way : WAYS) {
			search.lines(planes, way, 0, search::look);
			if (search.best != null) break;
		}
		return Optional.ofNullable(search.best);
	}

	/**
	 * The same in what stands still on a clip, where there is less doubt about what is flow. Where a codec has mixed the line's
	 * colour with that of flow which touches it, and changed its hue elsewhere, the box is the convex hull of line and flow.
	 */
	static Optional<BitMask> findSteady(final ColorPlanes planes, final BitMask flow) {
		final Optional<BitMask> found = find(planes, flow);
		if (flow.area() == 0) return found;
		final ColorBox search = new ColorBox(flow);
		// Part of a box may be closed by a mixed line, too.
		search.bestHeld = (int) (1.02 * found.map(room -> room.and(flow).area()).orElse(0));
		for (final int[] way : WAYS) {
			search.lines(planes, way, 1, search::hull);
			if (search.best != null) break;
		}
		return Optional.ofNullable(search.best).or(() -> found);
	}

	/** What looks for a wall in all that has a line's colour. */
	private interface Look {
		void at(BitMask all, int reach);
	}

	/** @param more classes of hues to each side that are taken together */
	private void lines(final ColorPlanes planes, final int[] way, final int more, final Look look) {
		final BitMask coloured = planes.coloured(way[0]);
		for (int hue = 0; hue < ColorPlanes.CLASSES; hue++) {
			BitMask hues = planes.hue(hue);
			for (int off = 1; off <= more; off++)
				hues = hues.or(planes.hue((hue + off) % ColorPlanes.CLASSES)).or(planes.hue((hue - off + ColorPlanes.CLASSES) %
					ColorPlanes.CLASSES));
			look.at(coloured.and(hues), way[1]);
		}
		look.at(planes.white(WHITE).without(planes.coloured(PALE)), way[1]);
	}

	private void look(final BitMask all, final int reach) {
		if (isFew(all)) return;
		final BitMask thick = all.erode(THICK);
		walls(all.without(thick.dilate(THICK)), reach);
		// Where flow of its colour touches the line, the line is closed by the rim of the flow.
		walls(all.without(thick), reach);
	}

	/** Takes the convex hull of a line and the flow that touches it, if most of its edge is one of both. */
	private void hull(final BitMask all, final int reach) {
		if (isFew(all)) return;
		final BitMask both = all.without(all.open(THICK)).or(flow);
		final Components parts = Components.of(both.dilate(reach), Connectivity.EIGHT);
		for (int i = 0; i < parts.count(); i++) {
			if (parts.box(i).area() < LEAST * width * height) continue;
			final BitMask part = parts.bits(i).and(both);
			final BitMask filled = ConvexHull.filled(part);
			final BitMask edge = filled.without(Morphology.erode(filled));
			if (edge.and(part.dilate(reach)).area() < CLOSED * edge.area()) continue;
			final BitMask room = filled.erode(2);
			final int held = room.and(flow).area();
			if (held >= least && held <= MOSTLY * filled.area() && held > bestHeld) {
				best = room;
				bestHeld = held;
			}
		}
	}

	private boolean isFew(final BitMask all) {
		return all.area() < Math.min(width, height) / 3;
	}

	private void walls(final BitMask line, final int reach) {
		final Components walls = Components.of(line.dilate(reach), Connectivity.EIGHT);
		for (int i = 0; i < walls.count(); i++)
			if (walls.box(i).area() >= LEAST * width * height && walls.box(i).w() > 12 && walls.box(i).h() > 12)
				enclosed(line, walls.bits(i), walls.box(i), reach);
	}

	/** {@return pixels from the outer edge of the line to its inner one: rings within the wall's edge of which most is line} */
	private static int thickness(final BitMask line, final BitMask filled, final int reach) {
		int thick = 0;
		BitMask outer = filled.erode(reach);
		for (int ring = 0; ring < THICKEST; ring++) {
			final BitMask inner = Morphology.erode(outer);
			final BitMask between = outer.without(inner);
			if (between.and(line).area() < MOSTLY * between.area()) break;
			thick++;
			outer = inner;
		}
		// What is no hair has a paler seam as well.
		return thick < 2 ? 1 : thick + 1;
	}

	/**
	 * What a line and perhaps the image's edge enclose is all that is apart from the largest room outside; edges of flow that
	 * have the line's colour may divide it into several rooms.
	 */
	private void enclosed(final BitMask line, final BitMask wall, final Box round, final int reach) {
		final Components rooms = Components.of(wall.negate(), Connectivity.FOUR);
		if (rooms.count() == 0) return;
		final BitMask filled = rooms.bits(rooms.largest()).negate();
		final int area = filled.area();
		final int walled = wall.area();
		if (area - walled < LEAST * width * height || area < FILLS * round.area() || area < 2 * walled) return;
		final BitMask within = filled.erode(reach + 1);
		final BitMask deep = filled.erode(reach + thickness(line, filled, reach));
		final BitMask room = deep.or(within.without(Morphology.dilate(line)));
		final int held = room.and(flow).area();
		if (held < least || held > MOSTLY * area) return;
		if (held > 1.02 * bestHeld || held > 0.98 * bestHeld && best != null && room.area() < best.area()) {
			best = room;
			bestHeld = held;
		}
	}
}
