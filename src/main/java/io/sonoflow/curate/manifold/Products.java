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
 * Scalar products of the rows of two sets, in double precision by PyTorch, block by block: two blocks of features and one
 * of products are in memory at a time.
 */
final class Products {

	/** Rows of a block: large enough for the matrix product's full speed, 33 MB of 2,048 features. */
	private static final int BLOCK = 2048;

	/** What is done with one block. */
	interface Visitor {

		/**
		 * @param firstA row of a of the first product
		 * @param rowsA number of rows of a
		 * @param firstB row of b of the first product
		 * @param rowsB number of rows of b
		 * @param products (rowsA, rowsB); lent for the call, may be longer
		 */
		void accept(int firstA, int rowsA, int firstB, int rowsB, double[] products);
	}

	private Products() {
	}

	/** Visits the products of every row of a with every row of b. */
	static void each(final Features a, final Features b, final Visitor visitor) {
		visit(a, b, false, visitor);
	}

	/** Visits the products of the rows of a set with each other: only the blocks on and above the diagonal. */
	static void upper(final Features set, final Visitor visitor) {
		visit(set, set, true, visitor);
	}

	private static void visit(final Features a, final Features b, final boolean upper, final Visitor visitor) {
		Torch.inference();
		final double[] products = new double[Math.min(BLOCK, a.rows()) * Math.min(BLOCK, b.rows())];
		for (int firstB = 0; firstB < b.rows(); firstB += BLOCK) {
			final int rowsB = Math.min(BLOCK, b.rows() - firstB);
			try (NDManager outer = Torch.manager(Device.cpu())) {
				final NDArray right = doubles(outer, b, firstB, rowsB).transpose();
				for (int firstA = 0; firstA < (upper ? firstB + 1 : a.rows()); firstA += BLOCK) {
					final int rowsA = Math.min(BLOCK, a.rows() - firstA);
					try (NDManager inner = outer.newSubManager()) {
						doubles(inner, a, firstA, rowsA).matMul(right).toByteBuffer(true).asDoubleBuffer().get(products, 0,
							rowsA * rowsB);
					}
					visitor.accept(firstA, rowsA, firstB, rowsB, products);
				}
			}
		}
	}

	/** {@return some rows of a set as float64 (rows, columns)} */
	static NDArray doubles(final NDManager manager, final Features set, final int first, final int rows) {
		try (NDArray floats = manager.zeros(new Shape(rows, set.columns()))) {
			floats.toByteBuffer(true).asFloatBuffer().put(set.values(), first * set.columns(), rows * set.columns());
			return floats.toType(DataType.FLOAT64, true);
		}
	}
}
