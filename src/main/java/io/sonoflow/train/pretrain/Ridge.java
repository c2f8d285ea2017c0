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
package io.sonoflow.train.pretrain;

import java.util.stream.IntStream;

/**
 * A linear classifier without iterations: weighted least squares of the classes' indicators on centred features, the
 * penalty 0.01 of their total variance (ridge regression). Rotated features give the same answers. Solved over features or
 * over rows, whichever are fewer.
 */
final class Ridge {

	private static final double PENALTY = 0.01;

	private final double[] means;
	/** (F, classes). */
	private final double[][] coefficients;
	private final double[] shares;

	private Ridge(final double[] means, final double[][] coefficients, final double[] shares) {
		this.means = means;
		this.coefficients = coefficients;
		this.shares = shares;
	}

	/**
	 * @param rows (n, F)
	 * @param labels class of each row
	 * @param weights of the rows, sum 1
	 */
	static Ridge fit(final double[][] rows, final int[] labels, final int classes, final double[] weights) {
		final int width = rows[0].length;
		final double[] means = new double[width];
		double variance = 0;
		for (int f = 0; f < width; f++) {
			for (int i = 0; i < rows.length; i++)
				means[f] += weights[i] * rows[i][f];
			for (int i = 0; i < rows.length; i++)
				variance += weights[i] * (rows[i][f] - means[f]) * (rows[i][f] - means[f]);
		}
		// Features that never change say nothing; any penalty does.
		final double penalty = variance > 0 ? PENALTY * variance : 1;
		final double[] shares = new double[classes];
		for (int i = 0; i < rows.length; i++)
			shares[labels[i]] += weights[i];
		final double[][] x = new double[rows.length][width];
		final double[][] y = new double[rows.length][classes];
		for (int i = 0; i < rows.length; i++) {
			final double root = Math.sqrt(weights[i]);
			for (int f = 0; f < width; f++)
				x[i][f] = root * (rows[i][f] - means[f]);
			for (int c = 0; c < classes; c++)
				y[i][c] = root * ((labels[i] == c ? 1 : 0) - shares[c]);
		}
		final double[][] columns = transposed(x);
		return new Ridge(means, rows.length < width ? product(columns, transposed(solve(gram(x, penalty), y))) : solve(gram(columns,
			penalty), product(columns, transposed(y))), shares);
	}

	/** {@return the class with the largest score} */
	int best(final double[] row) {
		int best = 0;
		double largest = Double.NEGATIVE_INFINITY;
		for (int c = 0; c < shares.length; c++) {
			double score = shares[c];
			for (int f = 0; f < row.length; f++)
				score += (row[f] - means[f]) * coefficients[f][c];
			if (score > largest) {
				largest = score;
				best = c;
			}
		}
		return best;
	}

	private static double[][] transposed(final double[][] a) {
		final double[][] t = new double[a[0].length][a.length];
		for (int i = 0; i < a.length; i++)
			for (int j = 0; j < a[i].length; j++)
				t[j][i] = a[i][j];
		return t;
	}

	/** {@return a b^T: products of rows of both} */
	private static double[][] product(final double[][] a, final double[][] b) {
		final double[][] c = new double[a.length][b.length];
		IntStream.range(0, a.length).parallel().forEach(i -> {
			for (int j = 0; j < b.length; j++)
				c[i][j] = dot(a[i], b[j], a[i].length);
		});
		return c;
	}

	/** {@return a a^T + penalty} */
	private static double[][] gram(final double[][] a, final double penalty) {
		final double[][] g = product(a, a);
		for (int i = 0; i < g.length; i++)
			g[i][i] += penalty;
		return g;
	}

	private static double dot(final double[] a, final double[] b, final int length) {
		double sum = 0;
		for (int k = 0; k < length; k++)
			sum += a[k] * b[k];
		return sum;
	}

	/** Solves a x = b by Cholesky's decomposition, in a's place; a is symmetric and at least the penalty. */
	private static double[][] solve(final double[][] a, final double[][] b) {
		final int n = a.length;
		for (int i = 0; i < n; i++)
			for (int j = 0; j <= i; j++) {
				final double rest = a[i][j] - dot(a[i], a[j], j);
				a[i][j] = i == j ? Math.sqrt(rest) : rest / a[j][j];
			}
		final double[][] x = new double[n][b[0].length];
		for (int c = 0; c < b[0].length; c++) {
			for (int i = 0; i < n; i++) {
				double sum = b[i][c];
				for (int j = 0; j < i; j++)
					sum -= a[i][j] * x[j][c];
				x[i][c] = sum / a[i][i];
			}
			for (int i = n - 1; i >= 0; i--) {
				double sum = x[i][c];
				for (int j = i + 1; j < n; j++)
					sum -= a[j][i] * x[j][c];
				x[i][c] = sum / a[i][i];
			}
		}
		return x;
	}
}
