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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** The judges by held-out losses: what every judge must do (by image), and their law written out by hand. */
class FoldLossDetectorTest extends AbstractLabelErrorDetectorTest {

	@Override
	LabelErrorDetector detector() {
		return new FoldLossDetector(true);
	}

	/** One repeat of two folds: {@code p} is the probability of each image's given label 0. */
	private static List<TrainingRecord> repeat(final long seed, final int[] foldOf, final double[] p) {
		final List<TrainingRecord> records = new ArrayList<>();
		final int n = p.length;
		for (int fold = 1; fold <= 2; fold++) {
			final double[][] heldOut = new double[n][];
			final boolean[] judged = new boolean[n];
			final double[][] none = new double[n][];
			for (int i = 0; i < n; i++) {
				judged[i] = foldOf[i] != fold;
				heldOut[i] = judged[i] ? new double[] { Double.NaN, Double.NaN } : new double[] { p[i], 1 - p[i] };
				none[i] = new double[] { Double.NaN };
			}
			records.add(new TrainingRecord(0, seed, fold, none, none, judged, heldOut));
		}
		return records;
	}

	@Test
	void theLawByHand() {
		final double e = Math.E;
		// Losses 1, 3 in fold 1 and 2, 2 in fold 2, then with the last two exchanged.
		final double[] p = { 1 / e, Math.pow(e, -3), Math.pow(e, -2), Math.pow(e, -2) };
		final List<TrainingRecord> records = new ArrayList<>(repeat(0, new int[] { 1, 1, 2, 2 }, p));
		records.addAll(repeat(1, new int[] { 1, 2, 1, 2 }, p));
		final LabelEvidence evidence = new LabelEvidence(records, new int[4], 2);
		final double root = Math.sqrt(0.5);
		final LabelVerdict images = new FoldLossDetector(true).judge(evidence);
		// Repeat 0: -+ root in fold 1, 0 in fold 2; repeat 1: losses 1, 2 in fold 1 and 3, 2 in fold 2.
		assertArrayEquals(new double[] { -root, root, root / 2, -root / 2 }, images.score(), 1e-12);
		final LabelVerdict folds = new FoldLossDetector(false).judge(evidence);
		// Repeat 0: equal means, nothing stands out; repeat 1: means 1.5 and 2.5.
		assertArrayEquals(new double[] { -root / 2, root / 2, -root / 2, root / 2 }, folds.score(), 1e-12);
		assertArrayEquals(new int[] { 2, 2, 2, 2 }, folds.judgements());
		assertEquals(0, folds.count());
	}

	/** Of many repeats wrong labels come first, though all images of a fold share a value in each. */
	@Test
	void manyRepeatsFindWrongLabels() {
		final Random random = new Random(1);
		final int n = 40;
		final int wrong = 4;
		final List<TrainingRecord> records = new ArrayList<>();
		for (int repeat = 0; repeat < 300; repeat++) {
			final int[] foldOf = random.ints(n, 1, 3).toArray();
			final double[] p = new double[n];
			Arrays.setAll(p, i -> i < wrong ? 0.1 : 0.6 + 0.3 * random.nextDouble());
			records.addAll(repeat(repeat, foldOf, p));
		}
		final LabelVerdict verdict = new FoldLossDetector(false).judge(new LabelEvidence(records, new int[n], 2));
		for (int i = 0; i < wrong; i++)
			assertTrue(verdict.suspicious()[i], "image " + i);
		assertTrue(verdict.count() < wrong + 5, "called wrong: " + verdict.count());
	}
}
