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
package io.sonoflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class RocTest {

	@Test
	void curveRunsFromCornerToCornerWithOnePointPerThreshold() {
		final Roc roc = Roc.of(new boolean[] { true, false, true, false }, new double[] { 0.9, 0.5, 0.5, 0.1 });
		assertEquals(4, roc.size());
		assertEquals(0, roc.sensitivity(0));
		assertEquals(0, roc.falseAlarms(0));
		assertEquals(0.5, roc.sensitivity(1));
		assertEquals(0, roc.falseAlarms(1));
		assertEquals(1, roc.sensitivity(2));
		assertEquals(0.5, roc.falseAlarms(2));
		assertEquals(1, roc.falseAlarms(3));
		assertEquals(3.5 / 4, roc.auc());
	}

	@Test
	void signedZerosAreATie() {
		assertEquals(0.5, Roc.of(new boolean[] { true, false }, new double[] { 0.0, -0.0 }).auc());
	}

	@Test
	void baselinesAreThePublishedOnes() {
		final double[] shares = { 0.8, 0.2 };
		assertEquals(new ClassifierScores(0.8, 0, 0, 0, 0.5), ClassifierScores.alwaysNegative(shares, 1));
		final ClassifierScores random = ClassifierScores.random(shares, 1);
		assertEquals(0.68, random.accuracy(), 1e-12);
		assertEquals(0.2, random.precision(), 1e-12);
		assertEquals(0.2, random.recall(), 1e-12);
		assertEquals(0.2, random.f1(), 1e-12);
		assertEquals(0.5, random.auc());
	}

	/** The formulas of the baselines against classifiers that do what they say. */
	@Test
	void baselinesWithoutAPositiveClassAreMeansOverTheClasses() {
		final double[] shares = { 0.2, 0.5, 0.3 };
		final int[] truth = { 0, 0, 1, 1, 1, 1, 1, 2, 2, 2 };
		final int[] always = new int[10];
		Arrays.fill(always, 1);
		final Confusion.Scores expected = Confusion.of(truth, always, 3).macro();
		final ClassifierScores own = ClassifierScores.alwaysNegative(shares, ClassifierScores.NO_POSITIVE);
		assertEquals(0.5, own.accuracy(), 1e-12);
		assertEquals(expected.precision(), own.precision(), 1e-12);
		assertEquals(expected.recall(), own.recall(), 1e-12);
		assertEquals(expected.f1(), own.f1(), 1e-12);
	}

	@Test
	void scoresAreOfThePositiveClass() {
		final double[][] p = { { 0.9, 0.1 }, { 0.4, 0.6 }, { 0.2, 0.8 }, { 0.7, 0.3 } };
		final ClassifierScores scores = ClassifierScores.of(new int[] { 0, 0, 1, 1 }, new int[] { 0, 1, 1, 0 }, p, 1);
		assertEquals(new ClassifierScores(0.5, 0.5, 0.5, 0.5, 0.75), scores);
		assertEquals(0.75, ClassifierScores.of(new int[] { 0, 0, 1, 1 }, new int[] { 0, 1, 1, 0 }, p,
			ClassifierScores.NO_POSITIVE).auc());
	}

	@Test
	void summaryLeavesOutWhatIsNoNumber() {
		final Summary summary = Summary.of(1, Double.NaN, 3);
		assertEquals(2, summary.mean());
		assertEquals(Math.sqrt(2), summary.std(), 1e-15);
		assertEquals(2, summary.count());
		assertTrue(Double.isNaN(Summary.of(1).std()));
		assertTrue(Double.isNaN(Summary.of().mean()));
	}
}
