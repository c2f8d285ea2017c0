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

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Algorithm 1 and its sweep. */
class FilterTest {

	@Tag(Fixtures.TAG)
	@Test
	void keepsWhatTheFixtureHasInside() {
		for (final String name : HyperspheresTest.sets()) {
			final Npz npz = Fixtures.npz("manifold", name);
			for (final int k : HyperspheresTest.neighbours(npz)) {
				final FaithfulFilter.Result result = FaithfulFilter.run(KidTest.features(name, "real"), KidTest.features(name,
					"fake"), k, Monitor.NONE);
				final int[] inside = npz.get("fake_inside_k" + k).ints();
				assertArrayEquals(IntStream.range(0, inside.length).filter(i -> inside[i] == 1).toArray(), result.rows());
			}
		}
	}

	@Test
	void kGrowsWithTheNumberOfRealImages() {
		assertEquals(50, FaithfulFilter.defaultK(880));
		assertEquals(1, FaithfulFilter.defaultK(2));
		assertEquals(6, FaithfulFilter.defaultK(100));
	}

	/** Sets with copies, ties and clusters of any size. */
	private static Features some(final RandomStream random, final int columns) {
		final float[][] rows = new float[4 + random.nextInt(60)][columns];
		final float spread = random.chance(0.5) ? 1 : 4;
		for (int r = 0; r < rows.length; r++)
			for (int c = 0; c < columns; c++)
				rows[r][c] = random.chance(0.3) ? Math.round(spread * random.nextGaussian()) : r > 0 && random.chance(0.3)
					? rows[r - 1][c] : (float) (spread * random.nextGaussian());
		return Features.of(rows);
	}

	/** The invariant of the publication's figure: for a fixed reference and k' up to k precision(k') never falls. */
	@Test
	void filteringNeverLowersPrecisionOfASmallerK() {
		int filtered = 0;
		int raised = 0;
		for (int trial = 0; trial < 300; trial++) {
			final RandomStream random = RandomStream.of(11, "invariant", trial);
			final int columns = 1 + random.nextInt(5);
			final Features real = some(random, columns);
			final Features fake = some(random, columns);
			final int k = 1 + random.nextInt(real.rows() - 1);
			final int[] kept = FaithfulFilter.run(real, fake, k, Monitor.NONE).rows();
			if (kept.length == 0 || kept.length == fake.rows()) continue;
			filtered++;
			final int smaller = 1 + random.nextInt(k);
			final Hyperspheres balls = Hyperspheres.of(real, "real", Monitor.NONE, smaller);
			final double before = balls.cover(fake, Monitor.NONE).of(smaller).insideShare();
			final double after = balls.cover(fake.select(kept), Monitor.NONE).of(smaller).insideShare();
			assertTrue(after >= before, "trial " + trial + ": " + before + " to " + after);
			if (after > before) raised++;
		}
		assertTrue(filtered > 100 && raised > 50, filtered + " trials, raised in " + raised);
	}

	@Test
	void theSweepIsTheFilterAndTheScoresOfEachK() {
		final Features real = KidTest.gaussian(1, 70, 8, 0);
		final Features fake = KidTest.gaussian(2, 120, 8, 0.5);
		final Features logits = KidTest.gaussian(3, 120, 5, 0);
		final FilterSweep.Result sweep = FilterSweep.run(real, fake, logits, 9, Monitor.NONE, 20, 2, 6, 6);
		assertArrayEquals(new int[] { 2, 6, 20 }, sweep.rows().stream().mapToInt(FilterSweep.Row::k).toArray());
		for (final FilterSweep.Row row : List.of(sweep.all(), sweep.rows().get(0), sweep.rows().get(1), sweep.rows().get(
			2)))
		{
			final int[] kept = row.k() == 0 ? IntStream.range(0, 120).toArray() : FaithfulFilter.run(real, fake, row.k(),
				Monitor.NONE).rows();
			final Features chosen = fake.select(kept);
			final ManifoldScores scores = ManifoldScores.of(real, chosen, 3, Monitor.NONE);
			assertEquals(kept.length, row.kept());
			assertEquals(120 - kept.length, row.dropped());
			assertEquals(scores.precision(), row.precision());
			assertEquals(scores.recall(), row.recall());
			assertEquals(Fid.between(real, chosen), row.fid(), 1e-9);
			assertEquals(Kid.score(real, chosen, 9).mean(), row.kid(), 1e-12);
			assertEquals(Kid.score(real, chosen, 9).std(), row.kidStd(), 1e-12);
			assertEquals(InceptionScore.of(logits.select(kept), InceptionScore.parts(kept.length)).mean(), row.inception(), 1e-12);
		}
		assertTrue(sweep.rows().get(0).kept() > 10 && sweep.rows().get(0).dropped() > 10);
	}

	@Test
	void aSweepThatKeepsTooFewHasNoScores() {
		final Features real = KidTest.gaussian(1, 40, 3, 0);
		final Features fake = KidTest.gaussian(2, 20, 3, 100);
		final FilterSweep.Row row = FilterSweep.run(real, fake, null, 9, Monitor.NONE, 2).rows().get(0);
		assertEquals(0, row.kept());
		assertTrue(Double.isNaN(row.fid()) && Double.isNaN(row.recall()) && Double.isNaN(row.precision()));
	}

	@Test
	void refusesImpossibleK() {
		final Features real = KidTest.gaussian(1, 40, 3, 0);
		assertThrows(SonoflowException.Input.class, () -> FilterSweep.run(real, real, null, 9, Monitor.NONE, 3, 40));
		assertThrows(SonoflowException.Input.class, () -> FilterSweep.run(real, real.select(0, 1, 2), null, 9,
			Monitor.NONE, 3));
	}
}
