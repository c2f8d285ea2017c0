package io.sonoflow.curate.label;

import java.util.Arrays;

/** Provisional. */
public record Spikes(double threshold, int count, int judgements) implements LabelJudge {

	@Override
	public String name() {
		return "spikes";
	}

	@Override
	public LabelVerdict judge(final LabelEvidence evidence) {
		final int n = evidence.images();
		final int[] all = evidence.judgements();
		final int[] flags = new int[n];
		final double[] score = new double[n];
		final boolean[] suspicious = new boolean[n];
		for (int i = 0; i < n; i++) {
			for (final TrainingRecord record : evidence.records())
				if (record.judged()[i] && Arrays.stream(record.loss()[i]).filter(loss -> loss > threshold).count() >= count)
					flags[i]++;
			score[i] = flags[i];
			suspicious[i] = all[i] > 0 && flags[i] >= (judgements == 0 ? all[i] : judgements);
		}
		return new LabelVerdict(score, flags, all, suspicious, Arrays.stream(evidence.labels()).map(label -> label == 0 ? 1
			: 0).toArray());
	}
}
