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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** What every detector of wrong labels must do, on trainings drawn from a simple model. */
abstract class AbstractLabelErrorDetectorTest {

	/** {@return a new detector} */
	abstract LabelErrorDetector detector();

	private static void assertEqual(final LabelVerdict expected, final LabelVerdict actual) {
		assertArrayEquals(expected.score(), actual.score());
		assertArrayEquals(expected.flags(), actual.flags());
		assertArrayEquals(expected.judgements(), actual.judgements());
		assertArrayEquals(expected.suspicious(), actual.suspicious());
		assertArrayEquals(expected.proposed(), actual.proposed());
	}

	/** One entry an image; scores finite; never more doubts than judgements; another class proposed than given. */
	@Test
	void scale() {
		for (final int classes : new int[] { 2, 3, 5 }) {
			final TrainingModel model = TrainingModel.of(classes, classes);
			final LabelVerdict verdict = detector().judge(model.evidence());
			assertEquals(TrainingModel.VIEWS, verdict.score().length);
			assertEquals(TrainingModel.VIEWS, verdict.suspicious().length);
			int suspicious = 0;
			for (int i = 0; i < TrainingModel.VIEWS; i++) {
				assertTrue(Double.isFinite(verdict.score()[i]), "score of " + i);
				assertTrue(verdict.flags()[i] >= 0 && verdict.flags()[i] <= verdict.judgements()[i], "flags of " + i);
				assertTrue(verdict.proposed()[i] >= 0 && verdict.proposed()[i] < classes, "class proposed for " + i);
				assertNotEquals(model.given()[i], verdict.proposed()[i]);
				if (verdict.suspicious()[i]) suspicious++;
			}
			assertEquals(suspicious, verdict.count());
		}
	}

	@Test
	void equalEvidenceGivesAnEqualVerdict() {
		final TrainingModel model = TrainingModel.of(3, 4);
		final LabelErrorDetector detector = detector();
		final LabelVerdict once = detector.judge(model.evidence());
		assertEqual(once, detector.judge(model.evidence()));
		assertEqual(once, detector().judge(TrainingModel.of(3, 4).evidence()));
		final List<TrainingRecord> reversed = new ArrayList<>(model.records());
		Collections.reverse(reversed);
		assertEqual(once, detector.judge(new LabelEvidence(reversed, model.given(), 3, model.units())));
	}

	/** Planted wrong labels come first and are called wrong, the right ones hardly; most get their true class back. */
	@Test
	void plantedErrorsAreFound() {
		for (final int classes : new int[] { 2, 3 }) {
			final TrainingModel model = TrainingModel.of(classes, classes);
			final int wrong = (int) IntStream.range(0, TrainingModel.VIEWS).filter(i -> model.wrong()[i]).count();
			final LabelVerdict verdict = detector().judge(model.evidence());
			final double precision = model.precision(detector(), model.evidence());
			assertTrue(precision > 3.0 * wrong / TrainingModel.VIEWS, "average precision " + precision);
			assertTrue(verdict.count() > 0 && verdict.count() < TrainingModel.VIEWS / 3, "called wrong: " + verdict.count());
			final long right = IntStream.range(0, TrainingModel.VIEWS).filter(i -> model.wrong()[i] && verdict.proposed()[i] == model
				.truth()[i]).count();
			assertTrue(right > 0.75 * wrong, "proposes " + right + " of " + wrong);
		}
	}

	/** Images of which everything is known to be the same have the same score, wherever they stand. */
	@Test
	void tiesAreTies() {
		final TrainingModel model = TrainingModel.of(2, 6).doubled();
		final LabelVerdict verdict = detector().judge(model.single());
		for (int i = 0; i < TrainingModel.VIEWS; i++) {
			final int twin = i + TrainingModel.VIEWS;
			assertEquals(verdict.score()[i], verdict.score()[twin], 1e-12 * Math.max(1, Math.abs(verdict.score()[i])), "image " + i);
			assertEquals(verdict.flags()[i], verdict.flags()[twin], "image " + i);
			assertEquals(verdict.suspicious()[i], verdict.suspicious()[twin], "image " + i);
			assertEquals(verdict.proposed()[i], verdict.proposed()[twin], "image " + i);
		}
	}

	/** An image that was in training parts but never drawn has losses of no epoch: it is judged without a doubt of losses. */
	@Test
	void missingEpochsLeaveFiniteScores() {
		final TrainingModel model = TrainingModel.of(2, 7);
		final int never = 5;
		for (final TrainingRecord record : model.records()) {
			java.util.Arrays.fill(record.loss()[never], Double.NaN);
			java.util.Arrays.fill(record.margin()[never], Double.NaN);
		}
		final LabelVerdict verdict = detector().judge(model.single());
		for (final double score : verdict.score())
			assertTrue(Double.isFinite(score));
		assertTrue(verdict.flags()[never] <= verdict.judgements()[never]);
	}
}
