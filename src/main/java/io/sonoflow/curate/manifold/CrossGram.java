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

import io.sonoflow.nn.Torch;

/**
 * The singular values of A B', the products of the rows of two sets about their means. The larger set passes in blocks: the
 * triangular factor R of what has passed, with the next block of B A' below it, is factored anew (a QR decomposition leaves
 * R'R, thus the singular values, as they are). So memory is that of a few blocks, and nothing is squared, which would lose
 * half of the digits of a small singular value.
 */
final class CrossGram {

	private CrossGram() {
	}

	/**
	 * @param small the set with fewer rows
	 * @param large the other
	 * @return the sum of the singular values
	 */
	static double singularSum(final Features small, final double[] smallMean, final Features large,
		final double[] largeMean)
	{
		final int block = Math.max(1024, 2 * small.rows());
		try (NDManager manager = Torch.manager(Device.cpu()); LinearAlgebra algebra = new LinearAlgebra(manager)) {
			final NDArray a = Moments.centred(manager, small, smallMean, 0, small.rows()).transpose();
			NDArray factor = null;
			for (int first = 0; first < large.rows(); first += block) {
				try (NDManager inner = manager.newSubManager()) {
					final NDArray rows = Moments.centred(inner, large, largeMean, first, Math.min(block, large.rows() - first));
					final NDArray products = rows.matMul(a);
					final NDArray stacked = factor == null ? products : factor.concat(products);
					final NDArray next = algebra.triangular(stacked);
					if (factor != null) factor.close();
					next.attach(manager);
					factor = next;
				}
			}
			return algebra.singularSum(factor);
		}
	}
}
