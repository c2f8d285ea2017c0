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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.metric.Roc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** The judges on trainings drawn from a simple model: what an image looks like is its truth plus noise of its own. */
class LabelErrorDetectorsTest {

	private static final double NONE = Double.NaN;
	private static final int VIEWS = 240, EPOCHS = 6, SEEDS = 3, FOLDS = 3;

	/** A data set whose trainings are made up. Two views are of one testis. */
	private record Model(int classes, int[] truth, int[] given, int[] units, List<TrainingRecord> records) {

		static Model of(final int classes, final long seed) {
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
			return new Model(classes, truth, given, units, records);
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
	}

	private static List<LabelErrorDetector> all() {
		return LabelErrorDetectors.NAMES.stream().map(name -> LabelErrorDetectors.of(name, new LossSpikeDetector())).toList();
	}

	@Test
	void everyJudgeFindsWrongLabels() {
		for (final int classes : new int[] { 2, 3 }) {
			final Model model = Model.of(classes, classes);
			final int wrong = (int) IntStream.range(0, VIEWS).filter(i -> model.wrong()[i]).count();
			for (final LabelErrorDetector judge : all()) {
				final LabelVerdict verdict = judge.judge(model.evidence());
				assertTrue(model.precision(judge, model.evidence()) > 3.0 * wrong / VIEWS, judge.name());
				assertTrue(verdict.count() > 0 && verdict.count() < VIEWS / 3, judge.name() + ": " + verdict.count());
				int right = 0;
				for (int i = 0; i < VIEWS; i++) {
					assertNotEquals(model.given[i], verdict.proposed()[i]);
					assertTrue(verdict.flags()[i] <= verdict.judgements()[i]);
					if (model.wrong()[i] && verdict.proposed()[i] == model.truth[i]) right++;
				}
				assertTrue(right > 0.75 * wrong, judge.name() + " proposes " + right + " of " + wrong);
			}
		}
	}

	@Test
	void togetherTheyAreBetter() {
		double combined = 0;
		double views = 0;
		double margin = 0;
		double confident = 0;
		for (int seed = 0; seed < 5; seed++) {
			final Model model = Model.of(2, 10 + seed);
			combined += model.precision(new CombinedDetector(), model.evidence()) / 5;
			views += model.precision(new CombinedDetector(), model.single()) / 5;
			margin += model.precision(new MarginDetector(), model.single()) / 5;
			confident += model.precision(new ConfidentDetector(), model.single()) / 5;
		}
		assertTrue(views > Math.max(margin, confident) + 0.02, views + " of both, " + margin + ", " + confident);
		assertTrue(combined > views + 0.02, combined + " of testes, " + views + " of views");
	}

	@Test
	void theOrderOfTrainingsChangesNothing() {
		final Model model = Model.of(3, 4);
		final List<TrainingRecord> reversed = new ArrayList<>(model.records);
		Collections.reverse(reversed);
		for (final LabelErrorDetector judge : all())
			assertArrayEquals(judge.judge(model.evidence()).score(), judge.judge(new LabelEvidence(reversed, model.given, 3,
				model.units)).score(), judge.name());
	}

	/** Two trainings of two images: each image is trained on in one and held out in the other. */
	private static List<TrainingRecord> two(final double[] loss, final double held) {
		final double[] nothing = { NONE, NONE, NONE, NONE };
		final double[] unseen = { NONE, NONE };
		final double[] p = { held, 1 - held };
		final double[] margin = Arrays.stream(loss).map(value -> 1 - value).toArray();
		return List.of(new TrainingRecord(0, 0, 1, new double[][] { loss, nothing }, new double[][] { margin, nothing },
			new boolean[] { true, false }, new double[][] { unseen, p }), new TrainingRecord(0, 0, 2, new double[][] { nothing,
				nothing }, new double[][] { nothing, nothing }, new boolean[] { false, true }, new double[][] { p, unseen }));
	}

	@Test
	void anImageThatWasNeverDrawnIsNotSuspicious() {
		final LabelEvidence evidence = new LabelEvidence(two(new double[] { 2, NONE, 3, 2 }, 0.9), new int[] { 1, 0 }, 2);
		final LabelVerdict spikes = new LossSpikeDetector().judge(evidence);
		assertTrue(spikes.suspicious()[0]);
		assertFalse(spikes.suspicious()[1]);
		assertArrayEquals(new int[] { 1, 1 }, spikes.judgements());
		assertArrayEquals(new int[] { 1, 0 }, spikes.flags());
		final LabelVerdict margin = new MarginDetector().judge(evidence);
		assertTrue(margin.suspicious()[0]);
		assertFalse(margin.suspicious()[1]);
		for (final LabelErrorDetector judge : all())
			for (final double score : judge.judge(evidence).score())
				assertTrue(Double.isFinite(score), judge.name());
	}

	@Test
	void lossesAtTheThresholdAreNotAbove() {
		final LabelEvidence evidence = new LabelEvidence(two(new double[] { 1, 1, 1, 1 }, 0.5), new int[] { 1, 0 }, 2);
		assertEquals(0, new LossSpikeDetector().judge(evidence).count());
		assertEquals(1, new LossSpikeDetector(0.999, 4, 0).judge(evidence).count());
		assertEquals(0, new LossSpikeDetector(0.999, 4, 2).judge(evidence).count());
	}

	@Test
	void wrongInputIsRefused() {
		final List<TrainingRecord> first = two(new double[] { 1, 1, 1, 1 }, 0.5).subList(0, 1);
		final LabelEvidence evidence = new LabelEvidence(first, new int[2], 2);
		assertEquals(0, new LossSpikeDetector().judge(evidence).count());
		assertThrows(SonoflowException.Input.class, () -> new ConfidentDetector().judge(evidence));
		assertThrows(SonoflowException.Input.class, () -> new CombinedDetector().judge(evidence));
		assertThrows(SonoflowException.Input.class, () -> LabelErrorDetectors.of("other", new LossSpikeDetector()));
		assertThrows(SonoflowException.Input.class, () -> new LossSpikeDetector(Double.NaN, 3, 0));
		assertThrows(SonoflowException.Input.class, () -> new LossSpikeDetector(1, 0, 0));
		assertThrows(SonoflowException.Input.class, () -> new LossSpikeDetector(1, 3, -1));
		assertThrows(SonoflowException.Input.class, () -> new MarginDetector(Double.NaN));
		assertThrows(SonoflowException.Input.class, () -> MarginDetector.threshold(new double[2], new boolean[2], 99));
		assertThrows(IllegalArgumentException.class, () -> new ConfidentDetector(ConfidentFilter.BOTH,
			LabelQuality.CONFIDENCE_WEIGHTED_ENTROPY, true));
		assertThrows(IllegalArgumentException.class, () -> new LabelEvidence(List.of(), new int[0], 2));
		assertThrows(IllegalArgumentException.class, () -> new LabelEvidence(first, new int[3], 2));
		assertThrows(IllegalArgumentException.class, () -> new LabelEvidence(first, new int[] { 0, 2 }, 2));
		assertThrows(IllegalArgumentException.class, () -> new TrainingRecord(0, 0, 1, new double[2][3], new double[1][3],
			new boolean[2], new double[2][2]));
	}

	@Test
	void unitsByName() {
		assertArrayEquals(new int[] { 0, 1, 0, 2 }, LabelEvidence.units(List.of("a left", "a right", "a left", "b left")));
		assertArrayEquals(new int[] { 0, 1, 2 }, LabelEvidence.single(3));
	}
}
