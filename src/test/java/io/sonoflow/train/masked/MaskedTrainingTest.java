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
package io.sonoflow.train.masked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.MaskedAutoencoder;
import io.sonoflow.nn.vit.MaskedEncoder;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.RateSchedule;
import io.sonoflow.train.StepLoop;
import io.sonoflow.train.Textures;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course of a pretraining by masking: rates, masks, weight decay, clipping. */
class MaskedTrainingTest {

	@TempDir
	static Path shared;

	@BeforeAll
	static void start() {
		Torch.inference();
		Torch.threads(1);
	}

	private static MaskedUpdateSettings update(final Map<String, ?> values) {
		final MaskedUpdateSettings update = new MaskedUpdateSettings();
		update.set(values);
		return update;
	}

	private static MaskedPlan plan(final int steps, final Map<String, ?> values) {
		return new MaskedPlan(32, 16, steps, 4, 0.5, false, update(values), 100, 3);
	}

	@Test
	void recipesSetWhatIsNotGiven() {
		final MaskedUpdateSettings usf = update(Map.of());
		assertEquals(3e-4, usf.peak(256), 1e-18);
		assertEquals(3e-4 / 4, usf.peak(64), 1e-18);
		assertEquals(1, usf.length());
		assertFalse(new MaskingSettings().normalised(usf.recipe(), null));
		final MaskedUpdateSettings mae = update(Map.of("recipe", "mae"));
		assertEquals(1.5e-4, mae.peak(256), 1e-18);
		assertEquals(0, mae.length());
		assertTrue(new MaskingSettings().normalised(mae.recipe(), null));
		assertFalse(new MaskingSettings().normalised(mae.recipe(), false), "weights know better");
		final MaskedUpdateSettings given = update(Map.of("recipe", "mae", "rate", 2e-3, "clip", 0.5));
		assertEquals(1e-3, given.peak(128), 1e-18);
		assertEquals(0.5, given.length());
		assertEquals(0, update(Map.of("clip", 0)).length(), "0 is given");
		final MaskingSettings masking = new MaskingSettings();
		masking.set(Map.of("normalised", "true"));
		assertTrue(masking.normalised(Recipe.USF, false));
	}

	@Test
	void theRateNeverRisesAfterTheWarmUp() {
		for (final int batch : new int[] { 1, 4, 64, 256 })
			for (final int steps : new int[] { 1, 2, 9, 100, 1000 })
				for (final double warmup : new double[] { 0, 0.1, 0.9 }) {
					final MaskedUpdateSettings settings = update(Map.of("warmup", warmup));
					final RateSchedule rates = settings.rates(batch, steps);
					final long top = Math.round(warmup * steps);
					for (int step = 1; step < steps; step++) {
						final boolean rises = rates.rate(step) > rates.rate(step - 1);
						assertEquals(step <= top, rises, "step " + step + " of " + steps + ", batch " + batch);
						assertTrue(rates.rate(step) <= settings.peak(batch) * (1 + 1e-12));
					}
				}
	}

	/** One step an optimiser's step, whatever an epoch has of them. */
	@Tag(Fixtures.TAG)
	@Test
	void warmUpAndCosineAreTheReferences() {
		for (final JsonElement each : Fixtures.json("vit_extras", "lr_schedule").getAsJsonArray("schedules")) {
			final JsonObject one = each.getAsJsonObject();
			if (one.get("accum_iter").getAsInt() != 1) continue;
			final double perEpoch = one.get("steps_per_epoch").getAsInt();
			final double warmup = one.get("warmup_epochs").getAsDouble();
			final double epochs = one.get("epochs").getAsDouble();
			if (warmup * perEpoch != Math.rint(warmup * perEpoch)) continue;
			final double peak = one.get("lr").getAsDouble();
			final RateSchedule rates = RateSchedule.warmUpFromZero(peak, Math.round(warmup * perEpoch), RateSchedule.cosine(peak, one
				.get("min_lr").getAsDouble(), Math.round((epochs - warmup) * perEpoch)));
			for (final JsonElement value : one.getAsJsonArray("values")) {
				final JsonArray row = value.getAsJsonArray();
				assertEquals(row.get(2).getAsDouble(), rates.rate(row.get(0).getAsLong()), 1e-12 * peak, row.toString());
			}
		}
	}

	@Test
	void masksAreEachImagesAndStepsOwnAndTheSheetsStay() {
		final MaskedPlan plan = plan(10, Map.of());
		final int[] images = { 3, 8, 5 };
		assertArrayEquals(plan.masking(4, images).mask(), plan.masking(4, images).mask(), "a resumed run draws the same");
		assertArrayEquals(plan.masking(4, images).restore()[1], plan.masking(4, new int[] { 8 }).restore()[0], "whatever the batch");
		assertArrayEquals(plan.sheetMasking(images).restore(), plan.sheetMasking(images).restore());
		final MaskedPlan fine = new MaskedPlan(224, 16, 10, 4, 0.75, false, update(Map.of()), 100, 3);
		assertNotEquals(Arrays.toString(fine.masking(4, images).restore()[0]), Arrays.toString(fine.masking(5, images).restore()[0]));
		assertNotEquals(Arrays.toString(fine.masking(0, images).restore()[0]), Arrays.toString(fine.sheetMasking(images)
			.restore()[0]));
		assertEquals(49, fine.kept());
	}

