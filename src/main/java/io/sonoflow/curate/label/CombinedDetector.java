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

/**
 * The judge {@code combined}, our own: both kinds of evidence, added up over all views of a testis.
 * <p>
 * Held-out networks have not seen the label, but each says little and is unsure. The margin in training is seen in many
 * epochs and nets, but is biased towards the given label, which the network learns by heart in the end. They err in
 * different images, and both say which class an image looks like: the held-out side by the mean of the log probabilities
 * of each class (probabilities clipped at {@value #LEAST}), the training side by the area under the margin in favour of
 * the given class. Each is divided by the standard deviation, over all images, of its lead of the given class over the
 * best other one, so that a net that is surer in one way does not drown the other.
 * <p>
 * The views of one testis have one truth, whatever labels they were given. So the evidence for each class is averaged over
 * the views of a unit, and each view's label is held against that. The score is by how much the best other class leads the
 * given one; a label is called wrong if it does lead. Without units it is the same with each view by itself.
 * <p>
 * No threshold is fitted and nothing is tuned to a share of wrong labels.
 */
public final class CombinedDetector implements LabelErrorDetector {

	/** The macro value. */
	public static final String NAME = "combined";

	/** A held-out network is not believed to be surer than this. */
	static final double LEAST = 1e-3;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public LabelVerdict judge(final LabelEvidence evidence) {
		final int n = evidence.images();
		final int[] labels = evidence.labels();
		final int[] times = HeldOut.times(evidence);
		final int[] judgements = evidence.judgements();
		final double[][] unit = unitMeans(support(evidence, times), evidence.units());
		final double[] score = new double[n];
		final boolean[] suspicious = new boolean[n];
		final int[] proposed = new int[n];
		final int[] flags = HeldOut.disagreements(evidence);
		final int[] behind = new MarginDetector().flags(evidence);
		for (int i = 0; i < n; i++) {
			proposed[i] = bestOther(unit[i], labels[i]);
			score[i] = unit[i][proposed[i]] - unit[i][labels[i]];
			suspicious[i] = score[i] > 0;
			flags[i] += behind[i];
			judgements[i] += times[i];
		}
		return new LabelVerdict(score, flags, judgements, suspicious, proposed);
	}

	/** [image][class] how much speaks for each class, in standard deviations. */
	private static double[][] support(final LabelEvidence evidence, final int[] times) {
		final int n = evidence.images();
		final double[][] logs = new double[n][evidence.classes()];
		for (final TrainingRecord training : evidence.records())
			for (int i = 0; i < n; i++)
				if (training.isHeldOut(i)) for (int k = 0; k < logs[i].length; k++)
					logs[i][k] += Math.log(Math.max(LEAST, training.heldOut()[i][k])) / times[i];
		// An image that was never drawn is neither supported nor doubted by it.
		final double[] areas = Arrays.stream(MarginDetector.meanAreas(evidence)).map(area -> Double.isNaN(area) ? 0 : area).toArray();
		final double[] leads = new double[n];
		for (int i = 0; i < n; i++) {
			final int label = evidence.labels()[i];
			leads[i] = logs[i][label] - logs[i][bestOther(logs[i], label)];
		}
		final double heldOut = scale(leads);
		final double training = scale(areas);
		for (int i = 0; i < n; i++) {
			final double[] row = logs[i];
			Arrays.setAll(row, k -> row[k] / heldOut);
			row[evidence.labels()[i]] += areas[i] / training;
		}
		return logs;
	}

	/** Standard deviation; 1 if all values are equal, which then say nothing anyhow. */
	private static double scale(final double[] values) {
		final double mean = Arrays.stream(values).average().orElse(0);
		final double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
		return variance > 0 ? Math.sqrt(variance) : 1;
	}

	private static double[][] unitMeans(final double[][] values, final int[] units) {
		final int count = Arrays.stream(units).max().orElse(-1) + 1;
		final double[][] sums = new double[count][values[0].length];
		final int[] sizes = new int[count];
		for (int i = 0; i < values.length; i++) {
			sizes[units[i]]++;
			for (int k = 0; k < values[i].length; k++)
				sums[units[i]][k] += values[i][k];
		}
		final double[][] means = new double[values.length][];
		for (int i = 0; i < means.length; i++) {
			final int unit = units[i];
			means[i] = Arrays.stream(sums[unit]).map(sum -> sum / sizes[unit]).toArray();
		}
		return means;
	}

	private static int bestOther(final double[] values, final int label) {
		int best = label == 0 ? 1 : 0;
		for (int k = 0; k < values.length; k++)
			if (k != label && values[k] > values[best]) best = k;
		return best;
	}
}
