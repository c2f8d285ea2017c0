package io.sonoflow.curate.label;

import io.sonoflow.metric.Roc;

import java.util.stream.IntStream;

/**
 * How well one verdict found the planted wrong labels of one data set.
 *
 * @param precision share of the suspicious that are wrong; not a number if none is suspicious
 * @param recall share of the wrong that are suspicious
 * @param averagePrecision of the score
 * @param precisionAtRecall largest precision of any cut of the ranking that finds at least 60 percent
 */
record JudgeTable(double precision, double recall, double averagePrecision, double precisionAtRecall) {

	private static final double RECALL = 0.6;

	static JudgeTable of(final StudyFile data, final LabelVerdict verdict) {
		final boolean[] wrong = data.wrong();
		final double found = IntStream.range(0, wrong.length).filter(i -> wrong[i] && verdict.suspicious()[i]).count();
		final double all = IntStream.range(0, wrong.length).filter(i -> wrong[i]).count();
		final int[] order = IntStream.range(0, wrong.length).boxed().sorted((a, b) -> Double.compare(verdict.score()[b], verdict
			.score()[a])).mapToInt(Integer::intValue).toArray();
		double best = 0;
		double hits = 0;
		for (int i = 0; i < order.length; i++) {
			if (wrong[order[i]]) hits++;
			final boolean tied = i + 1 < order.length && verdict.score()[order[i + 1]] == verdict.score()[order[i]];
			if (!tied && hits >= RECALL * all) best = Math.max(best, hits / (i + 1));
		}
		return new JudgeTable(found / verdict.count(), found / all, Roc.of(wrong, verdict.score()).averagePrecision(), best);
	}
}
