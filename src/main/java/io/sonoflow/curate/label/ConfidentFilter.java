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

import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How confident learning turns its counts into a yes or no for each image; the five rules of cleanlab. */
public enum ConfidentFilter {

	/** Of each given class as many as are counted off the diagonal, those of least probability of the given class. */
	PRUNE_BY_CLASS {

		@Override
		boolean[] candidates(final double[][] probabilities, final int[] labels, final ConfidentJoint joint) {
			final boolean[] result = new boolean[labels.length];
			final int[][] prune = joint.pruneCounts();
			for (int k = 0; k < prune.length; k++) {
				final int label = k;
				final int[] given = given(labels, k);
				if (given.length > 1) mark(result, given, given.length - prune[k][k], i -> probabilities[i][label]);
			}
			return result;
		}
	},

	/** Of each given class and each other class as many as are counted so, those in which the other one leads most. */
	PRUNE_BY_NOISE_RATE {

		@Override
		boolean[] candidates(final double[][] probabilities, final int[] labels, final ConfidentJoint joint) {
			final boolean[] result = new boolean[labels.length];
			final int[][] prune = joint.pruneCounts();
			for (int k = 0; k < prune.length; k++)
				for (int j = 0; j < prune.length; j++) {
					final int label = k;
					final int other = j;
					final int[] given = given(labels, k);
					if (j != k && given.length > 1) mark(result, given, prune[j][k], i -> probabilities[i][label] -
						probabilities[i][other]);
				}
			return result;
		}
	},

	/** What both rules above take. */
	BOTH {

		@Override
		boolean[] candidates(final double[][] probabilities, final int[] labels, final ConfidentJoint joint) {
			final boolean[] result = PRUNE_BY_CLASS.candidates(probabilities, labels, joint);
			final boolean[] rate = PRUNE_BY_NOISE_RATE.candidates(probabilities, labels, joint);
			for (int i = 0; i < result.length; i++)
				result[i] &= rate[i];
			return result;
		}
	},

	/** Those counted off the diagonal. */
	CONFIDENT_LEARNING {

		@Override
		boolean[] candidates(final double[][] probabilities, final int[] labels, final ConfidentJoint joint) {
			final boolean[] result = new boolean[labels.length];
			for (int i = 0; i < result.length; i++) {
				final int guess = joint.confidentClass(i);
				result[i] = guess >= 0 && guess != labels[i];
			}
			return result;
		}
	},

	/** Those whose most probable class is another. */
	PREDICTED_NEQ_GIVEN {

		@Override
		boolean[] candidates(final double[][] probabilities, final int[] labels, final ConfidentJoint joint) {
			final boolean[] result = new boolean[labels.length];
			for (int i = 0; i < result.length; i++)
				result[i] = ConfidentJoint.best(probabilities[i]) != labels[i];
			return result;
		}
	};

	/** By how much another class must lead before it counts as predicted. */
	private static final double TIE = 1e-6;

	abstract boolean[] candidates(double[][] probabilities, int[] labels, ConfidentJoint joint);

	/**
	 * @param probabilities [image][class] of networks that were not trained on the image
	 * @param labels given class of each image
	 * @param joint of the same
	 * @return [image] whether its label is an issue; never if the given class is the most probable one
	 */
	public boolean[] issues(final double[][] probabilities, final int[] labels, final ConfidentJoint joint) {
		final boolean[] result = candidates(probabilities, labels, joint);
		for (int i = 0; i < result.length; i++) {
			final double[] p = probabilities[i].clone();
			p[labels[i]] += TIE;
			result[i] &= ConfidentJoint.best(p) != labels[i];
		}
		return result;
	}

	private static int[] given(final int[] labels, final int label) {
		return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
	}

	/** Marks those with the smallest values. */
	private static void mark(final boolean[] result, final int[] images, final int count,
		final IntToDoubleFunction value)
	{
		IntStream.of(images).boxed().sorted(Comparator.comparingDouble(value::applyAsDouble)).limit(Math.max(0, count))
			.forEach(i -> result[i] = true);
	}
}
