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
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

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

	private final boolean[] lit;
	private final byte[] distance;
	private final int tolerance;
	private final boolean[] echoes;
	private final int width;
	private final int height;
	private final FieldSides sides;
	private final double apexX;
	private final double apexY;
	private final double slope;
	private int inside;
	private int outside;
	private int drawn;
	private int top;
	private int left;
	private int right;
	private int lowest;
	private boolean clean;

	FieldFitting(final boolean[] lit, final byte[] distance, final int tolerance, final int width, final int height,
		final FieldSides sides)
	{
		this.lit = lit;
		this.distance = distance;
		this.tolerance = tolerance;
		echoes = lit.clone();
		this.width = width;
		this.height = height;
		this.sides = sides;
		slope = Math.tan(sides.angle());
		apexX = sides.axis();
		apexY = sides.apex();
	}

	FieldFit fit(final int seen) {
		measure();
		if (inside == 0) return null;
		addFaint();
		final double[] end = new FieldRays(echoes, width, height, sides).farEnd();
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
		return lit[y * width + x] || lit[y * width + Math.max(0, Math.min(width - 1, x + inwards))];
	}

	/** {@return the share of a side's length in the image that is supported} */
	private double share(final double support, final double at, final double far, final int bottom) {
		final double end = sides.parallel() ? bottom : Math.min(bottom, apexY + far * Math.cos(sides.angle()));
		final double leaves = slope == 0 ? end : Math.min(end, at / slope);
		final double length = (leaves - top) / Math.cos(sides.angle());
		return length <= 0 ? 0 : Math.min(1, support / length);
	}

	private boolean in(final int x, final int y) {
		return x + 0.5 > sides.left() - slope * y - NEAR && x + 0.5 < sides.right() + slope * y + NEAR && y > apexY;
	}

	private void measure() {
		final int[] rows = new int[height];
		final int[] columns = new int[width];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final int i = y * width + x;
				if ((distance[i] & 0xFF) <= tolerance) continue;
				final boolean within = in(x, y);
				if (!within) drawn++;
				if (!lit[i]) continue;
				if (!within) {
					outside++;
					continue;
				}
				inside++;
				rows[y]++;
				columns[x]++;
			}
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
		final boolean[] bright = new boolean[width * height];
		for (int i = 0; i < bright.length; i++)
			bright[i] = !lit[i] && (distance[i] & 0xFF) > FAINT;
		final boolean[] drawnNear = Morphology.dilate(Mask.of(bright, width, height), RINGING).data();
		final boolean[] litNear = Morphology.dilate(Mask.of(lit, width, height), RINGING).data();
		for (int level = 0; level <= tolerance; level++) {
			long margin = 0;
			long noise = 0;
			for (int y = 0; y < height; y++)
				for (int x = 0; x < width; x++) {
					final int i = y * width + x;
					if (drawnNear[i] || litNear[i] || in(x, y)) continue;
					margin++;
					if ((distance[i] & 0xFF) > level) noise++;
				}
			if (noise > NOISE * margin || margin < MARGIN * width * height) continue;
			clean = true;
			for (int y = top; y < height; y++)
				for (int x = 0; x < width; x++) {
					final int i = y * width + x;
					if (!lit[i] && !drawnNear[i] && (distance[i] & 0xFF) > level && in(x, y)) echoes[i] = true;
				}
			int count = 0;
			for (int y = height - 1; y > lowest && count < FEW; y--) {
				for (int x = 0; x < width; x++)
					if (echoes[y * width + x]) count++;
				if (count >= FEW) lowest = y + 1;
			}
			return;
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
			while (y > top && (y > height || !echoes[(y - 1) * width + x]))
				y--;
			if (y == top) continue;
			columns++;
			if (lowest - y <= NEAR) on++;
		}
		return new double[] { lowest, columns == 0 ? 0 : on / (double) columns };
	}
}
