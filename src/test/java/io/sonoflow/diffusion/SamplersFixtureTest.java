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
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every trajectory of the reference's samplers, step by step, in double precision. */
@Tag(Fixtures.TAG)
class SamplersFixtureTest {

	/** Allowed is 1e-6; this is what the reference's own double check would bear. */
	private static final double TOLERANCE = 1e-9;

	private static double[] doubles(final JsonElement array) {
		return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).mapToDouble(JsonElement::getAsDouble)
			.toArray();
	}

	private static int[] ints(final JsonElement array) {
		return Arrays.stream(doubles(array)).mapToInt(d -> (int) d).toArray();
	}

	private static Npz inputs() {
		return Fixtures.npz("samplers", "inputs");
	}

	/** {@return the steps of the process that the set was made with} */
	private static int steps() {
		return inputs().all().entrySet().stream().filter(e -> e.getKey().endsWith(".alpha_bar")).mapToInt(e -> e.getValue()
			.length()).findFirst().orElseThrow();
	}

	private static NoiseSchedule schedule(final String name) {
		return NoiseSchedule.named(name, steps());
	}

	private static NoiseSchedule schedule(final JsonObject c) {
		return schedule(c.get("schedule").getAsString());
	}

	@Test
	void alphaBarsAreTheReferences() {
		for (final String name : Fixtures.matches(inputs().all().keySet(), "(.*)\\.alpha_bar"))
			Fixtures.assertClose(name, inputs().get(name + ".alpha_bar").doubles(), IntStream.range(0, steps()).mapToDouble(
				schedule(name)::alphaBar).toArray(), 1e-12);
	}

	private static Spacing spacing(final JsonObject c) {
		return Spacing.valueOf(c.get("spacing").getAsString().toUpperCase());
	}

	private static double[][] start() {
		final Npz.Array start = inputs().get("x_T");
		return ImageArrays.images(start.doubles(), (int) start.shape()[0]);
	}

	private static void assertTrajectory(final String name, final Sampler sampler, final NoisePredictor model,
		final double[] expected)
	{
		final double[][] start = start();
		final int[] classes = new int[start.length];
		Arrays.fill(classes, 1, classes.length, NoisePredictor.NO_CLASS);
		assertEquals(expected.length, sampler.steps() * start.length * start[0].length, name);
		try (Sampling sampling = new Sampling(sampler, model, (image, draw, target) -> System.arraycopy(start[(int) image],
			0, target, 0, target.length), start[0].length, LongStream.range(0, start.length).toArray(), classes))
		{
			while (sampling.hasNext()) {
				sampling.next();
				Fixtures.assertClose(name + " after step " + sampling.step(), ImageArrays.part(expected, sampling.step() - 1,
					sampler.steps()), ImageArrays.join(sampling.images()), TOLERANCE);
			}
		}
	}

	@Test
	void timestepsAreTheLibrarys() {
		Fixtures.json("samplers", "timesteps").entrySet().stream().filter(e -> !e.getKey().startsWith("ddim_l")).forEach(
			entry -> entry.getValue().getAsJsonObject().entrySet().forEach(numbers -> assertArrayEquals(ints(numbers
				.getValue()), Spacing.valueOf(entry.getKey().replaceFirst(".*_", "").toUpperCase()).timesteps(steps(), Integer
					.parseInt(numbers.getKey())), entry.getKey() + " " + numbers.getKey())));
	}

	@Test
	void theModelsAreExact() {
		final Npz inputs = inputs();
		final Map<String, Npz.Array> all = Fixtures.npz("samplers", "eps_models").all();
		all.keySet().stream().filter(key -> key.endsWith(".x")).forEach(key -> {
			final String[] words = key.split("\\.");
			final double[][] x = ImageArrays.images(all.get(key).doubles(), (int) all.get(key).shape()[0]);
			final double[][] eps = new double[x.length][x[0].length];
			MixtureModel.read(inputs, words[1], schedule(words[0])).predict(x, Integer.parseInt(words[2]
				.substring(1)), null, eps);
			Fixtures.assertClose(key, all.get(key.replace(".x", ".eps")).doubles(), ImageArrays.join(eps), TOLERANCE);
		});
	}

	@Test
	void dpmSolver() {
		final Npz inputs = inputs();
		final Npz npz = Fixtures.npz("samplers", "dpm");
		for (final Map.Entry<String, JsonElement> entry : Fixtures.json("samplers", "dpm").entrySet()) {
			final JsonObject c = entry.getValue().getAsJsonObject();
			final NoiseSchedule schedule = schedule(c);
			final JsonElement bound = c.get("lambda_min_clipped");
			final int usable = bound == null || bound.isJsonNull() ? steps() : schedule.stepsFrom(bound.getAsDouble());
			final int[] timesteps = spacing(c).timesteps(usable, steps(), c.get("steps_asked").getAsInt());
			assertArrayEquals(ints(c.get("timesteps")), timesteps, entry.getKey());
			final boolean clip = c.get("clip_x0").getAsBoolean();
			final boolean zero = "zero".equals(c.get("final").getAsString());
			final boolean heun = "heun".equals(c.get("solver").getAsString());
			final int[] orders = orders(timesteps.length, c.get("order").getAsInt(), c.get("last_step_order").getAsInt());
			final boolean ours = zero && !heun && c.get("order").getAsInt() == 2;
			final DpmSolver solver = ours ? new DpmSolver(schedule, timesteps, clip) : new DpmSolver(schedule, timesteps, zero
				? 1 : schedule.alphaBar(0), orders, heun ? DpmSolver.Correction.HEUN : DpmSolver.Correction.MIDPOINT, clip);
			assertTrajectory(entry.getKey(), solver, MixtureModel.read(inputs, c.get("model").getAsString(), schedule), npz
				.get(entry.getKey() + ".x").doubles());
		}
	}

	private static int[] orders(final int steps, final int order, final int last) {
		final int[] orders = new int[steps];
		Arrays.fill(orders, order);
		orders[0] = 1;
		orders[steps - 1] = last;
		return orders;
	}

	@Test
	void theSolversAuthorsOwnLoop() {
		final Npz inputs = inputs();
		final Npz npz = Fixtures.npz("samplers", "dpm_original");
		for (final Map.Entry<String, JsonElement> entry : Fixtures.json("samplers", "dpm_original").entrySet()) {
			final JsonObject c = entry.getValue().getAsJsonObject();
			final NoiseSchedule schedule = schedule(c);
			final int[] timesteps = ints(c.get("model_evaluated_at"));
			final boolean denoise = c.get("denoise_to_zero").getAsBoolean();
			final int[] orders = orders(timesteps.length, 2, denoise ? 1 : c.get("last_step_order").getAsInt());
			if (denoise) orders[timesteps.length - 2] = c.get("last_step_order").getAsInt();
			assertTrajectory(entry.getKey(), new DpmSolver(schedule, timesteps, denoise ? 1 : schedule.alphaBar(0), orders,
				DpmSolver.Correction.MIDPOINT, false), MixtureModel.read(inputs, c.get("model").getAsString(), schedule),
					npz.get(entry.getKey() +
					".x").doubles());
		}
	}

	@Test
	void ddim() {
		final Npz inputs = inputs();
		final Npz npz = Fixtures.npz("samplers", "ddim");
		for (final Map.Entry<String, JsonElement> entry : Fixtures.json("samplers", "ddim").entrySet()) {
			final JsonObject c = entry.getValue().getAsJsonObject();
			final NoiseSchedule schedule = schedule(c);
			final int[] timesteps = ints(c.get("timesteps"));
			final String rule = c.get("clip").getAsString();
			final boolean clip = !"none".equals(rule);
			final boolean ours = "consistent".equals(c.get("convention").getAsString()) && !rule.endsWith("as predicted");
			final Ddim sampler = ours ? new Ddim(schedule, timesteps, 0, clip) : new Ddim(schedule, timesteps, doubles(c.get(
				"alpha_bar_previous")), 0, clip, rule.contains("re-derived"));
			assertTrajectory(entry.getKey(), sampler, MixtureModel.read(inputs, c.get("model").getAsString(), schedule), npz
				.get(entry.getKey() + ".x").doubles());
		}
	}

	/** Conditional where a class is given, unconditional elsewhere. */
	private static HostPredictor conditional(final Npz inputs, final NoiseSchedule schedule) {
		final MixtureModel with = MixtureModel.read(inputs, "gauss", schedule);
		final MixtureModel without = MixtureModel.read(inputs, "mix", schedule);
		return (x, timestep, classes, output) -> {
			for (int n = 0; n < x.length; n++)
				(classes[n] == NoisePredictor.NO_CLASS ? without : with).predict(new double[][] { x[n] }, timestep, null,
					new double[][] { output[n] });
		};
	}

	@Test
	void guidance() {
		final Npz inputs = inputs();
		final Npz npz = Fixtures.npz("samplers", "guidance");
		for (final Map.Entry<String, JsonElement> entry : Fixtures.json("samplers", "guidance").entrySet()) {
			final JsonObject c = entry.getValue().getAsJsonObject();
			if (!c.has("timesteps")) continue;
			final NoiseSchedule schedule = schedule(c);
			final NoisePredictor guided = Guidance.of(conditional(inputs, schedule), c.get("guidance").getAsDouble());
			final int[] timesteps = spacing(c).timesteps(steps(), c.get("steps").getAsInt());
			final boolean clip = c.get("clip_x0").getAsBoolean();
			final Sampler sampler = entry.getKey().startsWith("dpm") ? new DpmSolver(schedule, timesteps, clip) : new Ddim(
				schedule, timesteps, 0, clip);
			assertTrajectory(entry.getKey(), sampler, (x, t, classes) -> guided.predict(x, t, new int[classes.length]),
				npz.get(entry.getKey() + ".x").doubles());
		}
	}

	@Test
	void guidedNoise() {
		final Npz inputs = inputs();
		final double[][] x = start();
		final Map<String, Npz.Array> all = Fixtures.npz("samplers", "guidance").all();
		int checked = 0;
		for (final String key : all.keySet()) {
			final String[] words = key.split("\\.", 3);
			if (words.length < 3 || !words[1].startsWith("t") || !words[2].startsWith("eps_g")) continue;
			final NoiseSchedule schedule = schedule(words[0]);
			final double[][] eps = HostPredictor.ask(Guidance.of(conditional(inputs, schedule), Double.parseDouble(words[2].substring(
				5))), x, Integer.parseInt(words[1].substring(1)), new int[x.length]);
			Fixtures.assertClose(key, all.get(key).doubles(), ImageArrays.join(eps), TOLERANCE);
			checked++;
		}
		assertFalse(checked == 0);
	}

	@Test
	void ddimIsTheSolversFirstOrder() {
		final Npz inputs = inputs();
		final NoiseSchedule schedule = schedule("cosine");
		final MixtureModel mix = MixtureModel.read(inputs, "mix", schedule);
		final int[] timesteps = Spacing.TRAILING.timesteps(steps(), 7);
		final int[] first = new int[7];
		Arrays.fill(first, 1);
		final double[][] results = new double[2][];
		int i = 0;
		for (final Sampler sampler : new Sampler[] { new Ddim(schedule, timesteps, 0, true), new DpmSolver(schedule,
			timesteps, 1, first, DpmSolver.Correction.MIDPOINT, true) })
		{
			try (Sampling sampling = new Sampling(sampler, mix, NoiseSource.seeded(3), start()[0].length, new long[] { 5 },
				new int[1]))
			{
				while (sampling.hasNext())
					sampling.next();
				results[i++] = sampling.images()[0];
			}
		}
		Fixtures.assertClose("ddim and first order", results[0], results[1], 1e-12);
	}
}
