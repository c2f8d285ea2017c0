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
package io.sonoflow.curate.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.metric.Roc;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the package of the method's authors. */
@Tag(Fixtures.TAG)
class MarginFixtureTest {

	private static final double TOLERANCE = 1e-12;

	private static Npz arrays;
	private static JsonObject expected;

	@BeforeAll
	static void read() {
		arrays = Fixtures.npz("labelnoise", "aum");
		expected = Fixtures.json("labelnoise", "aum");
	}

	private static boolean[] mask(final String key) {
		final byte[] bytes = arrays.get(key).bytes();
		final boolean[] mask = new boolean[bytes.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = bytes[i] != 0;
		return mask;
	}

	/** Margins as the recorder makes them, draw by draw from logits. */
	private static double[][] margins(final String key, final int[] labels) {
		final long[] shape = arrays.get(key + ".logits").shape();
		final double[] logits = arrays.get(key + ".logits").doubles();
		final int epochs = (int) shape[1];
		final int classes = (int) shape[2];
		final EpochMeans means = new EpochMeans((int) shape[0], epochs);
		for (int i = 0; i < shape[0]; i++)
			for (int e = 0; e < epochs; e++) {
				final float[] row = new float[classes];
				final double[] exact = Arrays.copyOfRange(logits, (i * epochs + e) * classes, (i * epochs + e + 1) * classes);
				if (Double.isNaN(exact[0])) continue;
				for (int k = 0; k < classes; k++)
					row[k] = (float) exact[k];
				assertEquals(MarginDetector.of(exact, labels[i]), MarginDetector.of(row, 0, classes, labels[i]), 1e-5);
				means.add(i, e, MarginDetector.of(exact, labels[i]));
			}
		return means.table();
	}

	@Test
	void areasAndThresholds() {
		for (final String key : expected.keySet()) {
			final int[] labels = arrays.get(key + ".labels").ints();
			final double[][] margins = margins(key, labels);
			assertArrayEquals(arrays.get(key + ".margins").doubles(), Arrays.stream(margins).flatMapToDouble(Arrays::stream)
				.toArray(), TOLERANCE, key);
			final double[] areas = MarginDetector.areas(margins);
			assertArrayEquals(arrays.get(key + ".aum").doubles(), areas, TOLERANCE, key);
			final boolean[] fake = mask(key + ".threshold_samples");
			for (final String name : Fixtures.matches(expected.getAsJsonObject(key).keySet(), "threshold_p(\\d+)")) {
				final int percentile = Integer.parseInt(name);
				final double threshold = MarginDetector.threshold(areas, fake, percentile);
				assertEquals(expected.getAsJsonObject(key).get("threshold_p" + percentile).getAsDouble(), threshold, TOLERANCE,
					key);
				assertArrayEquals(mask(key + ".below_p" + percentile), MarginDetector.below(areas, fake, threshold), key);
			}
			final boolean[] wrong = mask(key + ".wrong");
			final int[] seen = IntStream.range(0, areas.length).filter(i -> !Double.isNaN(areas[i])).toArray();
			final boolean[] wrongSeen = new boolean[seen.length];
			for (int i = 0; i < seen.length; i++)
				wrongSeen[i] = wrong[seen[i]];
			assertEquals(expected.getAsJsonObject(key).get("average_precision_of_minus_aum").getAsDouble(), Roc.of(wrongSeen,
				Arrays.stream(seen).mapToDouble(i -> -areas[i]).toArray()).averagePrecision(), TOLERANCE, key);
		}
		assertTrue(expected.size() > 0);
	}
}
