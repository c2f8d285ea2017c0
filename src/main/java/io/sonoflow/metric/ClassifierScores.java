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
package io.sonoflow.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The figures a classifier is judged by, each in [0, 1].
 *
 * @param accuracy share of right answers, over all classes
 * @param precision of the positive class; without one, unweighted mean over the classes that occur, as true or predicted ones
 * @param recall likewise
 * @param f1 likewise
 * @param auc area under the ROC of the positive class against the rest; without one, mean over the classes of one against the
 *          rest. A class that is missing among the true ones has none and is left out; not a number if no class has one
 */
public record ClassifierScores(double accuracy, double precision, double recall, double f1, double auc) {

	/** Stands for the positive class where none is meant (three or more equal classes). */
	public static final int NO_POSITIVE = -1;

	/**
	 * @param truth class of each item
	 * @param predicted class given to each item
	 * @param probabilities (items, classes)
	 * @param positive index of the positive class, or {@link #NO_POSITIVE}
	 */
	public static ClassifierScores of(final int[] truth, final int[] predicted, final double[][] probabilities,
		final int positive)
	{
		final int classes = probabilities[0].length;
		final Confusion confusion = Confusion.of(truth, predicted, classes);
		final boolean all = positive == NO_POSITIVE;
		final Confusion.Scores scores = all ? confusion.macroPresent() : confusion.of(positive);
		final double auc = all ? meanAuc(truth, probabilities, classes) : Roc.oneVersusRest(truth, probabilities,
			positive).auc();
		return new ClassifierScores(confusion.accuracy(), scores.precision(), scores.recall(), scores.f1(), auc);
	}

	private static double meanAuc(final int[] truth, final double[][] probabilities, final int classes) {
		return Summary.of(IntStream.range(0, classes).mapToDouble(label -> Roc.oneVersusRest(truth, probabilities, label).auc())
			.toArray()).mean();
	}

	/**
	 * What always calling the most frequent class other than the positive one would give, in expectation.
	 *
	 * @param shares of the classes, sum 1
	 * @param positive index of the positive class, or {@link #NO_POSITIVE}: then the most frequent class is called, and its
	 *          scores are averaged with the zeros of the others
	 */
	public static ClassifierScores alwaysNegative(final double[] shares, final int positive) {
		final int called = IntStream.range(0, shares.length).filter(c -> c != positive).reduce((a, b) -> shares[b] > shares[a]
			? b : a).orElseThrow();
		final double share = shares[called];
		if (positive != NO_POSITIVE) return new ClassifierScores(share, 0, 0, 0, 0.5);
		final int n = shares.length;
		return new ClassifierScores(share, share / n, 1.0 / n, 2 * share / (1 + share) / n, 0.5);
	}

	/**
	 * What guessing each class as often as it occurs would give, in expectation (F1: harmonic mean of the expected precision
	 * and recall).
	 *
	 * @param shares of the classes, sum 1
	 * @param positive index of the positive class, or {@link #NO_POSITIVE}
	 */
	public static ClassifierScores random(final double[] shares, final int positive) {
		double accuracy = 0;
		for (final double share : shares)
			accuracy += share * share;
		final double each = positive == NO_POSITIVE ? 1.0 / shares.length : shares[positive];
		return new ClassifierScores(accuracy, each, each, each, 0.5);
	}

	/** {@return the figures by name, in order} */
	public Map<String, Double> byName() {
		final Map<String, Double> map = new LinkedHashMap<>();
		map.put("accuracy", accuracy);
		map.put("precision", precision);
		map.put("recall", recall);
		map.put("f1", f1);
		map.put("auc", auc);
		return map;
	}
}
