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

import io.sonoflow.metric.Summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The judges {@code sla} and {@code slasample}: standardised validation losses of a cross-validation that is repeated with
 * other divisions (arXiv 2605.10165; only its abstract was at hand, so that the law is our reading of it).
 * <p>
 * {@code sla}: in each repeat (one initialisation and seed) the folds' mean held-out losses are standardised, less their mean,
 * over their deviation; the score of an image is the mean over the repeats of the value of the fold that it was in: wrong labels
 * raise the loss of whichever fold they fall into. It needs many repeats, as all images of a fold share a value.
 * {@code slasample}: the same with each image's own held-out loss, standardised within its fold.
 * <p>
 * A loss is the cross-entropy in nats of the given label, of probabilities of at least {@value #LEAST}. A label is called wrong
 * if the mean of the standardised values is above {@value #LEVEL} (per image), or {@value #LEVEL} over the root of the number of
 * repeats (per fold): what chance exceeds in one of twenty, if the values were Gaussian.
 *
 * @param perImage whether the image's own loss counts, not the fold's
 */
public record FoldLossDetector(boolean perImage) implements LabelErrorDetector {

	/** The macro value of the judge by folds. */
	public static final String BY_FOLD = "sla";

	/** The macro value of the judge by images. */
	public static final String BY_IMAGE = "slasample";

	static final double LEAST = 1e-7;
	static final double LEVEL = 1.645;

	@Override
	public String name() {
		return perImage ? BY_IMAGE : BY_FOLD;
	}

	@Override
	public LabelVerdict judge(final LabelEvidence evidence) {
		final int n = evidence.images();
		final int[] times = HeldOut.times(evidence);
		final double[] score = new double[n];
		final int[] flags = new int[n];
		for (final List<TrainingRecord> folds : repeats(evidence)) {
			final double[] values = perImage ? ofImages(folds, evidence.labels()) : ofFolds(folds, evidence.labels());
			for (int i = 0; i < n; i++)
				if (!Double.isNaN(values[i])) {
					score[i] += values[i] / times[i];
					if (values[i] > LEVEL) flags[i]++;
				}
		}
		final boolean[] suspicious = new boolean[n];
		for (int i = 0; i < n; i++)
			suspicious[i] = score[i] > (perImage ? LEVEL : LEVEL / Math.sqrt(times[i]));
		return new LabelVerdict(score, flags, times, suspicious, HeldOut.proposals(evidence));
	}

	/** {@return the trainings of each initialisation and seed: together they hold each image out once} */
	private static Collection<List<TrainingRecord>> repeats(final LabelEvidence evidence) {
		final Map<List<Long>, List<TrainingRecord>> repeats = new LinkedHashMap<>();
		for (final TrainingRecord record : evidence.records())
			repeats.computeIfAbsent(List.of((long) record.init(), record.seed()), key -> new ArrayList<>()).add(record);
		return repeats.values();
	}

	/** {@return [image] its loss, not a number if it was not held out} */
	private static double[] losses(final TrainingRecord record, final int[] labels) {
		return IntStream.range(0, labels.length).mapToDouble(i -> record.isHeldOut(i) ? -Math.log(Math.max(LEAST, record
			.heldOut()[i][labels[i]])) : Double.NaN).toArray();
	}

	private static double[] ofImages(final List<TrainingRecord> folds, final int[] labels) {
		final double[] values = nothing(labels.length);
		for (final TrainingRecord fold : folds) {
			final double[] losses = losses(fold, labels);
			final Summary summary = Summary.of(losses);
			for (int i = 0; i < values.length; i++)
				if (!Double.isNaN(losses[i])) values[i] = standardised(losses[i], summary);
		}
		return values;
	}

	private static double[] ofFolds(final List<TrainingRecord> folds, final int[] labels) {
		final double[] values = nothing(labels.length);
		final double[] means = folds.stream().mapToDouble(fold -> Summary.of(losses(fold, labels)).mean()).toArray();
		final Summary summary = Summary.of(means);
		for (int fold = 0; fold < means.length; fold++)
			for (int i = 0; i < values.length; i++)
				if (folds.get(fold).isHeldOut(i)) values[i] = standardised(means[fold], summary);
		return values;
	}

	private static double[] nothing(final int images) {
		final double[] values = new double[images];
		Arrays.fill(values, Double.NaN);
		return values;
	}

	/** {@return 0 where all are equal or there is one only: nothing stands out} */
	private static double standardised(final double value, final Summary summary) {
		return summary.std() > 0 ? (value - summary.mean()) / summary.std() : 0;
	}
}
