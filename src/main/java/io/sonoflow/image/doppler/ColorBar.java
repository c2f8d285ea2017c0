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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A scanner's colour bar: an upright rectangle whose colours change smoothly from row to row. If it has a baseline, a dark
 * gap or a jump of colours, and other colours above than below, it shows velocity, toward the probe on top; one that has no
 * sides that differ shows power.
 *
 * @param box where it is, both parts and the gap
 * @param rows mean colour of each row of it, 0xFFRRGGBB
 * @param used whether a row is colour; rows of the gap are not
 * @param baseline row, from the box's top, at which the velocity is 0; -1 = it shows power
 */
public record ColorBar(Box box, int[] rows, boolean[] used, double baseline) {

	/** Least chroma of a bar's pixels; of its rows those with less belong to the gap. */
	private static final int COLOURED = 44;

	/** Least width, and the largest as a share of the image's; least height, pixels; least height over width. */
	private static final int NARROWEST = 5, LOWEST = 36;
	private static final double WIDEST = 1.0 / 12, SLENDER = 2.2;

	/** Share of a part's box that is coloured; largest gap as a share of the whole; columns by which parts may be shifted. */
	private static final double FILLED = 0.85, GAP = 0.35;
	private static final int SHIFT = 2;

	/** Mean change from row to row at most, also of coarse colours; least range of a bar, distance of its sides, and of a jump. */
	private static final double SMOOTH = 12, COARSE = 16, RANGE = 70, SIDES = 60, JUMP = 70;

	/** Share of the usual chroma that rows of a gap have less of, where a codec runs colours over it. */
	private static final double PALE = 0.5;

	/** Colours that far from all of the bar's have no row. */
	private static final int FARTHEST = 90;

	/** Mean distance at most of a known bar's rows from what a frame shows in its place. */
	private static final double SAME = 24;

	/** Binary logarithm of the number of colours that are kept with their rows; what spreads colours over them. */
	private static final int CACHED = 12, SPREAD = 0x9E3779B1;

	/** {@return whether it shows velocity, not power} */
	public boolean isSigned() {
		return baseline >= 0;
	}

	/** {@return the tallest bar of a picture} */
	static Optional<ColorBar> find(final ColorPlanes planes) {
		final int width = planes.width();
		final Components parts = Components.of(planes.coloured(COLOURED), Connectivity.FOUR);
		final List<Box> bricks = new ArrayList<>();
		for (int i = 0; i < parts.count(); i++) {
			final Box box = parts.box(i);
			if (box.w() >= NARROWEST && box.w() <= Math.max(16, WIDEST * width) && box.h() >= box.w() / 2 && parts.area(i) >= FILLED *
				box.area()) bricks.add(box);
		}
		final List<Box> candidates = new ArrayList<>(bricks);
		for (int i = 0; i < bricks.size(); i++)
			for (int j = 0; j < bricks.size(); j++)
				stacked(bricks.get(i), bricks.get(j)).ifPresent(candidates::add);
		ColorBar best = null;
		for (final Box box : candidates) {
			if (box.h() < LOWEST || box.h() < SLENDER * box.w() || best != null && box.h() <= best.box.h()) continue;
			final ColorBar bar = of(planes, box);
			if (bar != null) best = bar;
		}
		return Optional.ofNullable(best);
	}

	private static Optional<Box> stacked(final Box upper, final Box lower) {
		final int gap = lower.y() - upper.y() - upper.h();
		if (gap < 0 || Math.abs(upper.x() - lower.x()) > SHIFT || Math.abs(upper.w() - lower.w()) > SHIFT) return Optional.empty();
		return gap <= GAP * (upper.h() + gap + lower.h()) ? Optional.of(upper.around(lower)) : Optional.empty();
	}

	/** {@return whether a picture shows it in this place} */
	boolean isIn(final int[] colors, final int width) {
		double sum = 0;
		for (int row = 0; row < rows.length; row++)
			sum += Colors.distance(rows[row], mean(colors, (box.y() + row) * width + box.x() + rim(box), box.w() - 2 * rim(box)));
		return sum <= SAME * rows.length;
	}

	/** {@return columns at each side that may be mixed with what is beside the bar} */
	private static int rim(final Box box) {
		return box.w() >= 9 ? 2 : 1;
	}

	private static ColorBar of(final ColorPlanes planes, final Box box) {
		final int[] colors = planes.colors();
		final int width = planes.width();
		final int rim = rim(box);
		final int[] rows = new int[box.h()];
		final boolean[] used = new boolean[box.h()];
		for (int row = 0; row < rows.length; row++) {
			rows[row] = mean(colors, (box.y() + row) * width + box.x() + rim, box.w() - 2 * rim);
		}
		final double least = planes.isCoarse() ? Math.max(COLOURED, PALE * usualChroma(rows)) : COLOURED;
		for (int row = 0; row < rows.length; row++)
			used[row] = Colors.chroma(rows[row]) >= least;
		if (!isSmooth(planes, box, used) || !hasRange(rows, used)) return null;
		return new ColorBar(box, rows, used, baseline(rows, used));
	}

