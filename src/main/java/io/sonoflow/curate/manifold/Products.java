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

	/** @return some rows of a set as float64 (rows, columns) */
	static NDArray doubles(final NDManager manager, final Features set, final int first, final int rows) {
		try (NDArray floats = manager.zeros(new Shape(rows, set.columns()))) {
			floats.toByteBuffer(true).asFloatBuffer().put(set.values(), first * set.columns(), rows * set.columns());
			return floats.toType(DataType.FLOAT64, true);
		}
	}
}
