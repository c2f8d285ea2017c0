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
package io.sonoflow.curate.manifold;

import io.sonoflow.RandomStream;

/**
 * Real images as a mixture of kinds, each on a curved sheet of a few dimensions in a space of many, and a generator that
 * does what generators do: it favours the common kinds, keeps near their middles and adds some noise of its own.
 */
final class Mixture {

	private static final int KINDS = 12;
	private static final int SHEET = 5;
	private static final int COLUMNS = 40;

	private final long seed;
	private final double spread;
	private final double noise;
	private final double[][] middles = new double[KINDS][COLUMNS];
	private final double[][][] axes = new double[KINDS][SHEET][COLUMNS];

	/**
	 * @param spread the generator's, of the real one
	 * @param noise mean of the exponential size of the generator's noise
	 */
	Mixture(final long seed, final double spread, final double noise) {
		this.seed = seed;
		this.spread = spread;
		this.noise = noise;
		final RandomStream random = RandomStream.of(seed, "mixture");
		for (int m = 0; m < KINDS; m++)
			for (int c = 0; c < COLUMNS; c++) {
				middles[m][c] = random.nextGaussian();
				for (int a = 0; a < SHEET; a++)
					axes[m][a][c] = random.nextGaussian() / Math.sqrt(SHEET);
			}
	}

	/** {@return real images; another draw gives others of the same kinds} */
	Features real(final int draw, final int count) {
		return draw(RandomStream.of(seed, "real", draw), count, 0.6, 1, 0);
	}

	/** {@return generated images} */
	Features generated(final int count) {
		return draw(RandomStream.of(seed, "generated"), count, 1.5, spread, noise);
	}

	private Features draw(final RandomStream random, final int count, final double tail, final double size,
		final double outlying)
	{
		final float[][] rows = new float[count][COLUMNS];
		for (final float[] row : rows) {
			final int kind = kind(random, tail);
			final double extra = -outlying * Math.log(1 - random.nextDouble());
			for (int c = 0; c < COLUMNS; c++)
				row[c] = (float) (middles[kind][c] + Math.hypot(0.08, extra) * random.nextGaussian());
			for (int a = 0; a < SHEET; a++) {
				final double along = size * random.nextGaussian();
				for (int c = 0; c < COLUMNS; c++)
					row[c] += (float) (along * axes[kind][a][c] + 0.1 * along * along * axes[kind][(a + 1) % SHEET][c]);
			}
		}
		return Features.of(rows);
	}

	/** {@return a kind, the n-th with weight n^-tail} */
	private static int kind(final RandomStream random, final double tail) {
		double total = 0;
		for (int m = 1; m <= KINDS; m++)
			total += Math.pow(m, -tail);
		double at = random.nextDouble() * total;
		int kind = 0;
		while (kind < KINDS - 1 && (at -= Math.pow(kind + 1.0, -tail)) > 0)
			kind++;
		return kind;
	}
}
