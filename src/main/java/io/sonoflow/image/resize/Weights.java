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
package io.sonoflow.image.resize;

import java.util.Arrays;

/**
 * The filter of one axis: target pixel i is the sum over j of source[first[i] + j] * weight[i * taps + j]. Built as PIL's
 * {@code precompute_coeffs} and torch's {@code _compute_weights_aa} do, so that results agree to the last bit (PIL) or
 * rounding (torch).
 */
final class Weights {

	/** Fraction bits of PIL's integer weights: 32 - 8 for the pixel - 2 for overshoot. */
	static final int FIXED_BITS = 22;

	final int source;
	final int target;
	final int taps;
	final int[] first;
	final float[] values;
	/** the same in fixed point with {@link #FIXED_BITS} */
	final int[] fixed;

	private Weights(final int source, final int target, final int taps) {
		this.source = source;
		this.target = target;
		this.taps = taps;
		this.first = new int[target];
		this.values = new float[target * taps];
		this.fixed = new int[target * taps];
	}

	static Weights of(final Interpolation interpolation, final int source, final int target) {
		final double scale = (double) source / target;
		final double width = interpolation.antialiased() ? Math.max(1, scale) : 1;
		final double support = interpolation.support() * width;
		final int taps = Math.min(source, interpolation.antialiased() ? (int) Math.ceil(2 * support) + 1
			: interpolation == Interpolation.NEAREST ? 1 : 2);
		final Weights weights = new Weights(source, target, taps);
		final double[] row = new double[taps];
		for (int i = 0; i < target; i++) {
			final double center = (i + 0.5) * scale;
			if (interpolation == Interpolation.NEAREST) weights.nearest(row, i, center);
			else if (interpolation.antialiased()) weights.filter(row, i, interpolation, center, support, width);
			else weights.clamped(row, i, center);
			weights.store(row, i);
		}
		return weights;
	}

	private void nearest(final double[] row, final int i, final double center) {
		first[i] = Math.min(source - 1, (int) center);
		row[0] = 1;
	}

	/** Weights outside the image are dropped and the rest normalised. */
	private void filter(final double[] row, final int i, final Interpolation interpolation, final double center,
		final double support, final double width)
	{
		final int from = Math.max(0, (int) (center - support + 0.5));
		final int to = Math.min(source, (int) (center + support + 0.5));
		first[i] = start(from);
		double sum = 0;
		for (int j = 0; j < taps; j++) {
			final int x = first[i] + j;
			row[j] = x >= from && x < to ? interpolation.weight((x - center + 0.5) / width) : 0;
			sum += row[j];
		}
		for (int j = 0; j < taps; j++)
			row[j] /= sum;
	}

	/** Two neighbours; beyond the edge the edge pixel is repeated. */
	private void clamped(final double[] row, final int i, final double center) {
		final double x = Math.max(0, center - 0.5);
		final int left = Math.min(source - 1, (int) x);
		final double fraction = Math.min(1, x - left);
		first[i] = start(left);
		Arrays.fill(row, 0);
		row[left - first[i]] += 1 - fraction;
		row[Math.min(source - 1, left + 1) - first[i]] += fraction;
	}

	/** The first tap such that all taps lie in the image. */
	private int start(final int from) {
		return Math.min(from, source - taps);
	}

	private void store(final double[] row, final int i) {
		for (int j = 0; j < taps; j++) {
			final double value = row[j];
			values[i * taps + j] = (float) value;
			fixed[i * taps + j] = (int) (value * (1 << FIXED_BITS) + (value < 0 ? -0.5 : 0.5));
		}
	}
}
