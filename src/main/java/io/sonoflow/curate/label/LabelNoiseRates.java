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
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How labels go wrong, estimated from counts of (given, true) classes as cleanlab does.
 *
 * @param prior [class] share of each true class, at least about 1e-6, sum 1
 * @param noise [given][true] probability of a label given the truth; columns sum to 1
 * @param inverse [true][given] probability of a truth given the label; columns sum to 1
 */
public record LabelNoiseRates(double[] prior, double[][] noise, double[][] inverse) {

	/** A rate is never quite one: the largest one off the diagonal. */
	private static final double LARGEST = 0.9999;

	private static final double SMALLEST = 1e-6;

	static LabelNoiseRates of(final int[][] counts, final int[] labels) {
		final int classes = counts.length;
		final double[][] noise = new double[classes][classes];
		final double[][] inverse = new double[classes][classes];
		for (int i = 0; i < classes; i++) {
			final int given = i;
			final double row = Arrays.stream(counts[i]).sum();
			for (int j = 0; j < classes; j++) {
				final int truth = j;
				final double column = Arrays.stream(counts).mapToDouble(values -> values[truth]).sum();
				noise[i][j] = column == 0 ? 0 : counts[i][j] / column;
				inverse[j][i] = row == 0 ? 0 : counts[given][j] / row;
			}
		}
		return new LabelNoiseRates(prior(noise, inverse, labels), clip(noise), clip(inverse));
	}

	private static double[] prior(final double[][] noise, final double[][] inverse, final int[] labels) {
		final double[] prior = new double[noise.length];
		for (int k = 0; k < prior.length; k++) {
			final int label = k;
			final double share = (double) Arrays.stream(labels).filter(l -> l == label).count() / labels.length;
			prior[k] = Math.max(SMALLEST, Math.min(1, inverse[k][k] / Math.max(SMALLEST, noise[k][k]) * share));
		}
		final double sum = Arrays.stream(prior).sum();
		return Arrays.stream(prior).map(value -> value / sum).toArray();
	}

	private static double[][] clip(final double[][] rates) {
		final double[][] result = new double[rates.length][rates.length];
		for (int j = 0; j < rates.length; j++) {
			double sum = 0;
			for (int i = 0; i < rates.length; i++) {
				result[i][j] = i == j ? rates[i][j] : Math.min(LARGEST, Math.max(0, rates[i][j]));
				sum += result[i][j];
			}
			for (int i = 0; i < rates.length; i++)
				result[i][j] /= Math.max(SMALLEST, sum);
		}
		return result;
	}

	/**
	 * Rounds to whole numbers (halves to even) and keeps the rounded total: what is missing goes to those that lost most by
	 * rounding, what is too much comes off those that won most, one each.
	 */
	static int[] round(final double[] values) {
		final int[] rounded = Arrays.stream(values).mapToInt(value -> (int) Math.rint(value)).toArray();
		final int missing = (int) Math.rint(Arrays.stream(values).sum()) - Arrays.stream(rounded).sum();
		final List<Integer> order = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(
			k -> values[k] - Math.rint(values[k]))).toList();
		for (int k = 0; k < Math.min(Math.abs(missing), values.length); k++)
			rounded[order.get(missing > 0 ? values.length - 1 - k : k)] += Integer.signum(missing);
		return rounded;
	}
}
