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

import java.util.Arrays;

/** The steps of one {@link FieldFit}. */
final class FieldFitting {

	/** Pixels that a row or column of the field has at least: single ones may be noise. */
	private static final int FEW = 2;

	/** Pixels no further than this from the margin's colour may be faint echoes; text is not faint ... */
	private static final int FAINT = 60;

	/** ... but compression leaves faint pixels this near to it. */
	private static final int RINGING = 8;

	/** The share of the margin's pixels that may look like faint echoes, if these are to count. */
	private static final double NOISE = 0.0003;

	/** The share of the image that must be margin, for its noise to be known. */
	private static final double MARGIN = 0.01;

	/** How far a pixel may be outside of a side, or above a straight end. */
	private static final double NEAR = 2.5;

	/** An end needs this share of what could end there. */
	static final double END = 0.12;

	/** A picture cut tightly has its probe in the middle of the image to this share of its width. */
	private static final double MIDDLE = 0.03;

	/** ... and hardly anything drawn beside it: this share of what is lit. */
	private static final double DRAWN = 0.003;

	/** Rows that may be missing above the near end. */
	private static final int TOUCHES = 3;

	private final BitMask lit;
	private final MarginPeeling peel;
	private final int tolerance;
	private BitMask echoes;
	private final int width;
	private final int height;
	private final FieldSides sides;
	private final double apexX;
	private final double apexY;
	private final double slope;
	/** Of each row the columns from ... to (exclusive) within the sides. */
	private final int[] from;
	private final int[] to;
	private int inside;
	private int outside;
	private int drawn;
	private int top;
	private int left;
	private int right;
	private int lowest;
	private boolean clean;

	FieldFitting(final BitMask lit, final MarginPeeling peel, final int tolerance, final FieldSides sides) {
		this.lit = lit;
		this.peel = peel;
		this.tolerance = tolerance;
		echoes = lit;
		width = lit.width();
		height = lit.height();
		this.sides = sides;
		slope = Math.tan(sides.angle());
		apexX = sides.axis();
		apexY = sides.apex();
		from = new int[height];
		to = new int[height];
		for (int y = 0; y < height; y++) {
			from[y] = from(y);
			to[y] = to(y);
		}
	}

	/** {@return the first column of a row that lies right of the left side} */
	private int from(final int y) {
		if (y <= apexY) return width;
		final double side = sides.left() - slope * y - NEAR;
		// A column less, then what rounding leaves.
		int x = (int) Math.max(0, Math.min(width, side - 2));
		while (x < width && x + 0.5 <= side)
			x++;
		return x;
	}

	/** {@return the column after the last one of a row that lies left of the right side; not before the first} */
	private int to(final int y) {
		final double side = sides.right() + slope * y + NEAR;
		int x = (int) Math.max(0, Math.min(width, side + 2));
		while (x > from[y] && x - 0.5 >= side)
			x--;
		return Math.max(from[y], x);
	}

	FieldFit fit(final int seen) {
		measure();
		if (inside == 0) return null;
		addFaint();
		final double[] end = new FieldRays(echoes, sides).farEnd();
		final boolean tight = tight();
		double far = end[0];
		double depth = end[1];
		int bottom = (int) Math.round(Math.min(height, apexY + far));
		if (depth == 0) {
			bottom = Math.max(bottom, Math.max(lowest, seen));
			if (tight && !sides.parallel()) {
				far = Math.max(far, width / 2.0 / Math.sin(sides.angle()));
				bottom = Math.max(bottom, (int) Math.round(Math.min(height, apexY + far)));
			}
			if (bottom >= height - TOUCHES) bottom = height;
			if (lowest >= height - 1) depth = 1;
		}
		final double[] flat = flatEnd();
		if (flat[1] >= END && flat[0] <= bottom && flat[1] > depth) {
			bottom = (int) flat[0];
			depth = flat[1];
		}
		return result(tight, far, bottom, depth);
	}

	private FieldFit result(final boolean tight, final double far, final int bottom, final double depth) {
		final double x0;
		final double x1;
		if (sides.parallel()) {
			x0 = Math.min(sides.left(), sides.left() - slope * bottom);
			x1 = Math.max(sides.right(), sides.right() + slope * bottom);
		}
		else {
			final double corner = Math.min(far * Math.sin(sides.angle()), (bottom - apexY) * slope);
			x0 = apexX - corner;
			x1 = apexX + corner;
		}
		final int begin = Math.max(0, cut(true, x0));
		final int end = Math.min(width, cut(false, x1));
		final int start = top <= TOUCHES && tight ? 0 : top;
		if (end <= begin || bottom <= start) return null;
		final double one = share(sides.leftSupport(), sides.left(), far, bottom);
		final double other = share(sides.rightSupport(), width - sides.right(), far, bottom);
		return new FieldFit(new Box(begin, start, end - begin, bottom - start), Math.min(one, other), Math.max(one, other), depth,
			inside / (double) (inside + outside), clean, tight);
	}

