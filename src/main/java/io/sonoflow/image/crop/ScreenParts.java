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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Components;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of a screen that hold echoes: fields of view, and traces (spectrum, M-mode) below one. Bars, text, tables, ECG
 * and thumbnails are neither.
 *
 * @param fields in reading order
 * @param traces in no order
 * @param panels what hangs together with tables and with bars behind text
 */
record ScreenParts(List<Box> fields, List<Box> traces, BitMask panels) {

	/** A part has at least this share of the screen ... */
	private static final double AREA = 0.008;

	/** ... and sides of this share of the screen's shorter side. */
	private static final double SIDE = 0.1;

	/** A field of view has at least this share of the largest one; a thumbnail has less. */
	private static final double THUMBNAIL = 0.12;

	/** Mean texture of echoes (1 = all textured). */
	private static final double TEXTURE = 0.4;

	/** Of two boxes that hold one picture this share of the smaller lies in the larger. */
	private static final double WITHIN = 0.3;

	/** The share of a table's pixels that have one level. */
	private static final double PANEL = 0.45;

	/** Text: less textured than echoes mostly are, with this share of jumps as strong as letters'. */
	private static final double FLATTISH = 0.72;
	private static final double STROKES = 0.02;
	private static final int STROKE = 60;

	/** A trace is this much wider than high, and has one edge that is straight along this share of its width. */
	private static final double WIDE = 1.5;
	private static final double STRAIGHT = 0.35;

	/** Without a baseline a trace is this much wider than the field above it. */
	private static final double WIDER = 1.15;

	/** A baseline is a drawn line along this share of a trace. */
	private static final double BASELINE = 0.6;

	/** Pixels round a panel that compression has blurred. */
	private static final int BLUR = 6;

	/** Splits within splits: four views in two rows. */
	private static final int DEPTH = 2;

	static ScreenParts of(final Screen screen, final MarginPeeling peel, final int tolerance) {
		final Components components = peel.components(tolerance);
		final BitMask all = components.bits(allOf(components.count()));
		final long[] texture = peel.texture(components);
		final double side = SIDE * Math.min(screen.width, screen.height);
		final List<Box> boxes = new ArrayList<>();
		final boolean[] panels = new boolean[components.count()];
		for (final int i : components.byArea()) {
			final Box box = components.box(i);
			if (components.area(i) < AREA * screen.width * screen.height || Math.min(box.w(), box.h()) < side) continue;
			if (texture[i] < TEXTURE * MarginPeeling.TEXTURED * components.area(i)) continue;
			panels[i] = isPanel(screen, components.bits(i), box, (double) texture[i] / MarginPeeling.TEXTURED / components.area(i));
			if (!panels[i]) add(boxes, box);
		}
		final List<Box> traces = boxes.stream().filter(box -> boxes.stream().anyMatch(other -> isBelow(box, other) && isTrace(screen,
			all, box, other))).toList();
		final List<Box> fields = new ArrayList<>();
		for (final Box box : boxes)
			if (!traces.contains(box)) split(screen, peel, all, tolerance, box, DEPTH, fields);
		final long largest = fields.stream().mapToLong(Box::area).max().orElse(0);
		fields.removeIf(box -> box.area() < THUMBNAIL * largest);
		return new ScreenParts(inReadingOrder(fields), traces, components.bits(panels).dilate(BLUR));
	}

	/** Adds a box, or makes one of it and those that it shares much with: shadows cut pictures. */
	private static void add(final List<Box> boxes, final Box box) {
		Box whole = box;
		for (final Box other : List.copyOf(boxes))
			if (whole.share(other) >= WITHIN || other.share(whole) >= WITHIN) {
				boxes.remove(other);
				final int left = Math.min(whole.x(), other.x());
				final int top = Math.min(whole.y(), other.y());
				whole = new Box(left, top, Math.max(whole.x() + whole.w(), other.x() + other.w()) - left, Math.max(whole.y() + whole
					.h(), other.y() + other.h()) - top);
			}
		boxes.add(whole);
	}

	/** {@return whether it is a table, or a bar behind text: much of one grey level, or flat between the strokes of letters} */
	private static boolean isPanel(final Screen screen, final BitMask lit, final Box box, final double texture) {
		final int[] levels = new int[256];
		int area = 0;
		int strokes = 0;
		for (int y = box.y(); y < box.y() + box.h(); y++)
			for (int x = lit.next(true, Math.max(1, box.x()), y); x < screen.width; x = lit.next(true, x + 1, y)) {
				final int at = y * screen.width + x;
				levels[Screen.brightest(screen.rgb[at])]++;
				area++;
				if (Screen.distance(screen.rgb[at], screen.rgb[at - 1]) > STROKE) strokes++;
			}
		int most = 0;
		for (int level = 1; level < 255; level++)
			most = Math.max(most, levels[level - 1] + levels[level] + levels[level + 1]);
		return most >= PANEL * area || texture < FLATTISH && strokes >= STROKES * area;
	}

