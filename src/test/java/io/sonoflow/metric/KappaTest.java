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

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Fixtures;
import io.sonoflow.RandomStream;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KappaTest {

	private static int[] numbers(final JsonElement element) {
		final JsonArray array = element.getAsJsonArray();
		final int[] numbers = new int[array.size()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = array.get(i).getAsInt();
		return numbers;
	}

	private static double number(final JsonElement element) {
		return element.getAsString().equals("NaN") ? Double.NaN : element.getAsDouble();
	}

	@Tag(Fixtures.TAG)
	@Test
	void theValuesAreTheReferences() throws IOException {
		int seen = 0;
		for (final JsonElement each : JsonParser.parseString(Files.readString(Fixtures.file("video", "kappa.json")))
			.getAsJsonArray())
		{
			final JsonObject one = each.getAsJsonObject();
			for (final Kappa.Weights weights : Kappa.Weights.values()) {
				final String name = weights == Kappa.Weights.NONE ? "unweighted" : weights.name().toLowerCase(Locale.ROOT);
				final int[] truth = numbers(one.get("y_true"));
				final int[] predicted = numbers(one.get("y_pred"));
				assertEquals(number(one.get(name + "_all_labels")), Kappa.of(truth, predicted, one.get("classes").getAsInt(), weights)
					.value(), 1e-12, one.get("name") + " " + name);
				assertEquals(number(one.get(name + "_present_labels")), Kappa.ofPresent(truth, predicted, weights).value(), 1e-12, name +
					" of present labels: " + one.get("name"));
				seen++;
			}
		}
		assertTrue(seen >= 3);
	}

	/** The standard error by the formula without weights, which was worked out apart from this code. */
	@Test
	void whoAgreesOnAllHasNoInterval() {
		for (int n = 3; n < 60; n += 7) {
			final int[] same = IntStream.range(0, n).map(i -> i % 3).toArray();
			final int[] other = same.clone();
			assertEquals(1, Kappa.of(same, other, 3, Kappa.Weights.NONE).value(), 1e-12);
			assertFalse(Kappa.of(same, other, 3, Kappa.Weights.NONE).hasInterval());
			other[0] = 1;
			assertTrue(Kappa.of(same, other, 3, Kappa.Weights.NONE).hasInterval());
		}
		assertFalse(Kappa.of(new int[4], new int[4], 1, Kappa.Weights.NONE).hasInterval());
	}

	@Test
	void theErrorIsThatOfFleissCohenAndEveritt() {
		final int[] first = new int[50];
		final int[] second = new int[50];
		for (int i = 20; i < 50; i++) {
			first[i] = i < 25 ? 0 : 1;
			second[i] = i < 25 || i >= 35 ? 1 : 0;
		}
		final Kappa kappa = Kappa.of(first, second, 2, Kappa.Weights.NONE);
		assertEquals(0.4, kappa.value(), 1e-12);
		assertEquals(0.12699606293110033, kappa.error(), 1e-12);
		assertEquals(0.7, kappa.agreement(), 1e-12);
		assertEquals(0.4 - 1.959963984540054 * kappa.error(), kappa.low(), 1e-12);
	}

	/** Of one item a patient it is about as wide as the formula says, of ten alike items a patient wider. */
	@Test
	void theIntervalOverPatientsKnowsWhatBelongsTogether() {
		final RandomStream random = RandomStream.of(3, "kappa");
		final int[] truth = new int[400];
		final int[] predicted = new int[400];
		final String[] single = new String[400];
		final String[] tens = new String[400];
		for (int i = 0; i < 400; i++) {
			truth[i] = i % 10 == 0 ? random.nextInt(4) : truth[i - 1];
			predicted[i] = i % 10 != 0 ? predicted[i - 1] : random.chance(0.7) ? truth[i] : random.nextInt(4);
			single[i] = "p" + i;
			tens[i] = "p" + i / 10;
		}
		final Kappa kappa = Kappa.of(truth, predicted, 4, Kappa.Weights.QUADRATIC);
		final PatientBootstrap.Interval alone = Kappa.overPatients(truth, predicted, single, 4, Kappa.Weights.QUADRATIC, 0.95);
		final PatientBootstrap.Interval together = Kappa.overPatients(truth, predicted, tens, 4, Kappa.Weights.QUADRATIC, 0.95);
		assertEquals(kappa.value(), alone.value(), 1e-12);
		assertEquals(kappa.value(), together.value(), 1e-12);
		assertEquals(kappa.high() - kappa.low(), alone.high() - alone.low(), 0.02);
		assertTrue(together.high() - together.low() > 2 * (alone.high() - alone.low()));
		assertEquals(together, Kappa.overPatients(truth, predicted, tens, 4, Kappa.Weights.QUADRATIC, 0.95));
		assertTrue(Double.isNaN(Kappa.overPatients(truth, predicted, new String[400], 4, Kappa.Weights.LINEAR, 0.95).low()));
	}

	/** Of many samples of one population, about 95 in 100 intervals hold its kappa. */
	@Test
	void theIntervalHoldsTheTruth() {
		final double truth = (0.8 - 0.5) / 0.5;
		int held = 0;
		for (int k = 0; k < 400; k++) {
			final RandomStream random = RandomStream.of(k, "kappa");
			final int[] first = new int[200];
			final int[] second = new int[200];
			for (int i = 0; i < first.length; i++) {
				first[i] = random.nextInt(2);
				second[i] = random.chance(0.8) ? first[i] : 1 - first[i];
			}
			final Kappa kappa = Kappa.of(first, second, 2, Kappa.Weights.NONE);
			if (kappa.low() <= truth && truth <= kappa.high()) held++;
		}
		assertEquals(0.95, held / 400.0, 0.03);
	}
}
