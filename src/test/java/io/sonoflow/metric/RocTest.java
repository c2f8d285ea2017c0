package io.sonoflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
		final Baseline negative = Baseline.alwaysNegative(0.2);
		assertEquals(0.8, negative.accuracy(), 1e-12);
		assertEquals(0, negative.f1());
		final Baseline random = Baseline.random(new double[] { 0.8, 0.2 }, 1);
		assertEquals(0.68, random.accuracy(), 1e-12);
		assertEquals(0.2, random.precision(), 1e-12);
		assertEquals(0.2, random.recall(), 1e-12);
		assertEquals(0.2, random.f1(), 1e-12);
		assertEquals(0.5, random.auc());
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
