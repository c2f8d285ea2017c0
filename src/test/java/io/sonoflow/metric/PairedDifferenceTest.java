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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

	/** By hand: mean 0.02, s = 0.01, variance (1/3 + 1/2) 1e-4, t(0.975, 2) = 4.302653. */
	@Test
	void workedExample() {
		final PairedDifference difference = PairedDifference.of(new double[] { 0.01, 0.02, 0.03 }, 0.5, 0.95);
		assertEquals(0.02, difference.mean(), 1e-15);
		assertEquals(0.01, difference.std(), 1e-15);
		assertEquals(0.02 - 0.0392777, difference.low(), 1e-6);
		assertEquals(0.02 + 0.0392777, difference.high(), 1e-6);
		assertFalse(difference.excludesZero());
	}

	/** Two that are near each other by chance, or equal ones but for rounding, would have an interval of hardly any width. */
	@Test
	void fewOrEqualDifferencesHaveNoInterval() {
		final PairedDifference one = PairedDifference.of(new double[] { 0.1, Double.NaN }, 0.5, 0.95);
		assertEquals(1, one.count());
		assertEquals(0.1, one.mean());
		final PairedDifference two = PairedDifference.of(new double[] { -0.27, -0.28 }, 1, 0.95);
		assertEquals(-0.275, two.mean(), 1e-15);
		assertTrue(two.std() > 0);
		final double[] equal = { 0.25, 0.25, 0.25 };
		assertTrue(PairedDifference.allEqual(equal));
		final double[] rounded = { 0.3 - 0.2, 0.1, 0.4 - 0.3, 0.8 - 0.7 };
		assertTrue(PairedDifference.allEqual(rounded));
		assertFalse(PairedDifference.allEqual(new double[] { 0.1, 0.1, 0.11 }));
		for (final PairedDifference each : List.of(one, two, PairedDifference.of(equal, 0.5, 0.95), PairedDifference.of(rounded, 0.5,
			0.95)))
		{
			assertTrue(Double.isNaN(each.low()) && Double.isNaN(each.high()));
			assertFalse(each.excludesZero());
		}
	}

	/** Scores are within 0..1, so no difference of them is beyond -1..1. */
	@Test
	void anIntervalEndsWhereNoDifferenceCanBe() {
		final PairedDifference wide = PairedDifference.of(new double[] { -0.8, 0.5, 0.2 }, 0.5, 0.95);
		assertTrue(wide.low() < -1 && wide.high() > 1);
		assertEquals(-1, wide.within(-1, 1).low());
		assertEquals(1, wide.within(-1, 1).high());
		final PairedDifference narrow = PairedDifference.of(new double[] { 0.01, 0.02, 0.03 }, 0.5, 0.95);
		assertEquals(narrow, narrow.within(-1, 1));
		assertTrue(Double.isNaN(PairedDifference.of(new double[] { 0.1 }, 0.5, 0.95).within(-1, 1).low()));
	}

	/** Differences of 4 x 3 trainings share a part: correlation ratio / (1 + ratio), which the correction supposes. */
	@Test
	void coversTheTruthWhereTheNaiveIntervalIsTooNarrow() {
		final Random random = new Random(1);
		final double correlation = 1.0 / 3;
		final double quantile = new TDistribution(11).inverseCumulativeProbability(0.975);
		int covered = 0;
		int naive = 0;
		final int repeats = 4000;
		for (int r = 0; r < repeats; r++) {
			final double shared = Math.sqrt(correlation) * random.nextGaussian();
			final double[] values = new double[12];
			for (int i = 0; i < values.length; i++)
				values[i] = 0.3 + shared + Math.sqrt(1 - correlation) * random.nextGaussian();
			final PairedDifference difference = PairedDifference.of(values, 0.5, 0.95);
			if (difference.low() <= 0.3 && 0.3 <= difference.high()) covered++;
			if (Math.abs(difference.mean() - 0.3) <= quantile * difference.std() / Math.sqrt(12)) naive++;
		}
		assertEquals(0.95, covered / (double) repeats, 0.015);
		assertTrue(naive / (double) repeats < 0.75, "naive " + naive);
	}
}