	/** {@return the column where the field ends: where a side ends, or earlier, if much of what is lit ends there} */
	private int cut(final boolean atLeft, final double side) {
		final int seen = atLeft ? left : right;
		final int fitted = (int) Math.round(side);
		if (atLeft ? seen <= fitted + 2 : seen >= fitted - 2) return Math.abs(seen - fitted) <= 2 ? seen : fitted;
		int rows = 0;
		for (int y = top; y < lowest; y++) {
			if (atLeft ? ends(y, seen, 1) : ends(y, seen - 1, -1)) rows++;
		}
		return rows >= END * (lowest - top) ? seen : fitted;
	}

	/** {@return whether what is lit in a row ends within a pixel of a column that nothing lies beyond} */
	private boolean ends(final int y, final int x, final int inwards) {
		return x < width && lit.get(x, y) || lit.get(Math.max(0, Math.min(width - 1, x + inwards)), y);
	}

	/** {@return the share of a side's length in the image that is supported} */
	private double share(final double support, final double at, final double far, final int bottom) {
		final double end = sides.parallel() ? bottom : Math.min(bottom, apexY + far * Math.cos(sides.angle()));
		final double leaves = slope == 0 ? end : Math.min(end, at / slope);
		final double length = (leaves - top) / Math.cos(sides.angle());
		return length <= 0 ? 0 : Math.min(1, support / length);
	}

	private void measure() {
		final BitMask unlike = peel.unlike(tolerance);
		final BitMask seen = unlike.and(lit);
		final BitMask within = seen.between(from, to);
		final Box whole = new Box(0, 0, width, height);
		inside = within.area();
		outside = seen.area() - inside;
		drawn = unlike.area() - unlike.between(from, to).area();
		final int[] rows = within.rows(whole);
		final int[] columns = within.columns(whole);
		top = 0;
		while (top < height && rows[top] < FEW)
			top++;
		lowest = height;
		while (lowest > top && rows[lowest - 1] < FEW)
			lowest--;
		left = 0;
		while (left < width && columns[left] < FEW)
			left++;
		right = width;
		while (right > left && columns[right - 1] < FEW)
			right--;
	}

	/** Adds faint specks within the sides, if the margin has none: the last that is seen where echoes fade. */
	private void addFaint() {
		final BitMask drawnNear = peel.unlike(FAINT).without(lit).dilate(RINGING);
		final BitMask near = drawnNear.or(lit.dilate(RINGING));
		final BitMask margin = near.negate().without(near.negate().between(from, to));
		final int free = margin.area();
		if (free < MARGIN * width * height) return;
		for (int level = 0; level <= tolerance; level++) {
			final BitMask unlike = peel.unlike(level);
			if (unlike.and(margin).area() > NOISE * free) continue;
			clean = true;
			final int[] begin = from.clone();
			Arrays.fill(begin, 0, top, width);
			echoes = lit.or(unlike.without(drawnNear).between(begin, to));
			extend();
			return;
		}
	}

	/** Lowers the lowest row to where the last faint specks are. */
	private void extend() {
		int count = 0;
		for (int y = height - 1; y > lowest && count < FEW; y--) {
			count += echoes.count(y, 0, width);
			if (count >= FEW) lowest = y + 1;
		}
	}

	private boolean tight() {
		return drawn - outside < DRAWN * inside && top <= TOUCHES && Math.abs(apexX - width / 2.0) < MIDDLE * width;
	}

	/** {@return the row below the field if it ends straight, and the share of its columns that end there} */
	private double[] flatEnd() {
		if (lowest >= height - 1) return new double[] { height, 0 };
		int on = 0;
		int columns = 0;
		for (int x = left; x < right; x++) {
			int y = lowest + 2;
			while (y > top && (y > height || !echoes.get(x, y - 1)))
				y--;
			if (y == top) continue;
			columns++;
			if (lowest - y <= NEAR) on++;
		}
		return new double[] { lowest, columns == 0 ? 0 : on / (double) columns };
	}
}
