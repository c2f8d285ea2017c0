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

/** How good a given label looks beside the probabilities of a network that was not trained on the image: low is suspect. */
public enum LabelQuality {

	/** The probability of the given class. */
	SELF_CONFIDENCE {

		@Override
		double of(final double[] p, final int label) {
			return p[label];
		}
	},

	/** (probability of the given class - largest other one + 1) / 2. */
	NORMALIZED_MARGIN {

		@Override
		double of(final double[] p, final int label) {
			double other = Double.NEGATIVE_INFINITY;
			for (int k = 0; k < p.length; k++)
				if (k != label) other = Math.max(other, p[k]);
			return (p[label] - other + 1) / 2;
		}
	},

	/** ln(h + 1) / h of h = entropy / ln K / probability of the given class. */
	CONFIDENCE_WEIGHTED_ENTROPY {

		@Override
		double of(final double[] p, final int label) {
			double entropy = 0;
			for (final double value : p)
				if (value > 0) entropy -= value * Math.log(value);
			final double weighted = entropy / Math.log(p.length) / Math.max(SMALL, p[label]);
			return Math.log(weighted + 1) / Math.max(SMALL, weighted);
		}
	};

	private static final double SMALL = 1e-6;

	abstract double of(double[] p, int label);

	/** {@return [image] the score of each label; low is suspect} */
	public double[] scores(final double[][] probabilities, final int[] labels) {
		final double[] scores = new double[labels.length];
		Arrays.setAll(scores, i -> of(probabilities[i], labels[i]));
		return scores;
	}

	/**
	 * The same after each class's threshold is taken off, which evens out how sure the network is of different classes.
	 *
	 * @param thresholds of {@link ConfidentJoint#thresholds()}
	 */
	public double[] adjusted(final double[][] probabilities, final int[] labels, final double[] thresholds) {
		final double largest = Arrays.stream(thresholds).max().orElseThrow();
		final double[][] moved = new double[labels.length][];
		for (int i = 0; i < moved.length; i++) {
			final double[] q = probabilities[i].clone();
			for (int k = 0; k < q.length; k++)
				q[k] += largest - thresholds[k];
			final double sum = Arrays.stream(q).sum();
			moved[i] = Arrays.stream(q).map(value -> value / sum).toArray();
		}
		return scores(moved, labels);
	}
}
