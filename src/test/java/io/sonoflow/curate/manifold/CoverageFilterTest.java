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
package io.sonoflow.curate.manifold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.metric.Summary;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

/** The selection that covers more: what it guarantees, and what it gains on simulated sets. */
class CoverageFilterTest {

	/** Sets of any kind, also with copies: precision is never below algorithm 1's, and the number is what was asked for. */
	@Test
	void isAsPreciseAsAlgorithmOne() {
		int smaller = 0;
		for (int trial = 0; trial < 60; trial++) {
			final Mixture mixture = new Mixture(trial, 0.3 + 0.1 * (trial % 5), 0.2 * (trial % 4));
			final Features real = mixture.real(0, 60);
			final Features fake = mixture.generated(200);
			final int k = 1 + trial % 12;
			final int possible = FaithfulFilter.run(real, fake, k, Monitor.NONE).rows().length;
			if (possible == 0) continue;
			final int keep = trial % 3 == 0 ? 0 : 1 + trial * 7 % possible;
			final CoverageFilter.Result result = CoverageFilter.run(real, fake, k, keep, Monitor.NONE);
			assertEquals(keep == 0 ? (possible + 1) / 2 : keep, result.order().length);
			final int[] sorted = result.order().clone();
			Arrays.sort(sorted);
			assertArrayEquals(sorted, result.rows());
			final boolean[] inside = Hyperspheres.of(real, "real", Monitor.NONE, 3).cover(fake, Monitor.NONE).of(3).inside();
			final double before = share(result.filter().rows(), inside);
			assertTrue(share(result.rows(), inside) >= before, "trial " + trial);
			for (final int row : result.rows())
				assertTrue(result.filter().kept()[row]);
			if (before < 1) smaller++;
		}
		assertTrue(smaller > 20, smaller + " trials with images outside");
	}

	private static double share(final int[] rows, final boolean[] inside) {
		return (double) Arrays.stream(rows).filter(i -> inside[i]).count() / rows.length;
	}

	/** A generator that repeats itself and favours common kinds: more recall and coverage, on real images never seen too. */
	@Test
	void coversMoreThanAsManyImagesOfAlgorithmOne() {
		final int sets = 6;
		final double[][] gains = new double[5][sets];
		for (int s = 0; s < sets; s++) {
			final Mixture mixture = new Mixture(100 + s, 0.4, 0.5);
			final Features real = mixture.real(0, 150);
			final Features fake = mixture.generated(900);
			final CoverageFilter.Result result = CoverageFilter.run(real, fake, FaithfulFilter.defaultK(150), 0,
				Monitor.NONE);
			final CoverageFilter.Comparison seen = CoverageFilter.compare(real, fake, result, 3, s, Monitor.NONE);
			final CoverageFilter.Comparison other = CoverageFilter.compare(mixture.real(1, 150), fake, result, 3, s,
				Monitor.NONE);
			assertTrue(seen.selection().precision() >= seen.filter().precision());
			gains[0][s] = seen.selection().recall() - seen.filter().recall();
			gains[1][s] = seen.selection().recall() - seen.thinned().recall();
			gains[2][s] = seen.selection().coverage() - seen.thinned().coverage();
			gains[3][s] = other.selection().recall() - other.thinned().recall();
			gains[4][s] = other.selection().precision() - other.thinned().precision();
		}
		for (int g = 0; g < 4; g++) {
			final Summary gain = Summary.of(gains[g]);
			assertTrue(gain.mean() - 2 * gain.std() / Math.sqrt(sets) > 0, "gain " + g + ": " + Arrays.toString(gains[g]));
		}
		assertTrue(Summary.of(gains[4]).mean() > -0.04, "precision of others: " + Arrays.toString(gains[4]));
	}

	@Test
	void takesOneOfEachPileOfCopies() {
		final Features real = Features.of(new float[][] { { 0 }, { 1 }, { 2 }, { 3 }, { 4 } });
		final Features fake = Features.of(new float[][] { { 0 }, { 0 }, { 0 }, { 2 }, { 2 }, { 4 } });
		final CoverageFilter.Result result = CoverageFilter.run(real, fake, 1, 3, Monitor.NONE);
		assertArrayEquals(new int[] { 0, 3, 5 }, result.rows());
		// The first taken is the first of those nearest to a real image, the next the farthest from it.
		assertArrayEquals(new int[] { 0, 5, 3 }, result.order());
	}

	@Test
	void refusesImpossibleNumbers() {
		final Features real = KidTest.gaussian(1, 40, 3, 0);
		final Features fake = KidTest.gaussian(2, 20, 3, 0);
		final String text = assertThrows(SonoflowException.Input.class, () -> CoverageFilter.run(real, fake, 5, 21,
			Monitor.NONE)).getMessage();
		assertTrue(text.contains("keep is 21"), text);
		assertThrows(SonoflowException.Input.class, () -> CoverageFilter.run(real, fake, 5, -1, Monitor.NONE));
		assertThrows(SonoflowException.Input.class, () -> CoverageFilter.run(real, fake, 40, 0, Monitor.NONE));
		assertEquals(0, CoverageFilter.run(real, KidTest.gaussian(2, 20, 3, 100), 5, 0, Monitor.NONE).rows().length);
	}
}
