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
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Recall of selections each of which contains the one before: with the images in the order in which they enter, every
 * selection is the first so many rows, so that one pass over the distances gives the radii of all.
 */
final class NestedRecall {

	private NestedRecall() {
	}

	/**
	 * @param kept {@code [selection][image]}, growing
	 * @param k neighbour that gives the radii
	 * @return recall of each selection; not a number for one of no more than k images
	 */
	static double[] of(final Features real, final Features fake, final boolean[][] kept, final int k,
		final Monitor monitor)
	{
		final int[] order = IntStream.range(0, fake.rows()).filter(i -> kept[kept.length - 1][i]).boxed().sorted(Comparator
			.comparingInt(i -> entry(kept, i))).mapToInt(Integer::intValue).toArray();
		final Features sorted = fake.select(order);
		final int[] possible = IntStream.range(0, kept.length).filter(s -> Rows.count(kept[s]) > k).toArray();
		final Radii.Query[] queries = Arrays.stream(possible).mapToObj(s -> new Radii.Query(Rows.count(kept[s]), k))
			.toArray(Radii.Query[]::new);
		final double[][] radii = Radii.squared(sorted, monitor, queries);
		for (int q = 0; q < radii.length; q++)
			// Who is not in the selection has no ball: nothing is inside a negative radius.
			Arrays.fill(radii[q], queries[q].rows(), order.length, Double.NEGATIVE_INFINITY);
		final double[] recall = new double[kept.length];
		Arrays.fill(recall, Double.NaN);
		final Hyperspheres.Cover cover = Hyperspheres.labelled(sorted, possible, radii).cover(real, monitor);
		for (final int s : possible)
			recall[s] = cover.of(s).insideShare();
		return recall;
	}

	/** {@return the first selection that has this image} */
	private static int entry(final boolean[][] kept, final int image) {
		int s = 0;
		while (!kept[s][image])
			s++;
		return s;
	}
}
