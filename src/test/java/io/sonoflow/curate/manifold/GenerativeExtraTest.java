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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** AuthPct, CT and Vendi against dgm-eval's own code. */
class GenerativeExtraTest {

	private static final String TOPIC = "generative_extra";

	private static Features features(final Npz arrays, final String name) {
		final Npz.Array array = arrays.get(name);
		return Features.of(array.floats(), Math.toIntExact(array.shape()[1]));
	}

	private static Features rows(final Features set, final int from, final int to) {
		return set.select(IntStream.range(from, to).toArray());
	}

	@Tag(Fixtures.TAG)
	@Test
	void asInTheFixtures() {
		final Npz arrays = Fixtures.npz(TOPIC, "features");
		final Features train = features(arrays, "train");
		final Features test = features(arrays, "test");
		final int half = (test.rows() + 1) / 2;
		int seen = 0;
		for (final JsonElement each : Fixtures.json(TOPIC, "scores").getAsJsonArray("cases")) {
			final JsonObject expected = each.getAsJsonObject();
			final String name = expected.get("name").getAsString();
			final Features generated = features(arrays, expected.get("key").getAsString());
			assertEquals(expected.get("authpct_dgm_eval").getAsDouble(), Authenticity.percent(train, generated, Monitor.NONE),
				name);
			close(expected.get("ct"), CopyTest.ct(train, test, generated, CopyTest.CELLS, 0, Monitor.NONE), 1e-9, name + " ct");
			close(expected.get("ct_mode"), CopyTest.ct(rows(test, 0, half), rows(test, half, test.rows()), generated,
				CopyTest.CELLS, 0, Monitor.NONE), 1e-9, name + " ct_mode");
			close(expected.get("ct_mem"), CopyTest.ct(generated, test, train, CopyTest.CELLS, 0, Monitor.NONE), 1e-9, name +
				" ct_mem");
			close(expected.getAsJsonObject("vendi").get("dgm_eval.linear.q1"), Vendi.of(generated), 1e-8, name + " vendi");
			seen++;
		}
		assertEquals(4, seen);
	}

	/** More than 64 features: principal components of the training images. Fewer images than features: the other product. */
	@Tag(Fixtures.TAG)
	@Test
	void wideFeatures() {
		final Npz arrays = Fixtures.npz(TOPIC, "features");
		final Features generated = features(arrays, "wide.gen");
		close(Fixtures.json(TOPIC, "scores", "ct_wide").get("ct"), CopyTest.ct(features(arrays, "wide.train"), features(arrays,
			"wide.test"), generated, CopyTest.CELLS, 0, Monitor.NONE), 1e-9, "ct");
	}

	@Test
	void vendiCountsDifferentImages() {
		assertEquals(1, Vendi.of(Features.of(new float[] { 1, 2, 3, 2, 4, 6, 1, 2, 3 }, 3)), 1e-12);
		final float[] unit = new float[25];
		for (int i = 0; i < 5; i++)
			unit[6 * i] = 3 + i;
		assertEquals(5, Vendi.of(Features.of(unit, 5)), 1e-12);
		final float[] wide = new float[4 * 10];
		for (int i = 0; i < 4; i++)
			wide[11 * i] = 1;
		assertEquals(4, Vendi.of(Features.of(wide, 10)), 1e-12);
		assertTrue(Double.isNaN(Vendi.of(Features.of(new float[] { 0, 0, 1, 1 }, 2))));
	}

	/** Copies with a little noise, against draws of the same law. */
	@Test
	void copiesAreSeen() {
		final Features train = KidTest.gaussian(1, 200, 8, 0);
		final Features test = KidTest.gaussian(2, 100, 8, 0);
		final Features fresh = KidTest.gaussian(3, 150, 8, 0);
		final float[] near = new float[150 * 8];
		for (int i = 0; i < near.length; i++)
			near[i] = train.get(i / 8, i % 8) + 0.01f * fresh.get(i / 8, i % 8);
		final Features copies = Features.of(near, 8);
		assertEquals(0, Authenticity.percent(train, copies, Monitor.NONE), 1);
		assertTrue(Authenticity.percent(train, fresh, Monitor.NONE) > 40);
		assertTrue(CopyTest.ct(train, test, copies, 3, 0, Monitor.NONE) < -3);
		assertEquals(0, CopyTest.ct(train, test, fresh, 3, 0, Monitor.NONE), 2.5);
	}

	private static void close(final JsonElement expected, final double value, final double tolerance, final String name) {
		assertEquals(expected.getAsDouble(), value, tolerance * Math.max(1, Math.abs(expected.getAsDouble())), name);
	}
}
