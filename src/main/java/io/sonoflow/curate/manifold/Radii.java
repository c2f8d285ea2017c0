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

import io.sonoflow.Monitor;

import java.util.Arrays;

/**
 * Distances to the k-th nearest other row of a set. A row is no neighbour of itself, by its index: an exact duplicate is
 * one, at distance 0.
 */
final class Radii {

	/**
	 * One radius of each row.
	 *
	 * @param rows only the first so many rows of the set count, as centres and as neighbours
	 * @param k which neighbour, 1..rows-1
	 */
	record Query(int rows, int k) {
	}

	private Radii() {
	}

	/** {@return {@code [query][row]}, squared, in double precision; 0 for rows that do not count} */
	static double[][] squared(final Features set, final Monitor monitor, final Query... queries) {
		final double[][] radii = new double[queries.length][set.rows()];
		Distances.each(set, set, "radii", monitor, row -> {
			for (int q = 0; q < queries.length; q++)
				if (row.point() < queries[q].rows) radii[q][row.point()] = kth(row, queries[q]);
		});
		return radii;
	}

	/** {@return the k-th smallest squared distance of a row} */
	private static double kth(final DistanceRow row, final Query query) {
		final double top = kthHigh(row, query);
		int[] candidates = new int[2 * query.k + 16];
		double[] lows = new double[candidates.length];
		int count = 0;
		for (int j = 0; j < query.rows; j++) {
			final double low = row.low(j);
			if (j == row.point() || low > top) continue;
			if (count == candidates.length) {
				candidates = Arrays.copyOf(candidates, 2 * count);
				lows = Arrays.copyOf(lows, 2 * count);
			}
			candidates[count] = j;
			lows[count++] = Double.isNaN(low) ? Double.NEGATIVE_INFINITY : low;
		}
		Arrays.sort(lows, 0, count);
		final double bottom = lows[query.k - 1];
		// The value sought lies in [bottom, top]: what is surely below counts without being known.
		final double[] open = new double[count];
		int below = 0;
		int size = 0;
		for (int c = 0; c < count; c++) {
			if (row.high(candidates[c]) < bottom) below++;
			else open[size++] = row.exact(candidates[c]);
		}
		Arrays.sort(open, 0, size);
		return open[query.k - 1 - below];
	}

	/** {@return the k-th smallest upper bound; infinite if too few are known} */
	private static double kthHigh(final DistanceRow row, final Query query) {
		final Smallest smallest = new Smallest(query.k);
		for (int j = 0; j < query.rows; j++)
			if (j != row.point()) smallest.offer(row.high(j));
		return smallest.largest();
	}

	/** The smallest so many numbers of those offered: a heap with the largest on top. */
	static final class Smallest {

		private final double[] heap;

		Smallest(final int size) {
			heap = new double[size];
			Arrays.fill(heap, Double.POSITIVE_INFINITY);
		}

		/** {@return the largest of them, infinite before so many were offered} */
		double largest() {
			return heap[0];
		}

		void offer(final double value) {
			if (!(value < heap[0])) return;
			int i = 0;
			while (true) {
				int child = 2 * i + 1;
				if (child >= heap.length) break;
				if (child + 1 < heap.length && heap[child + 1] > heap[child]) child++;
				if (heap[child] <= value) break;
				heap[i] = heap[child];
				i = child;
			}
			heap[i] = value;
		}
	}
}
