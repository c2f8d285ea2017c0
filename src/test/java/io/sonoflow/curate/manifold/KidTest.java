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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** KID against the fixtures and against its own definition. */
class KidTest {

	/** {@return the {@code real} or {@code fake} features of one file of the fixtures} */
	static Features features(final String name, final String which) {
		final Npz.Array array = Fixtures.npz("manifold", name).get(which);
		return Features.of(array.floats(), Math.toIntExact(array.shape()[1]));
	}

	/** {@return a part of the fixtures' expected numbers} */
	static JsonObject scores(final String... part) {
		return Fixtures.json("manifold", "scores", part);
	}

	/** {@return every second row, from the given one on} */
	private static Features half(final Features set, final int first) {
		return set.select(IntStream.range(0, set.rows()).filter(i -> i % 2 == first).toArray());
	}

	@Tag(Fixtures.TAG)
	@Test
	void wholeSetsAsInTheFixtures() {
		final JsonObject cases = scores("kid");
		assertFalse(cases.isEmpty());
		for (final String name : cases.keySet()) {
			// "real_halves" is of the file random's real features
			final String file = name.equals("real_halves") ? "random" : name.replace("_swapped", "");
			final Features real = features(file, "real");
			final Features fake = features(file, "fake");
			final double own = (name.equals("real_halves") ? Kid.whole(half(real, 0), half(real, 1)) : name.endsWith("_swapped")
				? Kid.whole(fake, real) : Kid.whole(real, fake)).value();
			final double expected = cases.get(name).getAsDouble();
			assertEquals(expected, own, 1e-9 * Math.abs(expected) + 1e-13, name);
		}
	}

	/** Images with Gaussian features about a mean. */
	static Features gaussian(final long seed, final int rows, final int columns, final double mean) {
		final RandomStream random = RandomStream.of(seed, "test features");
		final float[] values = new float[rows * columns];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (mean + random.nextGaussian());
		return Features.of(values, columns);
	}

	private static double kernel(final Features a, final int i, final Features b, final int j) {
		double product = 0;
		for (int c = 0; c < a.columns(); c++)
			product += (double) a.get(i, c) * b.get(j, c);
		return Math.pow(product / a.columns() + 1, 3);
	}

	/** Blocks of more rows than one, written out from the definition. */
	@Test
	void severalBlocksAreSummedOnce() {
		final Features real = gaussian(1, 2100, 3, 0);
		final Features fake = gaussian(2, 2060, 3, 0.2);
		double rr = 0;
		double ff = 0;
		double rf = 0;
		for (int i = 0; i < real.rows(); i++)
			for (int j = 0; j < real.rows(); j++)
				if (i != j) rr += kernel(real, i, real, j);
		for (int i = 0; i < fake.rows(); i++)
			for (int j = 0; j < fake.rows(); j++)
				if (i != j) ff += kernel(fake, i, fake, j);
		for (int i = 0; i < real.rows(); i++)
			for (int j = 0; j < fake.rows(); j++)
				rf += kernel(real, i, fake, j);
		final double expected = rr / (2100.0 * 2099) + ff / (2060.0 * 2059) - 2 * rf / (2100.0 * 2060);
		assertEquals(expected, Kid.whole(real, fake).value(), 1e-9);
	}

	@Test
	void theJackknifeIsTheSpreadOfOtherImages() {
		final int repeats = 60;
		final double[] values = new double[repeats];
		double error = 0;
		for (int r = 0; r < repeats; r++) {
			final Kid.Whole whole = Kid.whole(gaussian(100 + r, 80, 8, 0), gaussian(900 + r, 60, 8, 0.5));
			values[r] = whole.value();
			error += whole.standardError() / repeats;
		}
		final double spread = io.sonoflow.metric.Summary.of(values).std();
		assertEquals(1, error / spread, 0.3, "jackknife " + error + ", spread " + spread);
	}

	@Test
	void subsetsAgreeWithTheWholeAndDependOnlyOnTheSeed() {
		final Features real = gaussian(3, 300, 6, 0);
		final Features fake = gaussian(4, 500, 6, 0.4);
		final Kid.Whole whole = Kid.whole(real, fake);
		final Kid.Score score = Kid.score(real, fake, 100, 100, 7);
		assertEquals(100, score.size());
		assertEquals(whole.value(), score.mean(), 4 * score.std() / 10);
		assertEquals(score, Kid.score(real, fake, 100, 100, 7));
		assertTrue(score.mean() != Kid.score(real, fake, 100, 100, 8).mean());
	}

	/** The way that computes a whole set's sums once gives what the general way gives. */
	@Test
	void aSetThatIsOneSubset() {
		final Features real = gaussian(5, 90, 6, 0);
		final Features fake = gaussian(6, 400, 6, 0.4);
		final Kid.Score score = Kid.score(real, fake, 40, 1000, 7);
		assertEquals(90, score.size());
		assertEquals(40, score.subsets());
		assertEquals(Kid.whole(real, fake).value(), score.mean(), 4 * score.std() / Math.sqrt(40));
		final Kid.Score swapped = Kid.score(fake, real, 40, 1000, 7);
		assertEquals(Kid.whole(real, fake).value(), swapped.mean(), 4 * swapped.std() / Math.sqrt(40));
		final Kid.Score single = Kid.score(real, fake.select(IntStream.range(0, 90).toArray()), 40, 1000, 7);
		assertEquals(1, single.subsets());
		assertTrue(single.std() > 0);
	}

	@Test
	void refusesWhatItCannotCompare() {
		final Features real = gaussian(1, 5, 4, 0);
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Kid.whole(real, real.select(0))).getMessage()
			.contains("1 synthetic image"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Kid.score(real, gaussian(1, 5, 3, 0), 0))
			.getMessage().contains("4 features and the synthetic ones 3"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Features.of(new float[] { 1, 2, 3, Float.NaN }, 2,
			row -> "b" + row + ".png")).getMessage().contains("b1.png"));
	}
}
