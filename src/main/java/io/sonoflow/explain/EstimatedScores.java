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
package io.sonoflow.explain;

import java.util.Arrays;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Scores of masked images that the network was not asked for, from those that it was: ridge regression of the scores on the
 * masks. To leave the other channels out of Score-CAM's sum does not do for tokens. A layer norm makes their channels nearly
 * cancel, so that the sum over some of them is another map than the sum over all (figures: the page of Explain
 * Classification).
 */
final class EstimatedScores {

	private EstimatedScores() {
	}

	/**
	 * @param activations of the image
	 * @param known channels whose scores are known
	 * @param scores theirs, (known, classes)
	 * @param nothing scores of the all-zero image, which are those of a constant channel
	 * @return scores of all channels, (channels, classes), the known ones as they are
	 */
	static float[][] of(final Activations activations, final int[] known, final float[][] scores, final float[] nothing) {
		final int places = activations.pixels();
		final double[] centre = new double[places];
		for (final int k : known) {
			final float[] mask = activations.smallMask(k);
			for (int i = 0; i < places; i++)
				centre[i] += mask[i] / (double) known.length;
		}
		final double[][] rows = new double[known.length][];
		for (int n = 0; n < rows.length; n++)
			rows[n] = minus(activations.smallMask(known[n]), centre);
		final double[][] slopes = new double[nothing.length][];
		final double[] means = new double[nothing.length];
		final RealMatrix x = new Array2DRowRealMatrix(rows, false);
		final DecompositionSolver solver = solver(x);
		for (int c = 0; c < means.length; c++) {
			final int column = c;
			means[c] = Arrays.stream(scores).mapToDouble(row -> row[column]).average().orElseThrow();
			final double[] rest = Arrays.stream(scores).mapToDouble(row -> row[column] - means[column]).toArray();
			slopes[c] = x.preMultiply(solver.solve(new ArrayRealVector(rest, false)).toArray());
		}
		final float[][] all = new float[activations.channels()][];
		for (int k = 0; k < all.length; k++)
			all[k] = activations.isConstant(k) ? nothing : estimate(minus(activations.smallMask(k), centre), slopes, means);
		for (int n = 0; n < known.length; n++)
			all[known[n]] = scores[n];
		return all;
	}

	/** Of the masks' products, with as much on the diagonal as they have there in the mean; where all masks are the same, some. */
	private static DecompositionSolver solver(final RealMatrix x) {
		final RealMatrix products = x.multiply(x.transpose());
		final double ridge = Math.max(products.getTrace() / products.getRowDimension(), 1e-6);
		for (int i = 0; i < products.getRowDimension(); i++)
			products.addToEntry(i, i, ridge);
		return new CholeskyDecomposition(products).getSolver();
	}

	private static double[] minus(final float[] mask, final double[] centre) {
		final double[] row = new double[mask.length];
		for (int i = 0; i < row.length; i++)
			row[i] = mask[i] - centre[i];
		return row;
	}

	private static float[] estimate(final double[] row, final double[][] slopes, final double[] means) {
		final float[] scores = new float[means.length];
		for (int c = 0; c < scores.length; c++) {
			double sum = means[c];
			for (int i = 0; i < row.length; i++)
				sum += slopes[c][i] * row[i];
			scores[c] = (float) sum;
		}
		return scores;
	}
}