	private static MaskedEncoder network() {
		return MaskedEncoder.create("vit-tiny16", Device.cpu(), 32, new MaskedAutoencoder.Decoder(32, 1, 1), 5);
	}

	private static MaskedLoader.Loaded loaded() {
		final byte[] views = new byte[4 * 32 * 32];
		for (int i = 0; i < views.length; i++)
			views[i] = (byte) (i * 37 % 251);
		return new MaskedLoader.Loaded(new int[] { 0, 1, 2, 3 }, views);
	}

	private static Map<String, float[]> values(final MaskedState state) {
		final Map<String, float[]> values = new LinkedHashMap<>();
		state.named().forEach((name, parameter) -> values.put(name, parameter.getArray().toFloatArray()));
		return values;
	}

	private static MaskedTraining training(final MaskedState state, final MaskedPlan plan) {
		final Path table = Textures.write(shared.resolve("data"), 2, 32);
		return new MaskedTraining(state, new ImageCache(List.of(table, table, table, table)), null, plan, Monitor.NONE);
	}

	/** The same steps with and without decay: biases, norms and tables end the same, the rest does not. */
	@Test
	void decayIsForWhatHasMoreThanOneDimension() {
		final Map<Double, Map<String, float[]>> ends = new LinkedHashMap<>();
		for (final double decay : new double[] { 0, 0.5 }) {
			final MaskedPlan plan = plan(5, Map.of("decay", decay, "rate", 6.4, "warmup", 0));
			try (MaskedState state = new MaskedState(network(), plan)) {
				training(state, plan).step(loaded());
				ends.put(decay, values(state));
			}
		}
		ends.get(0.0).forEach((name, plain) -> {
			final boolean flat = name.endsWith("bias") || name.contains("norm") || name.endsWith("pos_embed");
			assertEquals(flat, Arrays.equals(plain, ends.get(0.5).get(name)), name);
		});
	}

	@Test
	void gradientsAreShortenedToTheLengthAllowed() {
		final MaskedPlan plan = plan(5, Map.of("clip", 0.01, "warmup", 0));
		try (MaskedState state = new MaskedState(network(), plan)) {
			training(state, plan).step(loaded());
			double squares = 0;
			for (final Map.Entry<String, NDArray> moment : state.moments().entrySet())
				if (moment.getKey().startsWith("exp_avg.")) for (final float value : moment.getValue().toFloatArray())
					squares += (double) value * value;
			assertEquals(0.01, Math.sqrt(squares) / 0.1, 1e-5, "the first moment is a tenth of the gradient");
			state.log().endRow(1);
			assertTrue(state.log().last("gradient") > 0.02, "the length before is told: " + state.log().last("gradient"));
		}
	}

	/** What an image's mean would give, by hand; no patch is worse painted than by a network that says nothing. */
	@Test
	void besideTheLossStandsThatOfEachImagesMean() {
		final MaskedPlan plan = plan(5, Map.of("warmup", 0));
		final MaskedLoader.Loaded loaded = loaded();
		try (MaskedState state = new MaskedState(network(), plan)) {
			training(state, plan).step(loaded);
			state.log().endRow(1);
			final float[][] mask = plan.masking(0, loaded.samples()).mask();
			double sum = 0;
			for (int image = 0; image < 4; image++) {
				final int from = image * 1024;
				double mean = 0;
				for (int i = 0; i < 1024; i++)
					mean += ((loaded.views()[from + i] & 255) / 255.0 - 0.5) / 0.25 / 1024;
				for (int y = 0; y < 32; y++)
					for (int x = 0; x < 32; x++)
						if (mask[image][y / 16 * 2 + x / 16] == 1) sum += Math.pow(((loaded.views()[from + 32 * y + x] & 255) / 255.0 -
							0.5) / 0.25 - mean, 2);
			}
			assertEquals(sum / (4 * 2 * 256), state.log().last("imagemean"), 1e-5);
		}
	}

	@Test
	void onlyImagesWhoseOwnLossIsNoneAreNamed() {
		final int[] samples = { 7, 4, 9 };
		assertArrayEquals(new int[] { 4 }, StepLoop.culprits(samples, new float[] { 1, 2, Float.NaN, 3, 4, 5 }));
		assertArrayEquals(samples, StepLoop.culprits(samples, new float[6]));
	}
}