	/** {@return the median of the rows' chroma} */
	private static int usualChroma(final int[] rows) {
		return Arrays.stream(rows).map(Colors::chroma).sorted().skip(rows.length / 2).findFirst().orElseThrow();
	}

	private static int mean(final int[] colors, final int from, final int count) {
		int r = 0;
		int g = 0;
		int b = 0;
		for (int i = from; i < from + count; i++) {
			r += Colors.red(colors[i]);
			g += Colors.green(colors[i]);
			b += Colors.blue(colors[i]);
		}
		return 0xFF000000 | r / count << 16 | g / count << 8 | b / count;
	}

	/** The colour changes little from a pixel to the one below it, save at the gap. */
	private static boolean isSmooth(final ColorPlanes planes, final Box box, final boolean[] used) {
		final int[] colors = planes.colors();
		final int width = planes.width();
		double sum = 0;
		int count = 0;
		for (int row = 1; row < box.h(); row++)
			if (used[row] && used[row - 1]) for (int column = 1; column < box.w() - 1; column++) {
				final int at = (box.y() + row) * width + box.x() + column;
				sum += Math.min(JUMP, Colors.distance(colors[at], colors[at - width]));
				count++;
			}
		return count > 0 && sum / count <= (planes.isCoarse() ? COARSE : SMOOTH);
	}

	private static boolean hasRange(final int[] rows, final boolean[] used) {
		int first = -1;
		double most = 0;
		for (int row = 0; row < rows.length; row++) {
			if (!used[row]) continue;
			if (first < 0) first = row;
			most = Math.max(most, Colors.distance(rows[first], rows[row]));
		}
		return most >= RANGE;
	}

	/** {@return the row of velocity 0; -1 if both sides are alike, or there are no two sides} */
	private static double baseline(final int[] rows, final boolean[] used) {
		final double middle = gap(used) >= 0 ? gap(used) : jump(rows);
		if (middle < 0) return -1;
		final int reach = (int) Math.min(middle, rows.length - 1 - middle);
		double apart = 0;
		int count = 0;
		for (int off = 1; off <= reach; off++) {
			final int up = (int) Math.round(middle - off);
			final int down = (int) Math.round(middle + off);
			if (up < 0 || down >= rows.length || !used[up] || !used[down]) continue;
			apart += Colors.distance(rows[up], rows[down]);
			count++;
		}
		return count > 0 && apart / count >= SIDES ? middle : -1;
	}

	/** {@return the middle of the longest run of rows without colour within the bar; -1 if there is none} */
	private static double gap(final boolean[] used) {
		double middle = -1;
		int longest = 0;
		for (int row = 1; row < used.length; row++) {
			if (used[row]) continue;
			final int from = row;
			while (row < used.length && !used[row])
				row++;
			if (row < used.length && row - from > longest) {
				longest = row - from;
				middle = (from + row - 1) / 2.0;
			}
		}
		return middle;
	}

	/** {@return where colours change most from a row to the next but one; -1 if nowhere much} */
	private static double jump(final int[] rows) {
		double most = JUMP;
		double at = -1;
		for (int row = 1; row < rows.length - 1; row++) {
			final double change = Colors.distance(rows[row - 1], rows[row + 1]);
			if (change > most) {
				most = change;
				at = row;
			}
		}
		return at;
	}

	/** {@return hues of the bar, 0..359, each true if the bar has it or one near} */
	boolean[] hues(final double near) {
		final boolean[] hues = new boolean[360];
		for (int row = 0; row < rows.length; row++)
			if (used[row]) for (int off = (int) -near; off <= near; off++)
				hues[(int) (Colors.hue(rows[row]) + off + 720) % 360] = true;
		return hues;
	}

	/**
	 * @param colors 0xAARRGGBB, row by row
	 * @param flow which of them show flow
	 * @return of each pixel of flow the bar's used row whose colour is nearest; -1 elsewhere, and where none is near
	 */
	int[] rowsOf(final int[] colors, final Mask flow) {
		final int[] nearest = new int[colors.length];
		// The same few colours come again and again.
		final int[] seen = new int[1 << CACHED];
		final int[] rowOf = new int[seen.length];
		for (int i = 0; i < nearest.length; i++) {
			nearest[i] = -1;
			if (!flow.data()[i]) continue;
			final int argb = colors[i] | 0xFF000000;
			final int slot = argb * SPREAD >>> Integer.SIZE - CACHED;
			if (seen[slot] != argb) {
				seen[slot] = argb;
				rowOf[slot] = nearest(argb);
			}
			nearest[i] = rowOf[slot];
		}
		return nearest;
	}

	private int nearest(final int argb) {
		int best = -1;
		int least = FARTHEST * FARTHEST;
		for (int row = 0; row < rows.length; row++) {
			if (!used[row]) continue;
			final int distance = Colors.squared(rows[row], argb);
			if (distance < least) {
				least = distance;
				best = row;
			}
		}
		return best;
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof final ColorBar bar && box.equals(bar.box) && Arrays.equals(rows, bar.rows);
	}

	@Override
	public int hashCode() {
		return box.hashCode();
	}
}
