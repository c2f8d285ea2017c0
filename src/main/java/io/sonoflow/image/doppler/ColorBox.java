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
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The place in which a scanner measures flow, inside the thin line of one colour that runs round it: whatever its shape, what
 * the line and perhaps the image's edge enclose. Of several the one that holds most of the colour, and of these the smallest.
 */
final class ColorBox {

	/** Half width of a hue's class and the distance of classes, degrees. */
	private static final int HALF = 22, STEP = 24;

	/** White lines: least of the smallest of red, green, blue; most chroma. */
	private static final int WHITE = 165, PALE = 48;

	/** Lines are thinner than twice this, pixels. */
	private static final int THICK = 3;

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

	private final int[] colors;
	private final int width;
	private final int height;
	private final Mask flow;
	private Mask best;
	private int bestHeld;
	private final int least;

	private ColorBox(final int[] colors, final Mask flow) {
		this.colors = colors;
		this.flow = flow;
		width = flow.width();
		height = flow.height();
		least = (int) (HOLDS * flow.area());
	}

	/**
	 * @param colors 0xAARRGGBB, row by row
	 * @param flow what may be flow
	 * @return what the line encloses, without the line
	 */
	static Optional<Mask> find(final int[] colors, final Mask flow) {
		if (flow.area() == 0) return Optional.empty();
		final ColorBox search = new ColorBox(colors, flow);
		for (final int[] way : WAYS) {
			for (int hue = 0; hue < 360; hue += STEP) {
				final double middle = hue;
				search.look(i -> Colors.chroma(colors[i]) >= way[0] && Colors.apart(Colors.hue(colors[i]), middle) <= HALF, way[1]);
			}
			search.look(i -> Colors.least(colors[i]) >= WHITE && Colors.chroma(colors[i]) < PALE, way[1]);
			if (search.best != null) break;
		}
		return Optional.ofNullable(search.best);
	}

	private void look(final IntPredicate one, final int reach) {
		final Mask all = Mask.of(width, height, one);
		if (all.area() < Math.min(width, height) / 3) return;
		walls(all, Morphology.open(all, THICK), reach);
		// Where flow of its colour touches the line, the line is closed by the rim of the flow.
		walls(all, Morphology.erode(all, THICK), reach);
	}

	private void walls(final Mask all, final Mask thick, final int reach) {
		final Mask line = Mask.of(width, height, i -> all.data()[i] && !thick.data()[i]);
		final Mask wall = Morphology.dilate(line, reach);
		final Components walls = Components.of(wall, Connectivity.EIGHT);
		for (int i = 0; i < walls.count(); i++)
			if (walls.box(i).area() >= LEAST * width * height && walls.box(i).w() > 12 && walls.box(i).h() > 12) enclosed(walls.mask(i),
				walls.box(i), reach);
	}

	/**
	 * What a line and perhaps the image's edge enclose is all that is apart from the largest room outside; edges of flow that
	 * have the line's colour may divide it into several rooms.
	 */
	private void enclosed(final Mask wall, final Box round, final int reach) {
		final Components rooms = Components.of(wall.negate(), Connectivity.FOUR);
		final boolean[] outside = new boolean[rooms.count()];
		if (outside.length == 0) return;
		outside[rooms.largest()] = true;
		final Mask filled = rooms.mask(outside).negate();
		final int area = filled.area();
		if (area - wall.area() < LEAST * width * height || area < FILLS * round.area() || area < 2 * wall.area()) return;
		final Mask room = Morphology.erode(filled, reach + 1);
		int held = 0;
		for (int i = 0; i < room.data().length; i++)
			if (room.data()[i] && flow.data()[i]) held++;
		if (held < least || held > MOSTLY * area) return;
		if (held > 1.02 * bestHeld || held > 0.98 * bestHeld && best != null && room.area() < best.area()) {
			best = room;
			bestHeld = held;
		}
	}
}
