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
record DetectorTable(double precision, double recall, double averagePrecision, double precisionAtRecall) {

	private static final double RECALL = 0.6;

	static DetectorTable of(final StudyFile data, final LabelVerdict verdict) {
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
		return new DetectorTable(found / verdict.count(), found / all, Roc.of(wrong, verdict.score()).averagePrecision(), best);
	}
}
