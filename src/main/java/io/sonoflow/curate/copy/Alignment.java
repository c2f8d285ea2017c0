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

/**
 * Where one image lies in another.
 *
 * @param similarity normalised cross-correlation over the part that both show, -1..1
 * @param flip of the second image
 * @param dx how far the second, flipped, is moved to the right, as a share of the width
 * @param dy how far it is moved down, as a share of the height
 */
record Alignment(double similarity, Flip flip, double dx, double dy) {

	/** Of an image in which nothing is. */
	static final Alignment NONE = new Alignment(0, Flip.NONE, 0, 0);

	private static final int SIDE = Fingerprint.SIDE;

	/** The coarse place is sure to so many fine pixels. */
	private static final int SLACK = 2;

	/**
	 * The exact place near a coarse one.
	 *
	 * @param coarse which has just searched for b in a
	 */
	static Alignment refine(final Fingerprint a, final Fingerprint b, final Correlation coarse) {
		if (a.blank() || b.blank()) return NONE;
		final float[] flipped = coarse.flip() == Flip.NONE ? b.fine() : coarse.flip().apply(b.fine(), SIDE);
		final int side = 2 * SLACK + 3;
		final double[] values = new double[side * side];
		int best = -1;
		for (int row = 0; row < side; row++)
			for (int column = 0; column < side; column++) {
				final int i = row * side + column;
				values[i] = overlap(a.fine(), flipped, 2 * coarse.dx() + column - SLACK - 1, 2 * coarse.dy() + row - SLACK - 1);
				final boolean inside = row > 0 && column > 0 && row < side - 1 && column < side - 1;
				if (inside && (best < 0 || values[i] > values[best])) best = i;
			}
		final double x = vertex(values[best - 1], values[best], values[best + 1]);
		final double y = vertex(values[best - side], values[best], values[best + side]);
		final double top = values[best] + rise(values[best - 1], values[best + 1], x) + rise(values[best - side], values[best +
			side], y);
		return new Alignment(Math.min(1, top), coarse.flip(), (2 * coarse.dx() + best % side - SLACK - 1 + x) / SIDE, (2 *
			coarse.dy() + best / side - SLACK - 1 + y) / SIDE);
	}

	/** {@return where the parabola through three values has its top, -0.5..0.5; 0 if the middle one is not the largest} */
	private static double vertex(final double before, final double at, final double after) {
		final double curvature = before - 2 * at + after;
		return at < before || at < after || curvature >= 0 ? 0 : (before - after) / (2 * curvature);
	}

	/** {@return how far that top is above the middle value} */
	private static double rise(final double before, final double after, final double vertex) {
		return (after - before) * vertex / 4;
	}

	/** {@return the correlation of a with b moved by (dx, dy), over the part that both show; 0 where one is flat} */
	private static double overlap(final float[] a, final float[] b, final int dx, final int dy) {
		double sumA = 0;
		double sumB = 0;
		double sumAA = 0;
		double sumBB = 0;
		double sumAB = 0;
		final int left = Math.max(0, dx);
		final int right = SIDE + Math.min(0, dx);
		for (int row = Math.max(0, dy); row < SIDE + Math.min(0, dy); row++) {
			final int toB = (row - dy) * SIDE - dx;
			for (int x = left; x < right; x++) {
				final double p = a[row * SIDE + x];
				final double q = b[toB + x];
				sumA += p;
				sumB += q;
				sumAA += p * p;
				sumBB += q * q;
				sumAB += p * q;
			}
		}
		final double n = (double) (right - left) * (SIDE - Math.abs(dy));
		final double varA = sumAA - sumA * sumA / n;
		final double varB = sumBB - sumB * sumB / n;
		if (varA < 1e-9 * n || varB < 1e-9 * n) return 0;
		return (sumAB - sumA * sumB / n) / Math.sqrt(varA * varB);
	}
}
