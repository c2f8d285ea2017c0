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

import io.sonoflow.image.morphology.BitMask;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The two straight sides of a field of view: lines that bound what is lit on the left and on the right and that lie on its
 * edge for as long as possible, found by a Hough transform; for a probe points straight down, alike in angle. Rows where
 * what is lit reaches the image's border say nothing: the side has left the image there.
 *
 * @param angle of the sides from the vertical, radians, at least 0; the mean of both
 * @param left x of the left side in row 0
 * @param right x of the right side in row 0 (exclusive)
 * @param leftSupport length in pixels along which the left side lies on the edge of what is lit
 * @param rightSupport the same at the right
 */
record FieldSides(double angle, double left, double right, double leftSupport, double rightSupport) {

	/** Angles tried: every half degree up to 70. */
	private static final double STEP = Math.toRadians(0.5);
	private static final int ANGLES = 140;

	/** The sides' angles may differ by this many steps. */
	private static final int SKEW = 3;

	/** Each pixel's length of edge that lies outside of a side speaks this much more against it than one on it for it. */
	private static final double OUTSIDE = 2;

	/** Rows with pixels further outside than this many are text or marks beside the field, if there are few of them. */
	private static final int APART = 2;

	/** One side's best line at one angle. */
	private record Line(double at, double support, double score) {}

	/**
	 * @param lit what is lit in the field
	 * @return the sides; null if nothing is lit
	 */
	static FieldSides of(final BitMask lit) {
		final int width = lit.width();
		final int height = lit.height();
		final int[] first = new int[height];
		final int[] last = new int[height];
		int rows = 0;
		for (int y = 0; y < height; y++) {
			first[y] = lit.next(true, 0, y);
			if (first[y] == width) continue;
			rows++;
			last[y] = width - lit.end(y);
		}
		if (rows == 0) return null;
		for (int y = 0; y < height; y++)
			if (first[y] == width) last[y] = width;
		return pair(lines(first, width), lines(last, width), width);
	}

	private static FieldSides pair(final Line[] left, final Line[] right, final int width) {
		FieldSides best = null;
		double most = Double.NEGATIVE_INFINITY;
		for (int i = 0; i < ANGLES; i++)
			for (int j = Math.max(0, i - SKEW); j <= Math.min(ANGLES - 1, i + SKEW); j++) {
				// A side without support weighs little: the root makes two fair ones beat a good one.
				final double score = Math.sqrt(Math.max(0, left[i].score)) + Math.sqrt(Math.max(0, right[j].score)) - 0.05 * Math
					.abs(i - j);
				if (score <= most) continue;
				most = score;
				best = new FieldSides(STEP * (i + j) / 2, left[i].at, width - right[j].at, left[i].support, right[j].support);
			}
		return best;
	}

	/** {@return for each angle the best line for the outermost lit pixels, seen from their side of the image} */
	private static Line[] lines(final int[] outermost, final int width) {
		final int[] rows = IntStream.range(0, outermost.length).filter(y -> outermost[y] < width).toArray();
		final boolean touches = Arrays.stream(rows).anyMatch(y -> outermost[y] <= 1);
		final double[] histogram = new double[width + outermost.length + 4];
		final double[] weights = touches ? new double[histogram.length] : histogram;
		final Line[] lines = new Line[ANGLES];
		for (int i = 0; i < ANGLES; i++) {
			final double slope = Math.tan(i * STEP);
			final double length = 1 / Math.cos(i * STEP);
			int first = Integer.MAX_VALUE;
			int last = 0;
			// Bins of one pixel across the line.
			for (final int y : rows) {
				final int bin = 1 + (int) ((outermost[y] + slope * y) / length);
				first = Math.min(first, bin);
				last = Math.max(last, bin);
				histogram[bin] += length;
				if (touches && outermost[y] > 1) weights[bin] += length;
			}
			lines[i] = best(histogram, weights, length, first, last, rows.length);
			Arrays.fill(histogram, first, last + 1, 0);
			if (touches) Arrays.fill(weights, first, last + 1, 0);
		}
		return lines;
	}

	/**
	 * @param first bin that is not empty, at least 1; lines before it have no support
	 * @param last bin that is not empty
	 * @param rows in all bins
	 */
	private static Line best(final double[] all, final double[] edge, final double length, final int first, final int last,
		final int rows)
	{
		// More than any line's support, whatever is lost in rounding.
		final double most = 1.01 * rows * length;
		Line best = new Line(0, 0, 0);
		double outside = 0;
		for (int bin = Math.max(1, first - 1); bin <= last + 1; bin++) {
			if (bin > APART) outside += all[bin - APART];
			if (OUTSIDE * outside > most) break;
			final double support = edge[bin - 1] + edge[bin] + edge[bin + 1];
			final double score = support - OUTSIDE * outside;
			if (score <= best.score) continue;
			best = new Line((bin - 1 + (edge[bin + 1] - edge[bin - 1]) / support) * length, support, score);
		}
		return best;
	}

	/** {@return whether they run as good as parallel, as a linear probe's do} */
	boolean parallel() {
		return angle < 2 * STEP;
	}

	/** {@return the column in the middle} */
	double axis() {
		return (left + right) / 2;
	}

	/** {@return the row where the sides meet; far above the image if they are parallel} */
	double apex() {
		return -(right - left) / 2 / Math.tan(Math.max(angle, STEP / 8));
	}

	@Override
	public String toString() {
		return Arrays.toString(new double[] { Math.toDegrees(angle), left, right, leftSupport, rightSupport });
	}
}
