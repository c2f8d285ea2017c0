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
package io.sonoflow.curate.label;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often each class was called each other, counted from out-of-sample probabilities: confident learning (Northcutt,
 * Jiang and Chuang, "Confident learning: estimating uncertainty in dataset labels", JAIR 2021), with the conventions of the
 * authors' cleanlab.
 * <p>
 * An image is counted as truly of class k if its probability of k reaches the threshold of k: the mean probability of k
 * among the images given as k. If it reaches several, the most probable of all classes counts; if none, it does not count.
 */
public final class ConfidentJoint {

	/** Least threshold of a class, and the threshold of a class that is never given, which nothing reaches. */
	private static final double LEAST = 2e-6, NEVER = 2;

	/** How much a probability may lack of its threshold: 1e-6, so that equal ones reach it. */
	private static final double SLACK = 1e-6;

	private final double[][] probabilities;
	private final int[] labels;
	private final int classes;
	private final double[] thresholds;
	private final int[][] counts;

	/**
	 * @param probabilities [image][class] of networks that were not trained on the image
	 * @param labels given class of each image
	 */
	public ConfidentJoint(final double[][] probabilities, final int[] labels) {
		this.probabilities = probabilities;
		this.labels = labels;
		classes = probabilities[0].length;
		thresholds = findThresholds();
		counts = new int[classes][classes];
		for (int i = 0; i < labels.length; i++) {
			final int guess = confidentClass(i);
			if (guess >= 0) counts[labels[i]][guess]++;
		}
		for (int k = 0; k < classes; k++)
			counts[k][k] = Math.max(1, counts[k][k]);
	}

	private double[] findThresholds() {
		final double[] result = new double[classes];
		for (int k = 0; k < classes; k++) {
			final int label = k;
			result[k] = IntStream.range(0, labels.length).filter(i -> labels[i] == label).mapToDouble(
				i -> probabilities[i][label]).average().orElse(NEVER);
			result[k] = Math.max(LEAST, result[k]);
		}
		return result;
	}

	/** {@return the class an image is counted as, or -1 if it is not counted} */
	int confidentClass(final int image) {
		final double[] p = probabilities[image];
		final int[] reached = IntStream.range(0, classes).filter(k -> p[k] >= thresholds[k] - SLACK).toArray();
		if (reached.length == 0) return -1;
		return reached.length == 1 ? reached[0] : best(p);
	}

	static int best(final double[] values) {
		int best = 0;
		for (int k = 1; k < values.length; k++)
			if (values[k] > values[best]) best = k;
		return best;
	}

	/** {@return [class] mean probability of the class among the images given as it, at least 2e-6; 2 if there are none} */
	public double[] thresholds() {
		return thresholds.clone();
	}

	/** {@return [given][guessed true] numbers of images; the diagonal is at least 1} */
	public int[][] counts() {
		return copy(counts);
	}

	/**
	 * {@return [given][guessed true]: the counts scaled so that each row sums to the images given as its class, rounded with
	 *         that sum kept}
	 */
	public int[][] calibrated() {
		final long[] given = new long[classes];
		for (final int label : labels)
			given[label]++;
		return calibrate(counts, given);
	}

	/**
	 * The authors scale the rows, and then all to the number of images. By then they sum to it, as no row is empty; so the
	 * second scaling could only turn a half into a little less or more, and round it to the wrong side. For the same reason
	 * the product comes before the division: both are exact where the result is a half.
	 *
	 * @param counts [given][guessed true], no row all 0
	 * @param given number of images of each class
	 * @return [given][guessed true] rounded, halves to even
	 */
	static int[][] calibrate(final int[][] counts, final long[] given) {
		final int[][] rounded = new int[counts.length][];
		for (int i = 0; i < counts.length; i++) {
			final long images = given[i];
			final long sum = Arrays.stream(counts[i]).sum();
			rounded[i] = LabelNoiseRates.round(Arrays.stream(counts[i]).mapToDouble(count -> (double) (count * images) / sum)
				.toArray());
		}
		return rounded;
	}

	/** {@return [given][true] share of the images: the calibrated counts over their sum} */
	public double[][] joint() {
		final double[][] result = new double[classes][classes];
		final int[][] calibrated = calibrated();
		for (int i = 0; i < classes; i++)
			for (int j = 0; j < classes; j++)
				result[i][j] = (double) calibrated[i][j] / labels.length;
		return result;
	}

	/** {@return the rates by the calibrated counts (the authors' default)} */
	public LabelNoiseRates rates() {
		return LabelNoiseRates.of(calibrated(), labels);
	}

	/** {@return the rates by the raw counts} */
	public LabelNoiseRates rawRates() {
		return LabelNoiseRates.of(counts, labels);
	}

	/**
	 * {@return [true][given] how many images to look for in each case: the calibrated counts, but at least one on the
	 *         diagonal, so that no class is thrown out whole}
	 */
	public int[][] pruneCounts() {
		final int[][] calibrated = calibrated();
		final double[][] moved = new double[classes][classes];
		for (int k = 0; k < classes; k++) {
			final int given = k;
			final double missing = Math.max(1, calibrated[k][k]) - calibrated[k][k];
			final long others = Math.max(1, IntStream.range(0, classes).filter(j -> calibrated[given][j] != 0).count() - 1);
			for (int j = 0; j < classes; j++)
				moved[j][k] = j == k ? Math.max(1, calibrated[k][k]) : (int) Math.max(0, calibrated[k][j] - missing / others);
		}
		return Arrays.stream(moved).map(LabelNoiseRates::round).toArray(int[][]::new);
	}

	private static int[][] copy(final int[][] values) {
		return Arrays.stream(values).map(int[]::clone).toArray(int[][]::new);
	}
}
