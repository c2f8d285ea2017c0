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
package io.sonoflow.train.segment;

import io.sonoflow.image.morphology.Mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Dice of a validation part at each of {@link #THRESHOLDS}: the mean over images of each structure of each organ, then the mean
 * of these, so that no organ and no batch counts more than another. Where mask and prediction are both empty nothing is
 * defined, and nothing counted.
 */
final class ThresholdScan {

	/** What is tried, ascending. */
	static final double[] THRESHOLDS = thresholds();

	private static final int COUNT = 19;
	private static final double HALF = 0.5;
	private static final double EQUAL = 1e-12;

	/** By organ and structure, for each image the Dice at each threshold. */
	private final Map<Integer, List<double[]>> groups = new TreeMap<>();

	/**
	 * @param dice the largest mean
	 * @param threshold at which it is that large; of several the nearest to a half
	 */
	record Best(double dice, double threshold) {

		/** Nothing is known. */
		static final Best NONE = new Best(Double.NaN, HALF);
	}

	private static double[] thresholds() {
		final double[] values = new double[COUNT];
		for (int i = 0; i < COUNT; i++)
			values[i] = (i + 1) / (COUNT + 1.0);
		return values;
	}

	/**
	 * Counts one structure of one image.
	 *
	 * @param group of organ and structure
	 * @param reference true mask
	 * @param probabilities one a pixel, from offset on
	 */
	void add(final int group, final Mask reference, final float[] probabilities, final int offset) {
		final boolean[] truth = reference.data();
		final int[] predicted = new int[COUNT + 1];
		final int[] common = new int[COUNT + 1];
		for (int i = 0; i < truth.length; i++) {
			final int passed = passed(probabilities[offset + i]);
			predicted[passed]++;
			if (truth[i]) common[passed]++;
		}
		final int area = reference.area();
		final double[] dice = new double[COUNT];
		int all = 0;
		int both = 0;
		for (int i = COUNT - 1; i >= 0; i--) {
			all += predicted[i + 1];
			both += common[i + 1];
			dice[i] = 2.0 * both / ((double) area + all);
		}
		groups.computeIfAbsent(group, key -> new ArrayList<>()).add(dice);
	}

	/** {@return how many thresholds a probability reaches} */
	private static int passed(final float probability) {
		final int at = Arrays.binarySearch(THRESHOLDS, probability);
		return at >= 0 ? at + 1 : -at - 1;
	}

	/** {@return the best threshold and its mean Dice; not a number if nothing was counted} */
	Best best() {
		Best best = Best.NONE;
		for (int i = 0; i < COUNT; i++) {
			final int at = i;
			final double mean = groups.values().stream().mapToDouble(images -> images.stream().mapToDouble(dice -> dice[at]).filter(
				dice -> !Double.isNaN(dice)).average().orElse(Double.NaN)).filter(value -> !Double.isNaN(value)).average().orElse(
					Double.NaN);
			if (Double.isNaN(mean)) continue;
			final boolean nearer = Math.abs(THRESHOLDS[i] - HALF) < Math.abs(best.threshold - HALF);
			if (Double.isNaN(best.dice) || mean > best.dice + EQUAL || mean > best.dice - EQUAL && nearer) best = new Best(mean,
				THRESHOLDS[i]);
		}
		return best;
	}
}
