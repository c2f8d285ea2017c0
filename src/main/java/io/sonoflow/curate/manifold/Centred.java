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
import ai.djl.ndarray.types.Shape;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some rows of a set as seen from a centre, in float32 in PyTorch's memory, and their lengths. About its mean a set has
 * shorter rows, so that products of them are rounded less.
 */
final class Centred {

	/** Rows that one thread fills at a time. */
	private static final int CHUNK = 64;

	private final NDArray rows;
	private final double[] norms;
	private final double largest;

	/**
	 * @param manager owns the rows
	 * @param first first row
	 * @param count number of rows
	 */
	Centred(final NDManager manager, final Features set, final float[] centre, final int first, final int count) {
		rows = manager.zeros(new Shape(count, set.columns()));
		norms = new double[count];
		final FloatBuffer memory = rows.toByteBuffer(true).asFloatBuffer();
		IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> fill(set, centre, first, chunk * CHUNK,
			Math.min(count, (chunk + 1) * CHUNK), memory));
		largest = Arrays.stream(norms).max().orElse(0);
	}

	private void fill(final Features set, final float[] centre, final int first, final int from, final int to,
		final FloatBuffer memory)
	{
		final float[] values = set.values();
		final float[] row = new float[set.columns()];
		for (int r = from; r < to; r++) {
			final int offset = (first + r) * row.length;
			for (int c = 0; c < row.length; c++)
				row[c] = values[offset + c] - centre[c];
			memory.put(r * row.length, row);
			norms[r] = norm(row);
		}
	}

	private static double norm(final float[] row) {
		double s0 = 0;
		double s1 = 0;
		int c = 0;
		for (; c + 1 < row.length; c += 2) {
			s0 += (double) row[c] * row[c];
			s1 += (double) row[c + 1] * row[c + 1];
		}
		if (c < row.length) s0 += (double) row[c] * row[c];
		return Math.sqrt(s0 + s1);
	}

	/** {@return the mean of a set, rounded to float32} */
	static float[] mean(final Features set) {
		final double[] sums = new double[set.columns()];
		final float[] values = set.values();
		for (int from = 0; from < values.length; from += sums.length)
			for (int c = 0; c < sums.length; c++)
				sums[c] += values[from + c];
		final float[] mean = new float[sums.length];
		for (int c = 0; c < mean.length; c++)
			mean[c] = (float) (sums[c] / set.rows());
		return mean;
	}

	/** {@return (rows, columns), float32} */
	NDArray rows() {
		return rows;
	}

	/** {@return the length of a row} */
	double norm(final int row) {
		return norms[row];
	}

	/** {@return the length of the longest row} */
	double largestNorm() {
		return largest;
	}
}
