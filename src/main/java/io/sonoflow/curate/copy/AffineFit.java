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
package io.sonoflow.curate.copy;

import java.util.Arrays;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * Moves one small image on another so that they correlate most, by Gauss-Newton steps on an affine map (Lucas and Kanade,
 * 1981, on images of mean 0 and deviation 1, as Evangelidis and Psarakis, IEEE TPAMI 2008). Coordinates are in pixels from
 * the middle; the map m takes (u, v) of the first to (m0 u + m1 v + m2, m3 u + m4 v + m5) of the second.
 */
final class AffineFit {

	private static final int SIDE = Structure.SIDE;
	private static final double MIDDLE = (SIDE - 1) / 2.0;
	private static final int STEPS = 12;
	/** A step that gains less is the last. */
	private static final double GAIN = 1e-3;
	/** Share of the places that the one image with fewer shows, and of all, that must be compared. */
	private static final double LEAST_SHARE = 0.5, LEAST_PLACES = 0.1;
	/** Areas may change by this factor at most. */
	private static final double STRETCH = 1.5;
	private static final int PARAMETERS = 6;

	private final float[] a;
	private final boolean[] shownA;
	private final float[] b;
	private final boolean[] shownB;
	private final int least;
	private final float[] warped = new float[SIDE * SIDE];
	private final float[] slopeX = new float[SIDE * SIDE];
	private final float[] slopeY = new float[SIDE * SIDE];
	private final boolean[] both = new boolean[SIDE * SIDE];
	private double[] map;

	AffineFit(final float[] a, final boolean[] shownA, final float[] b, final boolean[] shownB) {
		this.a = a;
		this.shownA = shownA;
		this.b = b;
		this.shownB = shownB;
		this.least = (int) Math.max(LEAST_PLACES * SIDE * SIDE, LEAST_SHARE * Math.min(count(shownA), count(shownB)));
	}

	private static int count(final boolean[] values) {
		int count = 0;
		for (final boolean value : values)
			if (value) count++;
		return count;
	}

	/** {@return the image magnified about its middle; what is not shown is 0} */
	static float[] magnified(final float[] values, final boolean[] shown, final double zoom) {
		final boolean[] all = new boolean[values.length];
		Arrays.fill(all, true);
		final AffineFit fit = new AffineFit(values, all, values, shown);
		fit.warp(new double[] { 1 / zoom, 0, 0, 0, 1 / zoom, 0 });
		return fit.warped.clone();
	}

	/** {@return the map of the best correlation so far} */
	double[] map() {
		return map.clone();
	}

	/**
	 * @param start a map
	 * @return the largest correlation on the way from it, -1..1; 0 if the images share too little
	 */
	double climb(final double[] start) {
		map = start.clone();
		double best = warp(map);
		double[] next = step(map);
		for (int i = 0; i < STEPS && next != null; i++) {
			final double value = warp(next);
			if (value <= best) break;
			final double gained = value - best;
			best = value;
			map = next;
			if (gained < GAIN) break;
			next = step(map);
		}
		return best;
	}

	/** Fills warped, slopes and both. */
	private double warp(final double[] m) {
		final double area = Math.abs(m[0] * m[4] - m[1] * m[3]);
		for (int row = 0; row < SIDE; row++)
			for (int column = 0; column < SIDE; column++) {
				final int i = row * SIDE + column;
				final double u = column - MIDDLE;
				final double v = row - MIDDLE;
				both[i] = sample(i, m[0] * u + m[1] * v + m[2] + MIDDLE, m[3] * u + m[4] * v + m[5] + MIDDLE) && shownA[i];
			}
		return area > STRETCH || area < 1 / STRETCH ? 0 : correlation();
	}

	private boolean sample(final int target, final double x, final double y) {
		warped[target] = 0;
		final int left = (int) Math.floor(x);
		final int top = (int) Math.floor(y);
		if (left < 0 || top < 0 || left >= SIDE - 1 || top >= SIDE - 1) return false;
		final int at = top * SIDE + left;
		if (!shownB[at] || !shownB[at + 1] || !shownB[at + SIDE] || !shownB[at + SIDE + 1]) return false;
		final float fx = (float) (x - left);
		final float fy = (float) (y - top);
		final float upper = b[at] + fx * (b[at + 1] - b[at]);
		final float lower = b[at + SIDE] + fx * (b[at + SIDE + 1] - b[at + SIDE]);
		warped[target] = upper + fy * (lower - upper);
		slopeX[target] = (b[at + 1] - b[at]) * (1 - fy) + (b[at + SIDE + 1] - b[at + SIDE]) * fy;
		slopeY[target] = lower - upper;
		return true;
	}

	private double[] moments() {
		final double[] sums = new double[PARAMETERS];
		for (int i = 0; i < both.length; i++)
			if (both[i]) {
				sums[0]++;
				sums[1] += a[i];
				sums[2] += warped[i];
				sums[3] += (double) a[i] * a[i];
				sums[4] += (double) warped[i] * warped[i];
				sums[5] += (double) a[i] * warped[i];
			}
		return sums;
	}

	private double correlation() {
		final double[] s = moments();
		final double varA = s[3] - s[1] * s[1] / s[0];
		final double varB = s[4] - s[2] * s[2] / s[0];
		if (!(s[0] >= least && varA > 1e-9 * s[0] && varB > 1e-9 * s[0])) return 0;
		return (s[5] - s[1] * s[2] / s[0]) / Math.sqrt(varA * varB);
	}

	/** {@return the map after one step from m, to which warp was last; null if there is none} */
	private double[] step(final double[] m) {
		final double[] s = moments();
		final double deviationA = Math.sqrt(s[3] / s[0] - s[1] * s[1] / s[0] / s[0]);
		final double deviationB = Math.sqrt(s[4] / s[0] - s[2] * s[2] / s[0] / s[0]);
		if (!(s[0] >= least && deviationA > 1e-4 && deviationB > 1e-4)) return null;
		final double[][] normal = new double[PARAMETERS][PARAMETERS];
		final double[] right = new double[PARAMETERS];
		for (int i = 0; i < both.length; i++)
			if (both[i]) add(i, (a[i] - s[1] / s[0]) * deviationB / deviationA - (warped[i] - s[2] / s[0]), normal, right);
		final LUDecomposition solver = new LUDecomposition(new Array2DRowRealMatrix(normal, false));
		if (!solver.getSolver().isNonSingular()) return null;
		final double[] change = solver.getSolver().solve(new ArrayRealVector(right, false)).toArray();
		for (int k = 0; k < PARAMETERS; k++)
			change[k] += m[k];
		return change;
	}

	private void add(final int i, final double residual, final double[][] normal, final double[] right) {
		final double u = i % SIDE - MIDDLE;
		final double v = i / SIDE - MIDDLE;
		final double[] row = { slopeX[i] * u, slopeX[i] * v, slopeX[i], slopeY[i] * u, slopeY[i] * v, slopeY[i] };
		for (int k = 0; k < PARAMETERS; k++) {
			right[k] += row[k] * residual;
			for (int l = 0; l < PARAMETERS; l++)
				normal[k][l] += row[k] * row[l];
		}
	}
}
