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

/**
 * The judge {@code confident}: confident learning (see {@link ConfidentJoint}) on the held-out probabilities, averaged over
 * all seeds and initialisations. Its score is minus the quality of the label.
 *
 * @param filter which images are called wrong
 * @param quality how they are ranked
 * @param adjusted whether the ranking takes off each class's threshold first; not with the entropy
 */
public record ConfidentDetector(ConfidentFilter filter, LabelQuality quality, boolean adjusted) implements LabelErrorDetector {

	/** The macro value. */
	public static final String NAME = "confident";

	/** As its authors' library does by default: by noise rate, by the probability of the given class. */
	public ConfidentDetector() {
		this(ConfidentFilter.PRUNE_BY_NOISE_RATE, LabelQuality.SELF_CONFIDENCE, false);
	}

	/** @throws IllegalArgumentException if the entropy is to be adjusted, which its authors do not define */
	public ConfidentDetector {
		if (adjusted && quality == LabelQuality.CONFIDENCE_WEIGHTED_ENTROPY) throw new IllegalArgumentException(
			"The confidence-weighted entropy cannot be adjusted by thresholds");
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public LabelVerdict judge(final LabelEvidence evidence) {
		final double[][] probabilities = HeldOut.mean(evidence);
		final int[] labels = evidence.labels();
		final ConfidentJoint joint = new ConfidentJoint(probabilities, labels);
		final double[] score = adjusted ? quality.adjusted(probabilities, labels, joint.thresholds()) : quality.scores(
			probabilities, labels);
		for (int i = 0; i < score.length; i++)
			score[i] = -score[i];
		return new LabelVerdict(score, HeldOut.disagreements(evidence), HeldOut.times(evidence), filter.issues(probabilities,
			labels, joint), HeldOut.proposals(evidence));
	}
}
