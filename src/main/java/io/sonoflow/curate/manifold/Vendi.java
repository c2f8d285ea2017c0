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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Torch;

/**
 * The Vendi score (Friedman and Dieng, TMLR 2023) with the cosine of features as similarity: exp of the entropy of the
 * eigenvalues of K / N, the number of wholly different images that would be as diverse; 1 (all alike) to the smaller of the
 * numbers of images and of features. It looks at one set alone: noise is diverse, too, and a larger set scores higher, so
 * compare sets of equal size.
 *
 * <pre>
 * double different = Vendi.of(generated);
 * </pre>
 *
 * Double precision. The eigenvalues of X X' and of X' X are the same but for zeros: the smaller of both is taken.
 */
public final class Vendi {

	private static final int BLOCK = 2048;

	private Vendi() {
	}

	/**
	 * @param set at least 1 image
	 * @return the score; not a number if the features of an image are all 0, so that it has no direction
	 */
	public static double of(final Features set) {
		Torch.inference();
		final double[] lengths = lengths(set);
		for (final double length : lengths)
			if (length == 0) return Double.NaN;
		try (NDManager manager = Torch.manager(Device.cpu()); LinearAlgebra algebra = new LinearAlgebra(manager)) {
			final NDArray kernel = set.rows() < set.columns() ? gram(manager, set, lengths) : covariance(manager, set, lengths);
			double entropy = 0;
			for (final double value : algebra.eigenvalues(kernel.divi(set.rows())))
				if (value > 0) entropy -= value * Math.log(value);
			return Math.exp(entropy);
		}
	}

	/** {@return products of each image with each (N, N)} */
	private static NDArray gram(final NDManager manager, final Features set, final double[] lengths) {
		final NDArray rows = directions(manager, set, lengths, 0, set.rows());
		return rows.matMul(rows.transpose());
	}

	/** {@return products of each feature with each (D, D), summed over the images block by block} */
	private static NDArray covariance(final NDManager manager, final Features set, final double[] lengths) {
		final NDArray sum = manager.zeros(new Shape(set.columns(), set.columns()), DataType.FLOAT64);
		for (int first = 0; first < set.rows(); first += BLOCK) {
			try (NDManager inner = manager.newSubManager()) {
				final NDArray rows = directions(inner, set, lengths, first, Math.min(BLOCK, set.rows() - first));
				sum.addi(rows.transpose().matMul(rows));
			}
		}
		return sum;
	}

	/** {@return rows brought to length 1, float64 (rows, D)} */
	private static NDArray directions(final NDManager manager, final Features set, final double[] lengths, final int first,
		final int rows)
	{
		final double[] part = new double[rows];
		System.arraycopy(lengths, first, part, 0, rows);
		return Products.doubles(manager, set, first, rows).divi(LinearAlgebra.matrix(manager, part, rows, 1));
	}

	private static double[] lengths(final Features set) {
		final double[] lengths = new double[set.rows()];
		for (int r = 0; r < lengths.length; r++) {
			double sum = 0;
			for (int c = 0; c < set.columns(); c++)
				sum += (double) set.get(r, c) * set.get(r, c);
			lengths[r] = Math.sqrt(sum);
		}
		return lengths;
	}
}
