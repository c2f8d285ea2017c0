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
