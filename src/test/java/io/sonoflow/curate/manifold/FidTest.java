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

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;

import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** FID against the fixtures and closed forms. */
class FidTest {

	private static void near(final double expected, final double actual, final double relative) {
		assertEquals(expected, actual, relative * Math.abs(expected));
	}

	private static Features relu(final Features set) {
		final float[] values = new float[set.rows() * set.columns()];
		for (int i = 0; i < values.length; i++)
			values[i] = Math.max(0, set.get(i / set.columns(), i % set.columns()));
		return Features.of(values, set.columns());
	}

	private static Features first(final Features set, final int rows) {
		return set.select(IntStream.range(0, rows).toArray());
	}

	/** The sets are the file random's: whole, after a ReLU, the real one with itself, and their first rows. */
	@Tag(Fixtures.TAG)
	@Test
	void setsOfTheFixture() {
		final JsonObject cases = KidTest.scores("fid");
		assertFalse(cases.isEmpty());
		for (final String name : cases.keySet()) {
			final JsonObject numbers = cases.getAsJsonObject(name);
			final double expected = numbers.get("fid_symmetric_eigen").getAsDouble();
			final Features real = KidTest.features("random", "real");
			final Features fake = KidTest.features("random", "fake");
			switch (name) {
				case "full_rank" -> {
					near(expected, Fid.between(real, fake), 1e-9);
					near(expected, Fid.between(fake, real), 1e-9);
				}
				case "relu_features" -> near(expected, Fid.between(relu(real), relu(fake)), 1e-9);
				case "same_set" -> assertEquals(0, Fid.between(real, real), 1e-10);
				// Fewer rows than features: the reference, with its roots of eigenvalues that should be 0, is exact to 1e-6 only.
				default -> assertEquals(expected, Fid.between(first(real, numbers.getAsJsonArray("n")
					.get(0).getAsInt()), first(fake, numbers.getAsJsonArray("n").get(1).getAsInt())), 1e-6);
			}
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void statisticsOfTheFixture() {
		final JsonObject expected = KidTest.scores("fid", "full_rank");
		final Npz stats = Fixtures.npz("manifold", "fid_full_rank_stats");
		near(expected.get("fid_symmetric_eigen").getAsDouble(), Fid.between(stats.get("mu_real")
			.doubles(), stats.get("sigma_real").doubles(), stats.get("mu_fake").doubles(), stats.get("sigma_fake").doubles()),
			1e-9);
	}

	private static double[] vector(final JsonElement array) {
		return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).flatMapToDouble(e -> e.isJsonArray()
			? java.util.Arrays.stream(vector(e)) : java.util.stream.DoubleStream.of(e.getAsDouble())).toArray();
	}

	@Tag(Fixtures.TAG)
	@Test
	void gaussiansInClosedForm() {
		final JsonArray gaussians = Fixtures.json("manifold", "scores").getAsJsonArray("gaussians");
		assertFalse(gaussians.isEmpty());
		for (final JsonElement element : gaussians) {
			final JsonObject g = element.getAsJsonObject();
			final double fid = Fid.between(vector(g.get("mu1")), vector(g.get("sigma1")), vector(g.get("mu2")), vector(g.get(
				"sigma2")));
			// The root of an eigenvalue that should be 0 is 1e-8.
			assertEquals(g.get("fid_exact").getAsDouble(), fid, g.get("name").getAsString().equals("rank_one") ? 1e-6
				: 1e-9, g.get("name").getAsString());
		}
	}

	/** Both ways to the trace agree where both are possible, also when the larger set passes in several blocks. */
	@Test
	void fewImagesAndManyFeatures() {
		final Features real = KidTest.gaussian(1, 60, 40, 0);
		final Features fake = KidTest.gaussian(2, 2500, 40, 0.3);
		final double full = Fid.between(real, fake);
		final double[] mean1 = Moments.mean(real);
		final double[] mean2 = Moments.mean(fake);
		final double root = CrossGram.singularSum(real, mean1, fake, mean2) / Math.sqrt(59.0 * 2499);
		final double means = IntStream.range(0, 40).mapToDouble(i -> Math.pow(mean1[i] - mean2[i], 2)).sum();
		near(full, means + Moments.trace(real, mean1) + Moments.trace(fake, mean2) - 2 * root, 1e-10);
	}

	/** Exact where the route by roots of covariances leaves 1e-6: a set against itself, with many copies. */
	@Test
	void fewImagesAgainstThemselves() {
		final Features few = KidTest.gaussian(1, 30, 64, 0);
		final Features copies = few.select(IntStream.range(0, 60).map(i -> i / 2).toArray());
		assertEquals(0, Fid.between(few, few), 1e-11);
		assertEquals(0, Fid.between(copies, copies), 1e-11);
	}

	@Test
	void warnsWhenThereAreFewerImagesThanFeatures() {
		final Features few = KidTest.gaussian(1, 30, 64, 0);
		final Features many = KidTest.gaussian(1, 64, 64, 0);
		assertTrue(Fid.warning(many, many).isEmpty());
		final String text = Fid.warning(many, few).orElseThrow();
		assertTrue(text.contains("30 synthetic images") && text.contains("64 features") && text.contains("KID"), text);
		assertTrue(Fid.warning(few, many).orElseThrow().contains("30 real images"));
	}

	@Test
	void refusesWhatItCannotCompare() {
		final Features real = KidTest.gaussian(1, 30, 64, 0);
		assertThrows(SonoflowException.Input.class, () -> Fid.between(real, real.select(3)));
		assertThrows(SonoflowException.Input.class, () -> Fid.between(real, KidTest.gaussian(1, 30, 63, 0)));
		assertThrows(SonoflowException.Input.class, () -> Fid.between(new double[2], new double[4], new double[2],
			new double[3]));
	}
}
