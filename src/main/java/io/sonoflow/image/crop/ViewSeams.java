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

/** Where two views in one box part: at a seam, across which echoes do not hang together, or at the neck between two fans. */
final class ViewSeams {

	/** No view is narrower than this share of the box. */
	private static final double EDGE = 0.2;

	/** A seam's jump is this many times that of other lines ... */
	private static final double JUMP = 1.35;

	/** ... and this many deviations of theirs above it. */
	private static final double DEVIATIONS = 8;

	/** Single bright pixels count up to this jump. */
	private static final int MOST = 40;

	/**
	 * A seam jumps in this share of so many pieces of it, this many times as much as other lines there. The end of a colour box,
	 * or of a bright layer, jumps in some only.
	 */
	private static final int PIECES = 12;
	private static final double JUMPING = 0.8;
	private static final double PIECE_JUMP = 1.2;

	/**
	 * Views whose pictures differ in brightness from left to right spread the jumps of their own lines: there a seam is what jumps
	 * so many times as much as other lines, by so many grey levels at least (the lines of an array may differ in gain by some),
	 * and in this share of its pieces more than so many of the other lines do.
	 */
	private static final double CLEAR_JUMP = 1.7;
	private static final double CLEAR_LEVELS = 6;
	private static final double CLEAR_PIECES = 0.6;
	private static final double RANK = 0.9;

	/** So many other lines at most, this far away, jump this share of its excess: the blocks of JPEG have a line every 8 px. */
	private static final int RIVALS = 2;
	private static final int NEAR = 3;
	private static final double RIVAL = 0.5;

	/**
	 * Of a clip a picture may be torn: above a line it is of one frame, below of the next. Then the grain is another and the
	 * brightness is not: smoothed over so many pixels on both sides it steps by less than this share.
	 */
	private static final int GRAIN = 8;
	private static final double TORN = 0.12;

	/** A neck is lit in this share of the height of both views at most, and only in the lower part. */
	private static final double NECK = 0.5;

	/** Lines with jumps that a stripe between views has at least, and the share of its length that must show it. */
	private static final int STRIPE = 3;
	private static final double CROSSED = 0.75;

	/** The share of a gap's line that may be drawn on. */
	private static final double GAP = 0.02;

	private ViewSeams() {
	}

	/**
	 * @param unlike pixels of the screen unlike the margin
	 * @param lit what hangs together
	 * @param columns whether to look for views side by side; else for one above the other
	 * @return the first column (or row) of the second view, from the box's side; -1 if there is one view
	 */
	static int of(final Screen screen, final BitMask unlike, final BitMask lit, final Box box, final boolean columns) {
		final int gap = gap(unlike, box, columns);
		if (gap > 0) return gap;
		final int neck = columns ? neck(lit, box) : -1;
		return neck > 0 ? neck : seam(screen, box, columns);
	}

	/** {@return the middle of the widest stripe of margin from side to side, too narrow to part what hangs together} */
	private static int gap(final BitMask unlike, final Box box, final boolean columns) {
		final int[] counts = columns ? unlike.columns(box) : unlike.rows(box);
		final int n = counts.length;
		final int m = columns ? box.h() : box.w();
		int best = -1;
		int widest = 0;
		int run = 0;
		for (int i = (int) (EDGE * n); i < n - (int) (EDGE * n); i++) {
			run = counts[i] <= GAP * m ? run + 1 : 0;
			if (run <= widest) continue;
			widest = run;
			best = i - run / 2;
		}
		return best;
	}