	private static boolean[] allOf(final int count) {
		final boolean[] all = new boolean[count];
		Arrays.fill(all, true);
		return all;
	}

	private static boolean isBelow(final Box box, final Box other) {
		return box.y() >= other.y() + 0.9 * other.h() && box.x() < other.x() + other.w() && other.x() < box.x() + box.w();
	}

	private static boolean isTrace(final Screen screen, final BitMask lit, final Box box, final Box above) {
		return box.w() >= WIDE * box.h() && (baseline(screen, box) || box.w() >= WIDER * above.w() && Math
			.max(straight(lit, box, true), straight(lit, box, false)) >= STRAIGHT);
	}

	private static boolean baseline(final Screen screen, final Box box) {
		for (int y = box.y(); y < box.y() + box.h(); y++) {
			int run = 0;
			for (int x = box.x() + 1; x < box.x() + box.w(); x++) {
				final int at = y * screen.width + x;
				if (Screen.distance(screen.rgb[at], screen.rgb[at - 1]) <= 2 && Screen.brightest(screen.rgb[at]) > 60) run++;
			}
			if (run >= BASELINE * box.w()) return true;
		}
		return false;
	}

	/** {@return the share of the columns in which what is lit begins (or ends) in the commonest row, to a few pixels} */
	private static double straight(final BitMask lit, final Box box, final boolean top) {
		final int[] rows = new int[box.h() + 6];
		for (int x = box.x(); x < box.x() + box.w(); x++) {
			int y = 0;
			while (y < box.h() && !lit.get(x, top ? box.y() + y : box.y() + box.h() - 1 - y))
				y++;
			if (y == box.h()) continue;
			for (int near = 0; near < 6; near++)
				rows[y + near]++;
		}
		return Arrays.stream(rows).max().orElse(0) / (double) box.w();
	}

	/** Two views that touch, or fans whose corners touch, hang together: cut between them. */
	private static void split(final Screen screen, final MarginPeeling peel, final BitMask lit, final int tolerance, final Box box,
		final int depth, final List<Box> into)
	{
		if (depth > 0) for (final boolean columns : new boolean[] { true, false }) {
			final int cut = ViewSeams.of(screen, peel.unlike(tolerance), lit, box, columns);
			if (cut <= 0) continue;
			split(screen, peel, lit, tolerance, columns ? new Box(box.x(), box.y(), cut, box.h()) : new Box(box.x(), box.y(), box.w(),
				cut), depth - 1, into);
			split(screen, peel, lit, tolerance, columns ? new Box(box.x() + cut, box.y(), box.w() - cut, box.h()) : new Box(box.x(), box
				.y() + cut, box.w(), box.h() - cut), depth - 1, into);
			return;
		}
		into.add(box);
	}

	/** {@return the boxes in rows from the top, each from the left; those that overlap in height by half are one row} */
	static List<Box> inReadingOrder(final List<Box> boxes) {
		final List<Box> rest = new ArrayList<>(boxes);
		rest.sort(Comparator.comparingInt(Box::y));
		final List<Box> order = new ArrayList<>();
		while (!rest.isEmpty()) {
			final Box first = rest.get(0);
			final List<Box> row = new ArrayList<>(rest.stream().filter(box -> 2 * (Math.min(box.y() + box.h(), first.y() + first
				.h()) - box.y()) >= Math.min(box.h(), first.h())).toList());
			row.sort(Comparator.comparingInt(Box::x));
			order.addAll(row);
			rest.removeAll(row);
		}
		return order;
	}

	/**
	 * @param field one of the fields
	 * @return where to look for it alone: a little more than its box, but not into the others
	 */
	Box cell(final Box field, final int width, final int height) {
		final int more = Math.max(6, Math.min(field.w(), field.h()) / 8);
		int left = Math.max(0, field.x() - more);
		int top = Math.max(0, field.y() - more);
		int right = Math.min(width, field.x() + field.w() + more);
		int bottom = Math.min(height, field.y() + field.h() + more);
		final List<Box> others = new ArrayList<>(fields);
		others.addAll(traces);
		for (final Box other : others) {
			if (other.equals(field) || other.x() >= right || other.x() + other.w() <= left || other.y() >= bottom || other.y() + other
				.h() <= top) continue;
			if (other.x() >= field.x() + field.w() - 3) right = Math.min(right, Math.max(field.x() + field.w(), other.x()));
			else if (other.x() + other.w() <= field.x() + 3) left = Math.max(left, Math.min(field.x(), other.x() + other.w()));
			else if (other.y() > field.y()) bottom = Math.min(bottom, Math.max(field.y() + field.h(), other.y()));
			else top = Math.max(top, Math.min(field.y(), other.y() + other.h()));
		}
		return new Box(left, top, right - left, bottom - top);
	}
}
