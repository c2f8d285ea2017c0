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

import io.sonoflow.RandomStream;
import io.sonoflow.metric.Roc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set whose trainings are made up: what an image looks like is its truth plus noise of its own. Two views are of one
 * testis.
 */
record TrainingModel(int classes, int[] truth, int[] given, int[] units, List<TrainingRecord> records) {

	static final int VIEWS = 240;
	private static final double NONE = Double.NaN;
	private static final int EPOCHS = 6, SEEDS = 3, FOLDS = 3;

	static TrainingModel of(final int classes, final long seed) {
		final RandomStream random = RandomStream.of(seed, "judges");
		final int[] truth = new int[VIEWS];
		Arrays.setAll(truth, i -> i / 2 % classes);
		final int[] given = truth.clone();
		for (int testis = 0; testis < VIEWS / 2; testis += 9) {
			final int other = (truth[2 * testis] + 1 + random.nextInt(classes - 1)) % classes;
			given[2 * testis] = other;
			if (testis % 2 == 0) given[2 * testis + 1] = other;
		}
		// Both sides see the same image, but not with the same eyes.
		final double[] look = random(random, VIEWS);
		final double[] other = random(random, VIEWS);
		Arrays.setAll(other, i -> 0.5 * look[i] + 0.85 * other[i]);
		final List<TrainingRecord> records = new ArrayList<>();
		for (int s = 0; s < SEEDS; s++)
			for (int fold = 1; fold <= FOLDS; fold++)
				records.add(record(classes, truth, given, look, other, s, fold, random));
		final int[] units = IntStream.range(0, VIEWS).map(i -> i / 2).toArray();
		return new TrainingModel(classes, truth, given, units, records);
	}

	private static double[] random(final RandomStream random, final int n) {
		return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
	}

	private static TrainingRecord record(final int classes, final int[] truth, final int[] given, final double[] look,
		final double[] other, final long seed, final int fold, final RandomStream random)
	{
		final double[][] loss = new double[VIEWS][EPOCHS];
		final double[][] margin = new double[VIEWS][EPOCHS];
		final double[][] heldOut = new double[VIEWS][classes];
		final boolean[] judged = new boolean[VIEWS];
		for (int i = 0; i < VIEWS; i++) {
			judged[i] = i / 4 % FOLDS != fold - 1;
			Arrays.fill(loss[i], NONE);
			Arrays.fill(margin[i], NONE);
			Arrays.fill(heldOut[i], NONE);
			final double lead = (given[i] == truth[i] ? 1.5 : -1.5) + look[i] + random.nextGaussian();
			if (judged[i]) for (int e = 0; e < EPOCHS; e++) {
				margin[i][e] = lead + 0.5 * e + 0.5 * random.nextGaussian();
				loss[i][e] = Math.log1p(Math.exp(-margin[i][e]));
			}
			else {
				final double sure = 1.5 + other[i] * (given[i] == truth[i] ? 1 : -1) + random.nextGaussian();
				final double rest = 1 / (Math.exp(sure) + classes - 1);
				Arrays.fill(heldOut[i], rest);
				heldOut[i][truth[i]] = Math.exp(sure) * rest;
			}
		}
		return new TrainingRecord(0, seed, fold, loss, margin, judged, heldOut);
	}

	LabelEvidence evidence() {
		return new LabelEvidence(records, given, classes, units);
	}

	LabelEvidence single() {
		return new LabelEvidence(records, given, classes);
	}

	boolean[] wrong() {
		final boolean[] wrong = new boolean[VIEWS];
		for (int i = 0; i < VIEWS; i++)
			wrong[i] = truth[i] != given[i];
		return wrong;
	}

	double precision(final LabelErrorDetector judge, final LabelEvidence evidence) {
		return Roc.of(wrong(), judge.judge(evidence).score()).averagePrecision();
	}

	/** {@return the same with a copy of each image, which was seen as it was, behind all others; each its own unit} */
	TrainingModel doubled() {
		final List<TrainingRecord> twice = records.stream().map(r -> new TrainingRecord(r.init(), r.seed(), r.fold(), twice(r
			.loss()), twice(r.margin()), twice(r.judged()), twice(r.heldOut()))).toList();
		final int[] all = IntStream.range(0, 2 * given.length).map(i -> i % given.length).toArray();
		return new TrainingModel(classes, Arrays.stream(all).map(i -> truth[i]).toArray(), Arrays.stream(all).map(i -> given[i])
			.toArray(), IntStream.range(0, all.length).toArray(), twice);
	}

	private static double[][] twice(final double[][] rows) {
		return IntStream.range(0, 2 * rows.length).mapToObj(i -> rows[i % rows.length].clone()).toArray(double[][]::new);
	}

	private static boolean[] twice(final boolean[] values) {
		final boolean[] result = Arrays.copyOf(values, 2 * values.length);
		System.arraycopy(values, 0, result, values.length, values.length);
		return result;
	}
}
