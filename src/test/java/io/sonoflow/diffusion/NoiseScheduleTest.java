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
package io.sonoflow.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseScheduleTest {

	private static Map<String, IntToDoubleFunction> tables(final NoiseSchedule s) {
		final Map<String, IntToDoubleFunction> tables = new LinkedHashMap<>();
		tables.put("betas", s::beta);
		tables.put("alphas_cumprod", s::alphaBar);
		tables.put("alphas_cumprod_prev", s::alphaBarPrevious);
		tables.put("sqrt_alphas_cumprod", s::signal);
		tables.put("sqrt_one_minus_alphas_cumprod", s::noise);
		tables.put("log_one_minus_alphas_cumprod", t -> 2 * (Math.log(s.signal(t)) - s.lambda(t)));
		tables.put("sqrt_recip_alphas_cumprod", t -> PosteriorStep.of(s, Variance.LEARNED_RANGE, t).now());
		tables.put("sqrt_recipm1_alphas_cumprod", t -> PosteriorStep.of(s, Variance.LEARNED_RANGE, t).noise());
		tables.put("posterior_variance", s::posteriorVariance);
		tables.put("posterior_log_variance_clipped", s::posteriorLogVariance);
		tables.put("posterior_mean_coef1", s::posteriorStart);
		tables.put("posterior_mean_coef2", s::posteriorNow);
		return tables;
	}

	/** Every table of the file that is one of ours; "next" is the reference's own affair. */
	private static void assertTables(final String file, final NoiseSchedule schedule) {
		final Npz npz = Fixtures.npz("schedule", file);
		assertTrue(npz.all().containsKey("alphas_cumprod"), file);
		tables(schedule).forEach((key, table) -> {
			if (!npz.all().containsKey(key)) return;
			final double[] expected = npz.get(key).doubles();
			assertEquals(expected.length, schedule.steps(), file + " " + key);
			for (int t = 0; t < expected.length; t++) {
				// Where next to nothing is left of the image, ulps of the cosine are large beside it. And this one table is
				// near 0 for small t as a difference of two logs.
				final double tolerance = npz.get("alphas_cumprod").doubles()[t] < 1e-8 ? 1e-9 : 1e-12;
				final double scale = Math.abs(expected[t]) + (key.startsWith("log_") ? 10 : 0);
				assertEquals(expected[t], table.applyAsDouble(t), tolerance * scale, file + " " + key + " " + t);
			}
		});
	}

	static List<String> schedules() {
		return Fixtures.names("schedule", "(\\w+_T\\d+)\\.npz");
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("schedules")
	void schedulesAreTheReferences(final String file) {
		final String[] words = file.split("_T");
		assertTables(file, NoiseSchedule.named(words[0], Integer.parseInt(words[1])));
	}

	@Tag(Fixtures.TAG)
	@Test
	void respacedSchedulesAreTheReferences() {
		final JsonObject cases = Fixtures.json("schedule", "cases");
		final int trained = cases.get("T").getAsInt();
		for (final JsonElement element : cases.getAsJsonArray("cases")) {
			final JsonObject c = element.getAsJsonObject();
			final String file = c.get("file").getAsString().replace(".npz", "");
			final NoiseSchedule schedule = NoiseSchedule.named(c.get("schedule").getAsString(), trained).respaced(c.get(
				"timestep_respacing").getAsString());
			assertTables(file, schedule);
			assertArrayEquals(Fixtures.npz("schedule", file).get("timestep_map").ints(), IntStream.range(0, schedule
				.steps()).map(schedule::timestep).toArray(), file);
		}
		for (final JsonElement element : cases.getAsJsonArray("invalid")) {
			final JsonObject c = element.getAsJsonObject();
			final int steps = c.get("T").getAsInt();
			final String spec = c.get("spec").getAsString();
			if (c.get("raises").getAsBoolean()) assertThrows(SonoflowException.Input.class, () -> Respacing.keep(steps, spec));
			else assertArrayEquals(StreamSupport.stream(c.getAsJsonArray("kept").spliterator(), false).mapToInt(
				JsonElement::getAsInt).toArray(), Respacing.keep(steps, spec), spec);
		}
	}

	/** The cosine schedule has a closed form as long as no beta is cut to 0.999. */
	@Test
	void cosineFollowsItsFormula() {
		final NoiseSchedule schedule = NoiseSchedule.cosine(400);
		final double first = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
		for (int t = 0; t < 399; t++)
			assertEquals(Math.pow(Math.cos(((t + 1) / 400.0 + 0.008) / 1.008 * Math.PI / 2), 2) / first, schedule.alphaBar(t),
				1e-14);
		assertEquals(0.999, schedule.beta(399));
	}

	@Test
	void aProcessRespacedTwiceStillNamesTheStepsTrainedOn() {
		final NoiseSchedule schedule = NoiseSchedule.linear(1000).respaced("100").respaced("ddim10");
		assertEquals(10, schedule.steps());
		assertEquals(Respacing.keep(1000, "100")[90], schedule.timestep(9));
		assertEquals(NoiseSchedule.linear(1000).alphaBar(schedule.timestep(9)), schedule.alphaBar(9), 1e-15);
	}

	@Test
	void whatCannotBeIsRefused() {
		for (final String spec : new String[] { "0", "-3", "ten", "5,,5", "ddim", "ddim400", "1", "ddim1", "2000000000,2000000000" })
		{
			final Exception e = assertThrows(SonoflowException.Input.class, () -> Respacing.keep(1000, spec), spec);
			assertTrue(e.getMessage().contains("\"" + spec + "\""), e.getMessage());
		}
		assertThrows(SonoflowException.Input.class, () -> NoiseSchedule.linear(20));
		assertThrows(SonoflowException.Input.class, () -> NoiseSchedule.cosine(1));
		assertThrows(SonoflowException.Input.class, () -> NoiseSchedule.cosine(-5));
		assertThrows(SonoflowException.Input.class, () -> NoiseSchedule.named("sigmoid", 1000));
		assertEquals(21, NoiseSchedule.linear(21).steps());
	}

	@Test
	void stepsFromCountsThoseWithEnoughImage() {
		assertEquals(996, NoiseSchedule.cosine(1000).stepsFrom(-5.1));
		assertEquals(1000, NoiseSchedule.linear(1000).stepsFrom(-5.1));
		assertEquals(0, NoiseSchedule.linear(1000).stepsFrom(100));
	}
}