	private static int seam(final Screen screen, final Box box, final boolean columns) {
		final int n = columns ? box.w() : box.h();
		final int begin = (int) (EDGE * n);
		final int end = n - begin;
		// Lines on both sides of a seam are looked at, and there are others to compare it with.
		if (begin < NEAR || end - begin < 10) return -1;
		final int[][] sums = sums(screen, box, columns);
		final double[] jumps = new double[n];
		for (int i = 1; i < n; i++) {
			long sum = 0;
			for (final int[] piece : sums)
				sum += piece[i];
			jumps[i] = (double) sum / (columns ? box.h() : box.w());
		}
		final double[] sorted = Arrays.copyOfRange(jumps, begin, end);
		Arrays.sort(sorted);
		final double median = sorted[sorted.length / 2];
		final double deviation = 1.5 * (median - sorted[sorted.length / 4]) + 0.05;
		int best = begin;
		for (int i = begin; i < end; i++)
			if (jumps[i] > jumps[best]) best = i;
		final double height = jumps[best] - median;
		final boolean sharp = jumps[best] >= JUMP * median && height >= DEVIATIONS * deviation;
		final boolean perhaps = jumps[best] >= Math.max(CLEAR_LEVELS, CLEAR_JUMP * median);
		if (!sharp && !perhaps) return -1;
		final Pieces pieces = Pieces.of(sums, columns ? box.h() : box.w(), best, begin, end);
		final boolean clear = perhaps && pieces.high >= CLEAR_PIECES * pieces.all;
		if (!sharp && !clear) return -1;
		if (rivals(jumps, best, begin, end, median + RIVAL * height) > RIVALS) return -1;
		final int band = band(screen, box, columns, jumps, best, median + height / 2);
		if (band > 0) return band;
		// A line drawn into a picture has two jumps, in and out.
		for (int near = 1; near <= 3; near++)
			if (Math.max(jumps[best - near], jumps[best + near]) - median > 0.5 * height) return -1;
		if (broadStep(screen, box, columns, best) < TORN) return -1;
		return pieces.jumping >= JUMPING * pieces.all || pieces.high >= CLEAR_PIECES * pieces.all ? best : -1;
	}

	/** {@return of each piece of each line the sum of the steps in brightness to the line before; 0 for the first line} */
	private static int[][] sums(final Screen screen, final Box box, final boolean columns) {
		final int w = box.w();
		final int h = box.h();
		final int[][] sums = new int[PIECES][columns ? w : h];
		int[] before = new int[w];
		int[] row = new int[w];
		for (int y = 0; y < h; y++) {
			final int at = (box.y() + y) * screen.width + box.x();
			for (int x = 0; x < w; x++)
				row[x] = Screen.brightest(screen.rgb[at + x]);
			if (columns) {
				// Of the pieces that begin at piece * h / PIECES the one that holds the row.
				final int[] piece = sums[(PIECES * (y + 1) - 1) / h];
				for (int x = 1; x < w; x++)
					piece[x] += Math.min(MOST, Math.abs(row[x] - row[x - 1]));
			}
			else if (y > 0) for (int piece = 0; piece < PIECES; piece++)
				sums[piece][y] = steps(row, before, piece * w / PIECES, (piece + 1) * w / PIECES);
			final int[] next = before;
			before = row;
			row = next;
		}
		return sums;
	}

	private static int steps(final int[] row, final int[] before, final int from, final int to) {
		int sum = 0;
		for (int x = from; x < to; x++)
			sum += Math.min(MOST, Math.abs(row[x] - before[x]));
		return sum;
	}

	/** {@return how many other lines jump as high, those beside each other counted once} */
	private static int rivals(final double[] jumps, final int best, final int begin, final int end, final double high) {
		int rivals = 0;
		int last = -NEAR;
		for (int i = begin; i < end; i++) {
			if (jumps[i] <= high || Math.abs(i - best) <= NEAR) continue;
			if (i - last > NEAR) rivals++;
			last = i;
		}
		return rivals;
	}

	/**
	 * A line in pieces, without those that have margin on both sides.
	 *
	 * @param all how many
	 * @param jumping how many jump more than lines do there in the middle
	 * @param high how many jump more than most lines do there
	 */
	private record Pieces(int all, int jumping, int high) {

		static Pieces of(final int[][] sums, final int n, final int best, final int begin, final int end) {
			int all = 0;
			int jumping = 0;
			int high = 0;
			for (int piece = 0; piece < PIECES; piece++) {
				final int length = Math.max(1, (piece + 1) * n / PIECES - piece * n / PIECES);
				final double[] jumps = new double[end - begin];
				for (int i = begin; i < end; i++)
					jumps[i - begin] = (double) sums[piece][i] / length;
				final double own = jumps[best - begin];
				Arrays.sort(jumps);
				final double median = jumps[jumps.length / 2];
				if (Math.max(own, median) < 1) continue;
				all++;
				if (own > PIECE_JUMP * median) jumping++;
				if (own > jumps[(int) (RANK * jumps.length)]) high++;
			}
			return new Pieces(all, jumping, high);
		}
	}

