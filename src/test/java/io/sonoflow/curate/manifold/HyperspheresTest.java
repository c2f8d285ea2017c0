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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Radii, masks and the scores made of them against the fixtures, and float32 screening against plain double precision. */
class HyperspheresTest {

	/** {@return the files with real and synthetic features} */
	static List<String> sets() {
		return KidTest.scores("precision_recall").keySet().stream().filter(name -> !name.endsWith("_behaviour")).toList();
	}

	/** {@return the numbers of neighbours that the file has masks for} */
	static int[] neighbours(final Npz npz) {
		return Fixtures.matches(npz.all().keySet(), "fake_inside_k(\\d+)").stream().mapToInt(Integer::parseInt).toArray();
	}

	private static void masks(final Npz npz, final Hyperspheres balls, final String which, final Features other,
		final String key, final int k)
	{
		assertArrayEquals(npz.get("radii_" + which + "_k" + k).doubles(), balls.radii(k), 1e-9);
		final Hyperspheres.Of cover = balls.cover(other, Monitor.NONE).of(k);
		final long[] expected = npz.get(key + "_inside_k" + k).longs();
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i] == 1, cover.inside()[i], key + " " + i + " of k " + k);
		if (key.equals("fake")) assertArrayEquals(npz.get("n_balls_k" + k).ints(), cover.balls());
	}

	@Tag(Fixtures.TAG)
	@Test
	void radiiAndMasksOfTheFixtures() {
		for (final String name : sets()) {
			final Npz npz = Fixtures.npz("manifold", name);
			final Features real = KidTest.features(name, "real");
			final Features fake = KidTest.features(name, "fake");
			final int[] ks = neighbours(npz);
			assertTrue(ks.length > 0, name);
			final Hyperspheres ofReal = Hyperspheres.of(real, "real", Monitor.NONE, ks);
			final Hyperspheres ofFake = Hyperspheres.of(fake, "synthetic", Monitor.NONE, ks);
			for (final int k : ks) {
				masks(npz, ofReal, "real", fake, "fake", k);
				masks(npz, ofFake, "fake", real, "real", k);
			}
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void scoresOfTheFixtures() {
		final JsonObject all = KidTest.scores("precision_recall");
		assertFalse(sets().isEmpty());
		for (final String name : sets())
			for (final String key : all.getAsJsonObject(name).keySet()) {
				final JsonObject expected = all.getAsJsonObject(name).getAsJsonObject(key);
				final ManifoldScores scores = ManifoldScores.of(KidTest.features(name, "real"), KidTest.features(name, "fake"),
					Integer.parseInt(key.substring(1)), Monitor.NONE);
				assertEquals(expected.get("precision").getAsDouble(), scores.precision(), name + key);
				assertEquals(expected.get("recall").getAsDouble(), scores.recall(), name + key);
				final JsonObject prdc = expected.getAsJsonObject("prdc");
				assertEquals(prdc.get("density").getAsDouble(), scores.density(), name + key);
				assertEquals(prdc.get("coverage").getAsDouble(), scores.coverage(), name + key);
			}
	}

	@Tag(Fixtures.TAG)
	@Test
	void nearestImagesAndDistancesOfTheFixture() {
		int checked = 0;
		for (final String name : sets()) {
			final Npz npz = Fixtures.npz("manifold", name);
			if (!npz.all().containsKey("dist_real_fake")) continue;
			checkNearest(name, npz.get("dist_real_fake"));
			checked++;
		}
		assertTrue(checked > 0);
	}

	/** The file has the distances of the first real rows. */
	private static void checkNearest(final String name, final Npz.Array array) {
		final int rows = (int) array.shape()[0];
		final int points = (int) array.shape()[1];
		final double[] distances = array.doubles();
		final Features real = KidTest.features(name, "real").select(java.util.stream.IntStream.range(0, rows).toArray());
		final Hyperspheres.Cover cover = Hyperspheres.of(real, "real", Monitor.NONE, 3).cover(KidTest.features(name, "fake"),
			Monitor.NONE);
		for (int f = 0; f < points; f++) {
			int best = 0;
			for (int r = 1; r < rows; r++)
				if (distances[r * points + f] < distances[best * points + f]) best = r;
			assertEquals(best, cover.nearest()[f], name);
			assertEquals(distances[best * points + f], cover.distance()[f], 1e-12 * Math.max(1, distances[best * points + f]),
				name);
		}
	}

	private static double squared(final Features a, final int i, final Features b, final int j) {
		return a.squaredDistance(i, b, j);
	}

	/** Everything from all distances in double precision. */
	private static void matchesPlain(final Features set, final Features points, final int... ks) {
		final Hyperspheres balls = Hyperspheres.of(set, "real", Monitor.NONE, ks);
		final Hyperspheres.Cover cover = balls.cover(points, Monitor.NONE);
		for (final int k : ks) {
			final double[] radii = new double[set.rows()];
			for (int i = 0; i < radii.length; i++) {
				final int self = i;
				radii[i] = java.util.stream.IntStream.range(0, set.rows()).filter(j -> j != self).mapToDouble(j -> squared(set,
					self, set, j)).sorted().skip(k - 1).findFirst().orElseThrow();
			}
			assertArrayEquals(Arrays.stream(radii).map(Math::sqrt).toArray(), balls.radii(k), 0.0);
			final boolean[] hit = new boolean[set.rows()];
			for (int p = 0; p < points.rows(); p++) {
				int inside = 0;
				int strict = 0;
				for (int j = 0; j < radii.length; j++) {
					if (squared(points, p, set, j) <= radii[j]) inside++;
					if (squared(points, p, set, j) < radii[j]) {
						strict++;
						hit[j] = true;
					}
				}
				assertEquals(inside > 0, cover.of(k).inside()[p]);
				assertEquals(inside, cover.of(k).balls()[p]);
				assertEquals(strict, cover.of(k).strictBalls()[p]);
			}
			assertArrayEquals(hit, cover.of(k).hit());
		}
		for (int p = 0; p < points.rows(); p++) {
			int best = 0;
			for (int j = 1; j < set.rows(); j++)
				if (squared(points, p, set, j) < squared(points, p, set, best)) best = j;
			assertEquals(best, cover.nearest()[p]);
		}
	}

	/** A lattice far from 0 with the last bits of float32 changed here and there: near ties that float32 products miss. */
	private static Features nearTies(final long seed, final int rows, final int columns, final float offset) {
		final RandomStream random = RandomStream.of(seed, "near ties");
		final float[] values = new float[rows * columns];
		for (int i = 0; i < values.length; i++) {
			values[i] = offset + random.nextInt(3);
			if (random.chance(0.02)) values[i] = random.chance(0.5) ? Math.nextUp(values[i]) : Math.nextDown(values[i]);
		}
		return Features.of(values, columns);
	}

	@Test
	void nearTiesAreDecidedInDoublePrecision() {
		for (final float offset : new float[] { 0, 1, 1000, -1e5f })
			matchesPlain(nearTies(1, 120, 7, offset), nearTies(2, 150, 7, offset), 1, 3, 10, 119);
	}

	/** Differences of one part in 1e9, which no float32 product shows. */
	@Test
	void radiiThatDifferInTheNinthDigit() {
		final float[] values = new float[3 * 2];
		values[0] = 1;
		values[2] = 3;
		values[3] = 6e-5f;
		values[5] = 2;
		final Features set = Features.of(values, 2);
		final Hyperspheres balls = Hyperspheres.of(set, "real", Monitor.NONE, 1);
		// From (3, 6e-5) to (1, 0) it is 2 + 9e-10; points at 2 from (1, 0), and a little further.
		final Features points = Features.of(new float[][] { { -1, 0 }, { 1, -2 }, { 5, 6e-5f }, { 5, 0 } });
		assertTrue(balls.radii(1)[1] > 2 && balls.radii(1)[1] < 2 + 2e-9);
		matchesPlain(set, points, 1, 2);
	}

	@Test
	void ordinaryFeatures() {
		matchesPlain(KidTest.gaussian(1, 200, 33, 0.5), KidTest.gaussian(2, 230, 33, 0.6), 3, 11, 50);
	}

	/** Products that overflow or underflow float32 are decided as well. */
	@Test
	void hugeAndTinyFeatures() {
		for (final float scale : new float[] { 1e37f, 3e18f, 1e-20f, 1e-42f }) {
			final Features set = scaled(KidTest.gaussian(3, 60, 9, 0), scale);
			matchesPlain(set, scaled(KidTest.gaussian(4, 70, 9, 0), scale), 3, 20);
		}
		final float[] extreme = { Float.MAX_VALUE, -Float.MAX_VALUE, 0, 1, Float.MIN_VALUE, -Float.MAX_VALUE };
		matchesPlain(Features.of(extreme, 1), Features.of(extreme, 1), 1, 2);
	}

	private static Features scaled(final Features set, final float scale) {
		final float[] values = new float[set.rows() * set.columns()];
		for (int i = 0; i < values.length; i++)
			values[i] = set.get(i / set.columns(), i % set.columns()) * scale;
		return Features.of(values, set.columns());
	}

	@Test
	void copiesHaveRadiusZeroAndContainThemselves() {
		final Features set = Features.of(new float[][] { { 1, 2 }, { 1, 2 }, { 5, 5 } });
		final Hyperspheres balls = Hyperspheres.of(set, "real", Monitor.NONE, 1);
		assertArrayEquals(new double[] { 0, 0, 5 }, balls.radii(1));
		final Hyperspheres.Of cover = balls.cover(Features.of(new float[][] { { 1, 2 }, { 1, 1.5f } }), Monitor.NONE).of(1);
		// On the border of all three balls: inside for precision, not for density.
		assertEquals(3, cover.balls()[0]);
		assertEquals(0, cover.strictBalls()[0]);
		assertFalse(cover.inside()[1]);
	}

	@Test
	void refusesImpossibleNeighbours() {
		final Features few = KidTest.gaussian(1, 20, 4, 0);
		final String text = assertThrows(SonoflowException.Input.class, () -> Hyperspheres.of(few, "real", Monitor.NONE, 20))
			.getMessage();
		assertTrue(text.contains("k is 20") && text.contains("real images are 20") && text.contains("below 20"), text);
		assertThrows(SonoflowException.Input.class, () -> Hyperspheres.of(few, "real", Monitor.NONE, 0));
		assertThrows(SonoflowException.Input.class, () -> ManifoldScores.of(few, few.select(0, 1, 2), 3, Monitor.NONE));
		assertThrows(SonoflowException.Input.class, () -> ManifoldScores.of(few.select(0), few, 1, Monitor.NONE));
		assertThrows(SonoflowException.Input.class, () -> FaithfulFilter.run(few, KidTest.gaussian(1, 20, 5, 0), 3,
			Monitor.NONE));
	}

	@Test
	void canBeCancelled() {
		final Features few = KidTest.gaussian(1, 20, 4, 0);
		assertThrows(SonoflowException.Cancelled.class, () -> Hyperspheres.of(few, "real", new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		}, 3));
	}
}
