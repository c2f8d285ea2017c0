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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** KID against the fixtures and against its own definition. */
class KidTest {

	private static void matches(final String name, final Features real, final Features fake) {
		final double expected = Fixture.scores().getAsJsonObject("kid").get(name).getAsDouble();
		assertEquals(expected, Kid.whole(real, fake).value(), 1e-9 * Math.abs(expected) + 1e-13, name);
	}

	@Test
	void wholeSetsAsInTheFixtures() {
		final Features real = Fixture.features("random", "real");
		final Features fake = Fixture.features("random", "fake");
		matches("random", real, fake);
		matches("random_swapped", fake, real);
		matches("real_halves", real.select(IntStream.range(0, 150).map(i -> 2 * i).toArray()), real.select(IntStream.range(
			0, 150).map(i -> 2 * i + 1).toArray()));
		matches("few", Fixture.features("few", "real"), Fixture.features("few", "fake"));
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