	/** {@return the middle of a drawn stripe between two views, from side to side and wider than a line; -1 if it is none} */
	private static int band(final Screen screen, final Box box, final boolean columns, final double[] jumps, final int best,
		final double high)
	{
		int begin = best;
		int end = best + 1;
		while (begin > 1 && jumps[begin - 1] > high)
			begin--;
		while (end < jumps.length && jumps[end] > high)
			end++;
		if (end - begin < STRIPE || end - begin > 3 * STRIPE) return -1;
		final int n = columns ? box.h() : box.w();
		int crossed = 0;
		for (int j = 0; j < n; j++) {
			int most = 0;
			for (int i = begin; i < end; i++)
				most = Math.max(most, jump(screen, box, columns, i, j));
			if (most >= MOST / 2) crossed++;
		}
		return crossed >= CROSSED * n ? (begin + end) / 2 : -1;
	}

	/** {@return by what share the brightness along line i, its grain smoothed away, differs from that of the line before} */
	private static double broadStep(final Screen screen, final Box box, final boolean columns, final int i) {
		final double[] before = broad(screen, box, columns, i - 1);
		final double[] after = broad(screen, box, columns, i);
		double step = 0;
		double all = 0;
		for (int j = 0; j < before.length; j++) {
			step += Math.abs(before[j] - after[j]);
			all += Math.max(before[j], after[j]);
		}
		return all > 0 ? step / all : 0;
	}

	private static double[] broad(final Screen screen, final Box box, final boolean columns, final int i) {
		final int n = columns ? box.h() : box.w();
		final double[] sums = new double[n + 1];
		for (int j = 0; j < n; j++)
			sums[j + 1] = sums[j] + Screen.brightest(screen.rgb[columns ? (box.y() + j) * screen.width + box.x() + i : (box.y() + i) *
				screen.width + box.x() + j]);
		final double[] broad = new double[n];
		for (int j = 0; j < n; j++) {
			final int from = Math.max(0, j - GRAIN);
			final int to = Math.min(n, j + GRAIN + 1);
			broad[j] = (sums[to] - sums[from]) / (to - from);
		}
		return broad;
	}

	/** {@return the step in brightness at place j of line i} */
	private static int jump(final Screen screen, final Box box, final boolean columns, final int i, final int j) {
		final int at = columns ? (box.y() + j) * screen.width + box.x() + i : (box.y() + i) * screen.width + box.x() + j;
		return Math.min(MOST, Math.abs(Screen.brightest(screen.rgb[at]) - Screen.brightest(screen.rgb[at - (columns ? 1
			: screen.width)])));
	}

	/** {@return the column between two fans that touch low down, from the box's left; -1 if there is none} */
	private static int neck(final BitMask lit, final Box box) {
		final int[] counts = lit.columns(box);
		final int[] firsts = lit.tops(box);
		final int begin = (int) (EDGE * box.w());
		int best = begin;
		for (int x = begin; x < box.w() - begin; x++)
			if (firsts[x] > firsts[best] || firsts[x] == firsts[best] && Math.abs(2 * x - box.w()) < Math.abs(2 * best - box.w()))
				best = x;
		final int left = Arrays.stream(counts, 0, best).max().orElse(0);
		final int right = Arrays.stream(counts, best, box.w()).max().orElse(0);
		final int leftTop = Arrays.stream(firsts, 0, best).min().orElse(box.h());
		final int rightTop = Arrays.stream(firsts, best, box.w()).min().orElse(box.h());
		final int deep = box.h() / 3;
		return counts[best] < NECK * Math.min(left, right) && firsts[best] > deep && Math.max(leftTop, rightTop) < deep / 2
			? best : -1;
	}
}
