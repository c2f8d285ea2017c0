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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against scikit-learn. */
@Tag(Fixtures.TAG)
class ClassificationFixtureTest {

	private static final double TOLERANCE = 1e-9;

	private static JsonObject cases;
	private static Npz arrays;

	@BeforeAll
	static void read() {
		cases = Fixtures.json("metrics", "classification");
		arrays = Fixtures.npz("metrics", "labels");
	}

	private static Confusion confusion(final String key, final JsonObject expected) {
		return Confusion.of(arrays.get(key + ".y_true").ints(), arrays.get(key + ".y_pred").ints(), expected
			.getAsJsonArray("labels").size());
	}

	@Test
	void countsAndAccuracy() {
		for (final String key : cases.keySet()) {
			final JsonObject expected = cases.getAsJsonObject(key);
			final Confusion confusion = confusion(key, expected);
			final JsonArray rows = expected.getAsJsonArray("confusion_rows_true_cols_pred");
			for (int t = 0; t < rows.size(); t++)
				for (int p = 0; p < rows.size(); p++)
					assertEquals(rows.get(t).getAsJsonArray().get(p).getAsLong(), confusion.count(t, p), key);
			assertEquals(expected.get("n").getAsLong(), confusion.total());
			assertEquals(expected.get("accuracy").getAsDouble(), confusion.accuracy(), TOLERANCE, key);
		}
	}

	private static void assertScores(final JsonObject expected, final Confusion.Scores scores, final String key) {
		assertEquals(expected.get("precision").getAsDouble(), scores.precision(), TOLERANCE, key);
		assertEquals(expected.get("recall").getAsDouble(), scores.recall(), TOLERANCE, key);
		assertEquals(expected.get("f1").getAsDouble(), scores.f1(), TOLERANCE, key);
	}

	@Test
	void precisionRecallAndF1() {
		for (final String key : cases.keySet()) {
			final JsonObject expected = cases.getAsJsonObject(key);
			final Confusion confusion = confusion(key, expected);
			if (expected.has("binary_positive_1")) assertScores(expected.getAsJsonObject("binary_positive_1"), confusion
				.of(1), key);
			assertScores(expected.getAsJsonObject("macro_all_labels"), confusion.macro(), key);
			assertScores(expected.getAsJsonObject("macro_labels_present"), confusion.macroPresent(), key);
			assertScores(expected.getAsJsonObject("weighted"), confusion.weighted(), key);
			final JsonObject each = expected.getAsJsonObject("per_class");
			for (int c = 0; c < confusion.classes(); c++) {
				final JsonObject one = new JsonObject();
				for (final String name : new String[] { "precision", "recall", "f1" })
					one.add(name, each.getAsJsonArray(name).get(c));
				assertScores(one, confusion.of(c), key);
				assertEquals(each.getAsJsonArray("support").get(c).getAsLong(), confusion.support(c));
			}
		}
	}

	private static void assertNumber(final JsonElement expected, final double value, final String key) {
		if (expected.isJsonNull()) assertTrue(Double.isNaN(value), key);
		else assertEquals(expected.getAsDouble(), value, TOLERANCE, key);
	}

	@Test
	void areaUnderTheCurve() {
		int checked = 0;
		for (final String key : cases.keySet()) {
			final JsonObject expected = cases.getAsJsonObject(key);
			final int[] truth = arrays.get(key + ".y_true").ints();
			final double[] score = arrays.get(key + ".score").doubles();
			final int classes = expected.getAsJsonArray("labels").size();
			if (classes == 2) {
				final boolean[] positive = new boolean[truth.length];
				for (int i = 0; i < truth.length; i++)
					positive[i] = truth[i] == 1;
				assertNumber(expected.get("auc"), Roc.of(positive, score).auc(), key);
				if (expected.has("average_precision")) assertNumber(expected.get("average_precision"), Roc.of(positive,
					score).averagePrecision(), key);
				checked++;
			}
			else {
				final double[][] probabilities = new double[truth.length][classes];
				for (int i = 0; i < score.length; i++)
					probabilities[i / classes][i % classes] = score[i];
				assertNumber(expected.get(expected.has("auc_ovr_macro") ? "auc_ovr_macro" : "auc"), Roc.macroAuc(truth,
					probabilities, classes), key);
				checked++;
			}
		}
		assertEquals(cases.size(), checked);
	}

	@Test
	void wrongInputIsRefused() {
		assertThrows(IllegalArgumentException.class, () -> Confusion.of(new int[] { 0, 2 }, new int[] { 0, 1 }, 2));
		assertThrows(IllegalArgumentException.class, () -> Confusion.of(new int[1], new int[2], 2));
		assertThrows(IllegalArgumentException.class, () -> Roc.of(new boolean[1], new double[] { Double.NaN }));
	}
}
