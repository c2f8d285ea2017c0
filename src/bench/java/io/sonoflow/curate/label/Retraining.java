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

import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.nn.Classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a judge's verdict is worth: the F1 of the inhomogeneous class on the true labels, of a cross-validation on the
 * given labels, without the suspicious images, or with their labels flipped. Every image is tested. Same folds, first
 * values and seed of the draws in all.
 */
final class Retraining {

	private final StudyFile data;
	private final Recorder recorder;

	Retraining(final StudyFile data, final Recorder recorder) {
		this.data = data;
		this.recorder = recorder;
	}

	/** {@return action to F1} */
	Map<String, Double> run(final List<LabelErrorDetector> judges) {
		final boolean[] all = new boolean[data.given().length];
		Arrays.fill(all, true);
		final Map<String, Double> scores = new LinkedHashMap<>();
		scores.put("report", f1(reported()));
		for (final LabelErrorDetector judge : judges) {
			final LabelVerdict verdict = judge.judge(data.evidence());
			final boolean[] kept = all.clone();
			final int[] flipped = data.given().clone();
			for (int i = 0; i < kept.length; i++)
				if (verdict.suspicious()[i]) {
					kept[i] = false;
					flipped[i] = verdict.proposed()[i];
				}
			scores.put(judge.name() + " drop", f1(recorder.validate(data.given(), data.given(), kept, 0)));
			scores.put(judge.name() + " flip", f1(recorder.validate(data.given(), flipped, all, 0)));
		}
		scores.put("truth", f1(recorder.validate(data.given(), data.truth(), all, 0)));
		return scores;
	}

	/** The trainings that are recorded are those on the given labels. */
	private double[][] reported() {
		final double[][] result = new double[data.given().length][];
		for (final TrainingRecord training : data.records())
			for (int i = 0; i < result.length; i++)
				if (training.seed() == 0 && training.isHeldOut(i)) result[i] = training.heldOut()[i];
		return result;
	}

	private double f1(final double[][] probabilities) {
		final int[] predicted = Arrays.stream(probabilities).mapToInt(Classifier::best).toArray();
		return ClassifierScores.of(data.truth(), predicted, probabilities, 1).f1();
	}

	/** {@return the lines of a file of results: action, F1} */
	static List<String> lines(final Map<String, Double> scores) {
		final List<String> lines = new ArrayList<>();
		scores.forEach((action, f1) -> lines.add(action + "," + f1));
		return lines;
	}
}
