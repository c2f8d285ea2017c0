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
package io.sonoflow.step.data;

import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.OrderedClasses;
import io.sonoflow.train.Inference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One column of labels that predictions are held against.
 *
 * @param name what is put before the names of its figures: nothing for the column label, else {@link #ORIGINAL} or
 *          {@link #TRUTH}
 * @param classes class of each sample of the data set; {@link #NONE} = not scored
 */
public record Labelling(String name, int[] classes) {

	/** Of ordered classes, beside the names of {@link ClassifierScores}. */
	public static final String KAPPA = "kappa";

	/** The labels before they were cleaned. */
	public static final String ORIGINAL = "original";

	/** The labels as they really are. */
	public static final String TRUTH = "truth";

	/** Instead of a class: the sample has no label in this column. */
	static final int NONE = -1;

	/** {@return those of the samples that have a label here, as positions in the array given} */
	public int[] scored(final int[] samples) {
		return IntStream.range(0, samples.length).filter(i -> classes[samples[i]] != NONE).toArray();
	}

	/** {@return labels of some samples} */
	int[] of(final int[] samples) {
		return Arrays.stream(samples).map(i -> classes[i]).toArray();
	}

	/**
	 * @param samples numbers of samples; those without a label here are left out
	 * @param probabilities (samples, classes)
	 * @return their scores; of no sample at all, nothing but not-a-number
	 */
	public ClassifierScores scores(final int[] samples, final double[][] probabilities, final int positive) {
		return scores(samples, Inference.predictions(probabilities), probabilities, positive);
	}

	/**
	 * As {@link #scores(int[], double[][], int)}.
	 *
	 * @param predicted the classes they are taken for, where that is not always the most probable one
	 */
	public ClassifierScores scores(final int[] samples, final int[] predicted, final double[][] probabilities,
		final int positive)
	{
		final int[] scored = scored(samples);
		if (scored.length == 0) return new ClassifierScores(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
		return ClassifierScores.of(of(Arrays.stream(scored).map(i -> samples[i]).toArray()), Arrays.stream(scored).map(
			i -> predicted[i]).toArray(), Arrays.stream(scored).mapToObj(i -> probabilities[i]).toArray(double[][]::new), positive);
	}

	/**
	 * {@return scores by the names of their columns, e.g. originalf1, and where the classes are ordered the quadratic kappa}
	 *
	 * @param names of all classes
	 */
	public Map<String, Double> figures(final int[] samples, final int[] predicted, final double[][] probabilities,
		final int positive, final List<String> names)
	{
		final Map<String, Double> figures = named(scores(samples, predicted, probabilities, positive));
		final int[] scored = scored(samples);
		OrderedClasses.of(names).ifPresent(order -> figures.put(name + KAPPA, order.kappa(of(Arrays.stream(scored).map(
			i -> samples[i]).toArray()), Arrays.stream(scored).map(i -> predicted[i]).toArray())));
		return figures;
	}

	/** {@return the scores by name of answers that look at no image, of which kappa is 0} */
	Map<String, Double> blind(final ClassifierScores scores, final List<String> names) {
		final Map<String, Double> figures = named(scores);
		if (OrderedClasses.of(names).isPresent()) figures.put(name + KAPPA, 0.0);
		return figures;
	}

	/** {@return scores by the names of their columns, e.g. originalf1} */
	public Map<String, Double> named(final ClassifierScores scores) {
		final Map<String, Double> named = new LinkedHashMap<>();
		scores.byName().forEach((metric, value) -> named.put(name + metric, value));
		return named;
	}

	/** {@return share of each class among the labels} */
	double[] shares(final int count) {
		final long labelled = Arrays.stream(classes).filter(each -> each != NONE).count();
		return IntStream.range(0, count).mapToDouble(c -> (double) Arrays.stream(classes).filter(each -> each == c).count() /
			labelled).toArray();
	}
}
