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

import java.util.function.IntToLongFunction;

/**
 * The confusion matrix of a classifier and what is read off it. Every ratio whose denominator is 0 is 0 (scikit-learn's
 * {@code zero_division=0}).
 *
 * <pre>
 * Confusion c = Confusion.of(truth, predicted, 2);
 * double f1 = c.of(positive).f1();
 * </pre>
 *
 * Immutable.
 */
public final class Confusion {

	private final long[][] counts;

	private Confusion(final long[][] counts) {
		this.counts = counts;
	}

	/**
	 * Precision, recall and their harmonic mean, each in [0, 1].
	 *
	 * @param precision share of the predicted that are true
	 * @param recall share of the true that are predicted
	 * @param f1 harmonic mean of the two, or a mean of several such
	 */
	public record Scores(double precision, double recall, double f1) {
	}

	/**
	 * @param truth class of each item, 0..classes-1
	 * @param predicted class given by the classifier, same length
	 * @param classes number of classes, at least 1
	 * @return the matrix
	 * @throws IllegalArgumentException if the lengths differ or a class is out of range
	 */
	public static Confusion of(final int[] truth, final int[] predicted, final int classes) {
		if (truth.length != predicted.length) throw new IllegalArgumentException("There are " + truth.length +
			" true classes but " + predicted.length + " predictions");
		final long[][] counts = new long[classes][classes];
		for (int i = 0; i < truth.length; i++) {
			if (truth[i] < 0 || truth[i] >= classes || predicted[i] < 0 || predicted[i] >= classes)
				throw new IllegalArgumentException("Item " + i + ": classes " + truth[i] + " and " + predicted[i] +
					" must be within 0.." + (classes - 1));
			counts[truth[i]][predicted[i]]++;
		}
		return new Confusion(counts);
	}

	/** {@return number of classes} */
	public int classes() {
		return counts.length;
	}

	/** {@return how many items of a true class were given a predicted class} */
	public long count(final int truth, final int predicted) {
		return counts[truth][predicted];
	}

	/** {@return a copy, rows = true class, columns = predicted class} */
	public long[][] counts() {
		final long[][] copy = new long[counts.length][];
		for (int i = 0; i < copy.length; i++)
			copy[i] = counts[i].clone();
		return copy;
	}

	/** {@return number of items} */
	public long total() {
		long total = 0;
		for (int i = 0; i < counts.length; i++)
			total += support(i);
		return total;
	}

	/** {@return number of items that truly are of a class} */
	public long support(final int label) {
		long sum = 0;
		for (final long count : counts[label])
			sum += count;
		return sum;
	}

	/** {@return number of items predicted to be of a class} */
	public long predicted(final int label) {
		long sum = 0;
		for (final long[] row : counts)
			sum += row[label];
		return sum;
	}

	/** {@return share of items whose prediction is right} */
	public double accuracy() {
		long right = 0;
		for (int i = 0; i < counts.length; i++)
			right += counts[i][i];
		return ratio(right, total());
	}

	/** {@return scores of one class against the rest} */
	public Scores of(final int label) {
		final double hits = counts[label][label];
		return new Scores(ratio(hits, predicted(label)), ratio(hits, support(label)), ratio(2 * hits, predicted(label) +
			support(label)));
	}

	/** {@return unweighted mean over all classes; a class that never occurs counts as 0} */
	public Scores macro() {
		return mean(label -> 1);
	}

	/** {@return unweighted mean over the classes that are true or predicted at least once (scikit-learn's default)} */
	public Scores macroPresent() {
		return mean(label -> support(label) + predicted(label) > 0 ? 1 : 0);
	}

	/** {@return mean over the classes weighted by how many items truly are of each} */
	public Scores weighted() {
		return mean(this::support);
	}

	private Scores mean(final IntToLongFunction weight) {
		double precision = 0;
		double recall = 0;
		double f1 = 0;
		double sum = 0;
		for (int label = 0; label < counts.length; label++) {
			final Scores scores = of(label);
			final double w = weight.applyAsLong(label);
			precision += w * scores.precision();
			recall += w * scores.recall();
			f1 += w * scores.f1();
			sum += w;
		}
		return new Scores(ratio(precision, sum), ratio(recall, sum), ratio(f1, sum));
	}

	private static double ratio(final double part, final double whole) {
		return whole == 0 ? 0 : part / whole;
	}
}
