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
package io.sonoflow.metric.segment;

import io.sonoflow.image.mask.DistanceTransform;

import java.util.Arrays;
import java.util.Comparator;

/** How far the points of one contour are from another contour, ascending, with the length that each stands for. */
final class Distances {

	/** Of 0.1 mm three are a little more than 0.3 in binary numbers. */
	private static final double ROUNDING = 1 + 1e-12;

	private final double[] values;
	private final double[] lengths;
	private final double total;

	private Distances(final double[] values, final double[] lengths) {
		this.values = values;
		this.lengths = lengths;
		total = Arrays.stream(lengths).sum();
	}

	/** {@return the distances of the first contour's points to the nearest point of the second; infinite if it has none} */
	static Distances of(final Contour from, final Contour to) {
		final int count = from.count();
		final double[] squares = count == 0 ? null : DistanceTransform.squared(to.points(), to.width(), to.height(), to.size());
		final double[][] pairs = new double[count][];
		for (int i = 0, n = 0; n < count; i++)
			if (from.points()[i]) pairs[n++] = new double[] { Math.sqrt(squares[i]), from.length(i) };
		Arrays.sort(pairs, Comparator.<double[]>comparingDouble(pair -> pair[0]).thenComparingDouble(pair -> pair[1]));
		return new Distances(Arrays.stream(pairs).mapToDouble(pair -> pair[0]).toArray(), Arrays.stream(pairs).mapToDouble(
			pair -> pair[1]).toArray());
	}

	/** {@return length of the contour} */
	double total() {
		return total;
	}

	/** {@return length of its part that is at most this far} */
	double within(final double tolerance) {
		double sum = 0;
		for (int i = 0; i < values.length && values[i] <= tolerance * ROUNDING; i++)
			sum += lengths[i];
		return sum;
	}

	/** {@return the smallest distance that this share of the length does not exceed; infinite without points} */
	double quantileOfLength(final double share) {
		double sum = 0;
		for (int i = 0; i < values.length; i++) {
			sum += lengths[i];
			if (sum / total >= share) return values[i];
		}
		return values.length == 0 ? Double.POSITIVE_INFINITY : values[values.length - 1];
	}

	/** {@return the percentile of the points, with NumPy's linear interpolation; infinite without points} */
	double quantileOfPoints(final double share) {
		if (values.length == 0) return Double.POSITIVE_INFINITY;
		final double at = share * (values.length - 1);
		final int below = (int) at;
		if (below == values.length - 1 || values[below] == values[below + 1]) return values[below];
		return values[below] + (at - below) * (values[below + 1] - values[below]);
	}
}
