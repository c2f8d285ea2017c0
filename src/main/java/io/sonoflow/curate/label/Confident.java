package io.sonoflow.curate.label;

/**
 * The judge {@code confident}: confident learning (see {@link ConfidentJoint}) on the held-out probabilities, averaged over
 * all seeds and initialisations. Its score is minus the quality of the label.
 *
 * @param filter which images are called wrong
 * @param quality how they are ranked
 * @param adjusted whether the ranking takes off each class's threshold first; not with the entropy
 */
public record Confident(ConfidentFilter filter, LabelQuality quality, boolean adjusted) implements LabelJudge {

	/** The macro value. */
	public static final String NAME = "confident";

	/** As its authors' library does by default: by noise rate, by the probability of the given class. */
	public Confident() {
		this(ConfidentFilter.PRUNE_BY_NOISE_RATE, LabelQuality.SELF_CONFIDENCE, false);
	}

	/** @throws IllegalArgumentException if the entropy is to be adjusted, which its authors do not define */
	public Confident {
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
