package io.sonoflow.curate.manifold;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.nn.Torch;

import java.util.function.Consumer;

/**
 * Distances of many points to a set, a point at a time: float32 matrix products of blocks of points with the whole set,
 * whose error is bounded, see {@link DistanceRow}. PyTorch's memory holds the set and one block.
 */
final class Distances {

	/** Most products in memory (64 MB). */
	private static final int PRODUCTS = 1 << 24;
	private static final int MOST_ROWS = 2048;

	private Distances() {
	}

	/**
	 * @param visitor called for each point in order; the row is lent for the call
	 * @param stage what the monitor says about it
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user wants to stop
	 */
	static void each(final Features points, final Features set, final String stage, final Monitor monitor,
		final Consumer<DistanceRow> visitor)
	{
		Torch.inference();
		final int block = Math.min(points.rows(), Math.max(1, Math.min(MOST_ROWS, PRODUCTS / set.rows())));
		final float[] products = new float[block * set.rows()];
		final float[] centre = Centred.mean(set);
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final Centred right = new Centred(manager, set, centre, 0, set.rows());
			final NDArray transposed = right.rows().transpose();
			final DistanceRow row = new DistanceRow(points, set, right, products);
			for (int first = 0; first < points.rows(); first += block) {
				monitor.checkCancelled();
				final int count = Math.min(block, points.rows() - first);
				try (NDManager inner = manager.newSubManager()) {
					final Centred left = new Centred(inner, points, centre, first, count);
					left.rows().matMul(transposed).toByteBuffer(true).asFloatBuffer().get(products, 0, count * set.rows());
					for (int r = 0; r < count; r++) {
						row.move(first + r, r, left.norm(r));
						visitor.accept(row);
					}
				}
				monitor.progress(stage, first + count, points.rows());
			}
		}
	}
}
