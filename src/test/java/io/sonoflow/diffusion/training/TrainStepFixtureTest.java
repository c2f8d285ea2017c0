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
package io.sonoflow.diffusion.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.diffusion.TimestepSampler;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.AttentionOrder;
import io.sonoflow.nn.unet.ReferenceUNet;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.train.Ema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two steps of the training against those of the reference's code: weights and averages. */
class TrainStepFixtureTest {

	private static final float LEAST = 1e-6f;

	private static JsonObject meta() {
		return Fixtures.json("diffusion", "meta");
	}

	/** {@return the network whose file the set names first: {@code unet/a_model.pt of this set ...}} */
	private static UNet open() {
		return ReferenceUNet.network(meta().get("model").getAsString().replaceFirst("unet/(.*)_model\\.pt.*", "$1"),
			AttentionOrder.LEGACY);
	}

	private static double loss(final String step) {
		return meta().getAsJsonObject("train").getAsJsonObject(step).get("loss").getAsDouble();
	}

	/** In one part, and in three whose gradients are added up. */
	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void twoSteps(final int parts) {
		Torch.inference();
		final Npz in = Fixtures.npz("diffusion", "steps_inputs");
		final Npz expected = Fixtures.npz("diffusion", "train_step");
		// so many steps that the rate does not fall in the first ones
		final int batch = in.get("t").length();
		final int size = (int) in.get("x0").shape()[3];
		final DiffusionSettings settings = new DiffusionSettings();
		settings.steps = 1_000_000_000;
		settings.batch = batch;
		settings.accumulate = parts;
		final Plan plan = new Plan(NoiseSchedule.named(meta().get("schedule").getAsString().split(" ")[0], meta().get(
			"num_timesteps").getAsInt()), settings, Precision.FP32, 0);
		final BatchDraws.Drawn drawn = new BatchDraws.Drawn(new int[0], in.get("x0").floats(), in.get("noise").floats(),
			new int[batch]);
		final double[] equal = new double[batch];
		Arrays.fill(equal, 1);
		final TimestepSampler.Draw times = new TimestepSampler.Draw(in.get("t").ints(), equal);
		try (UNet slow = open(); UNet fast = open(); TrainingState state = new TrainingState(open(), open(), plan)) {
			final Map<String, NDArray> weights = UNetFile.arrays(state.network());
			try (Ema slowly = new Ema(slow.manager(), weights, UNetFile.arrays(slow), 0.9999, false); Ema fastly = new Ema(fast
				.manager(), weights, UNetFile.arrays(fast), 0.9, false))
			{
				final DiffusionTraining training = new DiffusionTraining(state, new TrainingImages(List.of(), size), null, plan,
					Monitor.NONE);
				for (int step = 1; step <= 2; step++) {
					training.step(drawn, times);
					slowly.update();
					fastly.update();
					check(expected, "step" + step + ".param.", weights);
					check(expected, "step" + step + ".ema0.9999.", UNetFile.arrays(slow));
					check(expected, "step" + step + ".ema0.9.", UNetFile.arrays(fast));
				}
				final double[] row = state.log().endRow(2);
				final double mean = (loss("step1") + loss("step2")) / 2;
				assertEquals(mean, row[1], 1e-4 * mean);
				assertEquals(1e-4, row[9], 1e-12);
			}
		}
	}

	/** Where a gradient is all but 0 (a key's bias has none), its rounding decides where Adam's first steps go. */
	private static void check(final Npz expected, final String prefix, final Map<String, NDArray> actual) {
		int compared = 0;
		for (final String key : expected.all().keySet()) {
			if (!key.startsWith(prefix)) continue;
			final String name = key.substring(prefix.length());
			final float[] wanted = expected.get(key).floats();
			final float[] values = actual.get(name).toFloatArray();
			final float[] first = expected.get("step1.grad." + name).floats();
			final float[] second = expected.get("step2.grad." + name).floats();
			for (int i = 0; i < wanted.length; i++) {
				if (Math.abs(first[i]) <= LEAST || Math.abs(second[i]) <= LEAST) continue;
				assertEquals(wanted[i], values[i], 1e-6, key + " at " + i);
				compared++;
			}
		}
		assertTrue(compared > 500, prefix + ": " + compared + " values compared");
	}
}
