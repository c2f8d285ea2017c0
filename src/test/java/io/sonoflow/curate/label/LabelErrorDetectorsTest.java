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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** The detectors compared, at their thresholds, and on wrong input. */
class LabelErrorDetectorsTest {

	private static final double NONE = Double.NaN;

	private static List<LabelErrorDetector> all() {
		return LabelErrorDetectors.NAMES.stream().map(name -> LabelErrorDetectors.of(name, new LossSpikeDetector())).toList();
	}

	@Test
	void togetherTheyAreBetter() {
		double combined = 0;
		double views = 0;
		double margin = 0;
		double confident = 0;
		for (int seed = 0; seed < 5; seed++) {
			final TrainingModel model = TrainingModel.of(2, 10 + seed);
			combined += model.precision(new CombinedDetector(), model.evidence()) / 5;
			views += model.precision(new CombinedDetector(), model.single()) / 5;
			margin += model.precision(new MarginDetector(), model.single()) / 5;
			confident += model.precision(new ConfidentDetector(), model.single()) / 5;
		}
		assertTrue(views > Math.max(margin, confident) + 0.02, views + " of both, " + margin + ", " + confident);
		assertTrue(combined > views + 0.02, combined + " of testes, " + views + " of views");
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
