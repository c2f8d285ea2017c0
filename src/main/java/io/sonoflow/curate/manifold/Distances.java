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

import io.sonoflow.Monitor;
import io.sonoflow.nn.Torch;

import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Distances of many points to a set: float32 matrix products of blocks of points with the whole set,
 * whose error is bounded, see {@link DistanceRow}. PyTorch's memory holds the set and one block.
 */
final class Distances {

	/** Most products in memory (64 MB). */
	private static final int PRODUCTS = 1 << 24;
	private static final int MOST_ROWS = 2048;

	private Distances() {
	}

	/**
	 * @param visitor called once for each point, from several threads and in any order
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
			for (int start = 0; start < points.rows(); start += block) {
				monitor.checkCancelled();
				final int first = start;
				final int count = Math.min(block, points.rows() - first);
				try (NDManager inner = manager.newSubManager()) {
					final Centred left = new Centred(inner, points, centre, first, count);
					left.rows().matMul(transposed).toByteBuffer(true).asFloatBuffer().get(products, 0, count * set.rows());
					IntStream.range(0, count).parallel().forEach(r -> visitor.accept(new DistanceRow(points, first + r, left.norm(
						r), set, right, products, r * set.rows())));
				}
				monitor.progress(stage, first + count, points.rows());
			}
		}
	}
}
