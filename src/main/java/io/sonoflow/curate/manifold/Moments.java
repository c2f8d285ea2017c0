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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Mean and covariance of a set of features, in double precision.
 *
 * @param mean (D)
 * @param covariance (D, D) float64, divided by N - 1
 * @param trace of the covariance
 */
record Moments(double[] mean, NDArray covariance, double trace) {

	private static final int BLOCK = 2048;

	/** {@return the moments; the covariance belongs to the manager} */
	static Moments of(final NDManager manager, final Features set) {
		final double[] mean = mean(set);
		final NDArray sum = manager.zeros(new Shape(set.columns(), set.columns()), DataType.FLOAT64);
		for (int first = 0; first < set.rows(); first += BLOCK) {
			try (NDManager inner = manager.newSubManager()) {
				final NDArray rows = centred(inner, set, mean, first, Math.min(BLOCK, set.rows() - first));
				sum.addi(rows.transpose().matMul(rows));
			}
		}
		return new Moments(mean, sum.divi(set.rows() - 1.0), trace(set, mean));
	}

	/** {@return some rows less a mean as float64 (rows, columns)} */
	static NDArray centred(final NDManager manager, final Features set, final double[] mean, final int first,
		final int rows)
	{
		try (NDArray shift = LinearAlgebra.matrix(manager, mean, 1, mean.length)) {
			return Products.doubles(manager, set, first, rows).subi(shift);
		}
	}

	/** {@return the mean of each feature} */
	static double[] mean(final Features set) {
		final double[] mean = new double[set.columns()];
		final float[] values = set.values();
		for (int from = 0; from < values.length; from += mean.length)
			for (int c = 0; c < mean.length; c++)
				mean[c] += values[from + c];
		for (int c = 0; c < mean.length; c++)
			mean[c] /= set.rows();
		return mean;
	}

	/** {@return the sum of the features' variances (N - 1)} */
	static double trace(final Features set, final double[] mean) {
		final float[] values = set.values();
		double sum = 0;
		for (int from = 0; from < values.length; from += mean.length) {
			double row = 0;
			for (int c = 0; c < mean.length; c++) {
				final double d = values[from + c] - mean[c];
				row += d * d;
			}
			sum += row;
		}
		return sum / (set.rows() - 1);
	}

	/** {@return the trace of a (d, d) matrix} */
	static double trace(final double[] matrix, final int d) {
		double sum = 0;
		for (int i = 0; i < d; i++)
			sum += matrix[i * d + i];
		return sum;
	}
}
