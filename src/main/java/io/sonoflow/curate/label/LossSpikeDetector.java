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

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;

/**
 * The judge {@code spikes}, the published rule: a training flags an image if its epoch-mean loss was strictly above a
 * threshold in enough epochs, consecutive or not; an image is suspicious if enough of the trainings that had it in their
 * training part flag it. An epoch in which it was not drawn does not count; a training that never drew it is a judgement
 * that did not flag it.
 * <p>
 * Its score is the share of judgements that flagged; equal shares are ordered by the mean loss over all epochs.
 *
 * @param threshold of the loss in nats; published 1
 * @param count epochs above it that make a flag, at least 1; published 3 (and 5)
 * @param judgements that must flag, or 0 for all of an image's; published all (16 of 16)
 */
public record LossSpikeDetector(double threshold, int count, int judgements) implements LabelErrorDetector {

	/** The macro value. */
	public static final String NAME = "spikes";

	/** @throws SonoflowException.Input if a value is out of range */
	public LossSpikeDetector {
		if (!(threshold >= 0 && threshold < Double.POSITIVE_INFINITY)) throw new SonoflowException.Input("threshold=" +
			threshold + " is out of range. Allowed: a loss of at least 0.");
		if (count < 1) throw new SonoflowException.Input("count=" + count +
			" is out of range. Allowed: at least 1 epoch above the threshold.");
		if (judgements < 0) throw new SonoflowException.Input("judgements=" + judgements +
			" is out of range. Allowed: 0 (all judgements of an image) or more.");
	}

	/** The published rule: above 1 in at least 3 epochs, in all judgements. */
	public LossSpikeDetector() {
		this(1, 3, 0);
	}

	@Override
	public String name() {
		return NAME;
	}

	/** {@return [image] whether one training flags it; never one that it did not train on} */
	public boolean[] flags(final TrainingRecord training) {
		final boolean[] flags = new boolean[training.images()];
		for (int i = 0; i < flags.length; i++)
			flags[i] = training.judged()[i] && Arrays.stream(training.loss()[i]).filter(loss -> loss > threshold)
				.count() >= count;
		return flags;
	}

	/** {@return [image] how many of the trainings flag it} */
	public int[] flagged(final List<TrainingRecord> records) {
		final int[] flagged = new int[records.get(0).images()];
		for (final TrainingRecord training : records) {
			final boolean[] flags = flags(training);
			Arrays.setAll(flagged, i -> flagged[i] + (flags[i] ? 1 : 0));
		}
		return flagged;
	}

	/**
	 * @param flagged of each image, by how many judgements
	 * @param most number of judgements
	 * @return [k - 1] how many images are flagged in at least k judgements, k = 1..most: the published table
	 */
	public static int[] cumulative(final int[] flagged, final int most) {
		final int[] counts = new int[most];
		Arrays.setAll(counts, k -> (int) Arrays.stream(flagged).filter(count -> count > k).count());
		return counts;
	}

	@Override
	public LabelVerdict judge(final LabelEvidence evidence) {
		final int[] flags = flagged(evidence.records());
		final int[] of = evidence.judgements();
		final double[] loss = meanLoss(evidence);
		final double steps = (1.0 + Arrays.stream(of).max().orElse(0)) * (1.0 + Arrays.stream(of).max().orElse(0));
		final double[] score = new double[flags.length];
		final boolean[] suspicious = new boolean[flags.length];
		for (int i = 0; i < score.length; i++) {
			// Two different shares differ by more than 1 / steps, so the loss only orders equal ones.
			score[i] = (of[i] == 0 ? 0 : (double) flags[i] / of[i]) + loss[i] / (1 + loss[i]) / steps;
			suspicious[i] = of[i] > 0 && flags[i] >= (judgements == 0 ? of[i] : judgements);
		}
		return new LabelVerdict(score, flags, of, suspicious, HeldOut.proposals(evidence));
	}

	/** Mean over all epochs of all judgements; 0 for an image that was never drawn. */
	private static double[] meanLoss(final LabelEvidence evidence) {
		final double[] mean = new double[evidence.images()];
		Arrays.setAll(mean, i -> evidence.records().stream().filter(training -> training.judged()[i]).flatMapToDouble(
			training -> Arrays.stream(training.loss()[i])).filter(loss -> !Double.isNaN(loss)).average().orElse(0));
		return mean;
	}
}
