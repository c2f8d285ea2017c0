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
package io.sonoflow.diffusion.translate;

import io.sonoflow.RandomStream;

/**
 * Regions that are hidden from a network so that it learns to fill them, where nobody knows what is under colour: one to three
 * blobs with wavy rims that drift from frame to frame, as a vessel's or a chamber's flow would.
 *
 * @param x centres in the first frame, pixels
 * @param y likewise
 * @param dx how far they go in a frame, pixels
 * @param dy likewise
 * @param a half axes, pixels
 * @param b likewise
 * @param turn of the axes, radians
 * @param phase of the rim's waves, radians
 */
record HiddenRegion(double[] x, double[] y, double[] dx, double[] dy, double[] a, double[] b, double[] turn, double[] phase) {

	private static final int MOST = 3, WAVES = 5;
	private static final double LEAST = 0.05, LARGEST = 0.3, WAVE = 0.25, SPEED = 0.01, PULSE = 0.3;

	/** {@return a region for a square of so many pixels a side} */
	static HiddenRegion draw(final RandomStream random, final int size) {
		final int count = 1 + random.nextInt(MOST);
		final double[][] all = new double[8][count];
		for (int k = 0; k < count; k++) {
			all[0][k] = random.uniform(0.2, 0.8) * size;
			all[1][k] = random.uniform(0.2, 0.8) * size;
			all[2][k] = random.uniform(-SPEED, SPEED) * size;
			all[3][k] = random.uniform(-SPEED, SPEED) * size;
			all[4][k] = random.uniform(LEAST, LARGEST) * size;
			all[5][k] = random.uniform(LEAST, LARGEST) * size / 2;
			all[6][k] = random.uniform(0, Math.PI);
			all[7][k] = random.uniform(0, 2 * Math.PI);
		}
		return new HiddenRegion(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
	}

	/** {@return whether a pixel is hidden in a frame} */
	boolean has(final int column, final int row, final int frame) {
		for (int k = 0; k < x.length; k++) {
			final double u = column - x[k] - frame * dx[k];
			final double v = row - y[k] - frame * dy[k];
			final double along = (u * Math.cos(turn[k]) + v * Math.sin(turn[k])) / a[k];
			final double across = (v * Math.cos(turn[k]) - u * Math.sin(turn[k])) / b[k];
			final double rim = 1 + WAVE * Math.sin(WAVES * Math.atan2(across, along) + phase[k]) + PULSE * Math.sin(0.7 * frame +
				phase[k]);
			if (along * along + across * across < rim) return true;
		}
		return false;
	}
}
