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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.sonoflow.HashFill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

class RateScheduleTest {

	private static final Path FILE = Path.of("..", "shared", "reference", "optim", "schedules.json");

	/** Against torch's schedulers and the authors' loops. */
	@Test
	void matchesTheReference() {
		assumeTrue(Files.exists(FILE), "no reference fixtures beside the checkout");
		final Map<String, RateSchedule> own = Map.of( //
			"poly_base0.005_total20_power1.0", RateSchedule.polynomial(0.005, 20, 1), //
			"poly_base0.005_total10_power1.0", RateSchedule.polynomial(0.005, 10, 1), //
			"poly_base0.005_total20_power0.9", RateSchedule.polynomial(0.005, 20, 0.9), //
			"cosine_torch_base0.005_Tmax20_min0.0", RateSchedule.cosine(0.005, 0, 20), //
			"cosine_torch_base0.005_Tmax10_min0.0001", RateSchedule.cosine(0.005, 1e-4, 10), //
			"warmup_a_base0.005_T20_warm5_min1e-06", RateSchedule.warmUp(0.005, 5, RateSchedule.cosine(0.005, 1e-6, 15)), //
			"warmup_mae_base0.005_T20_warm5_min1e-06", RateSchedule.warmUpFromZero(0.005, 5, RateSchedule.cosine(0.005, 1e-6,
				15)), //
			"diffusion_anneal_base0.0001_annealsteps10", RateSchedule.anneal(1e-4, 10));
		final JsonObject cases = HashFill.json(FILE);
		assertEquals(cases.keySet(), own.keySet());
		for (final String key : cases.keySet()) {
			final JsonArray expected = cases.getAsJsonArray(key);
			for (int step = 0; step < expected.size(); step++)
				assertEquals(expected.get(step).getAsDouble(), own.get(key).rate(step), 1e-9, key + " " + step);
		}
	}

	@Test
	void constantIsConstant() {
		assertEquals(0.1, RateSchedule.constant(0.1).rate(1_000_000));
	}
}
