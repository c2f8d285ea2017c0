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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RateScheduleTest {

	/** Against torch's schedulers and the authors' loops. */
	@Tag(Fixtures.TAG)
	@Test
	void matchesTheReference() {
		final JsonObject cases = Fixtures.json("optim", "schedules");
		assertFalse(cases.isEmpty());
		for (final String key : cases.keySet()) {
			final JsonArray expected = cases.getAsJsonArray(key);
			final RateSchedule own = named(key);
			for (int step = 0; step < expected.size(); step++)
				assertEquals(expected.get(step).getAsDouble(), own.rate(step), 1e-9, key + " " + step);
		}
	}

	/** The numbers of a schedule stand in its name: {@code poly_base0.005_total20_power0.9}. */
	private static RateSchedule named(final String key) {
		final double base = number(key, "_base");
		return switch (key.substring(0, key.indexOf("_base"))) {
			case "poly" -> RateSchedule.polynomial(base, (long) number(key, "_total"), number(key, "_power"));
			case "cosine_torch" -> RateSchedule.cosine(base, number(key, "_min"), (long) number(key, "_Tmax"));
			case "warmup_a" -> RateSchedule.warmUp(base, (long) number(key, "_warm"), afterWarmUp(key));
			case "warmup_mae" -> RateSchedule.warmUpFromZero(base, (long) number(key, "_warm"), afterWarmUp(key));
			case "diffusion_anneal" -> RateSchedule.anneal(base, (long) number(key, "_annealsteps"));
			default -> throw new AssertionError("no schedule for " + key);
		};
	}

	private static RateSchedule afterWarmUp(final String key) {
		return RateSchedule.cosine(number(key, "_base"), number(key, "_min"), (long) (number(key, "_T") - number(key,
			"_warm")));
	}

	/** {@return the number behind a word of the name; the words themselves are followed by a digit} */
	private static double number(final String key, final String word) {
		final var matcher = Pattern.compile(word + "(\\d[0-9.]*(?:e[-+]?\\d+)?)").matcher(key);
		if (!matcher.find()) throw new AssertionError("no " + word + " in " + key);
		return Double.parseDouble(matcher.group(1));
	}

	@Test
	void constantIsConstant() {
		assertEquals(0.1, RateSchedule.constant(0.1).rate(1_000_000));
	}
}
