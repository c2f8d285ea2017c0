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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimiser, step by step, against torch, apex and the paper of LARS. A file's name says what its run was. */
@Tag(Fixtures.TAG)
class OptimizerFixtureTest {

	/** What the reference used and its files do not tell: AdamW's rates and decay of two groups, torch's default decay. */
	private static final double BODY_RATE = 1e-5, HEAD_RATE = 1e-4, GROUPS_DECAY = 1e-5, DEFAULT_DECAY = 0.01;
	private static final String HEAD = "head_";

	private interface Maker extends BiFunction<NDManager, List<ParameterGroup>, Optimizer> {
	}

	/** One run of the reference. */
	private record Run(double tolerance, DataType type, RateSchedule rate, double decay, Maker maker) {
	}

	@BeforeAll
	static void quiet() {
		Torch.inference();
		Torch.threads(1);
	}

	static List<String> adam() {
		return Fixtures.names("optim", "(adam.*)\\.npz");
	}

	static List<String> lars() {
		return Fixtures.names("optim", "(lars.*)\\.npz");
	}

	static List<String> larc() {
		return Fixtures.names("optim", "(larc.*)\\.npz");
	}

	private static JsonObject settings() {
		return Fixtures.json("optim", "settings");
	}

	/** {@return the number behind a word of a name, e.g. of {@code _wd} in {@code adam_wd1e-4}} */
	private static double number(final String name, final String word, final double otherwise) {
		final Matcher matcher = Pattern.compile(word + "(\\d[0-9.]*(?:e-?\\d+)?)").matcher(name);
		return matcher.find() ? Double.parseDouble(matcher.group(1)) : otherwise;
	}

	@ParameterizedTest
	@MethodSource("adam")
	void adamMatchesTorch(final String name) {
		final double coupled = settings().get("adam_lr").getAsDouble();
		assertSteps(name, name.startsWith("adamw") ? new Run(2e-6, DataType.FLOAT32, RateSchedule.constant(number(name, "_lr",
			Double.NaN)), number(name, "_wd", DEFAULT_DECAY), AdamW::new) : new Run(2e-6, DataType.FLOAT32, RateSchedule
				.constant(coupled), number(name, "_wd", Double.NaN), AdamW::coupled));
	}

	/** The names of its files: whether the rate varies, is inside or outside of the momentum, and vectors are left out. */
	@ParameterizedTest
	@MethodSource("lars")
	void larsMatchesThePaper(final String name) {
		final JsonObject settings = settings().getAsJsonObject("lars");
		final double decay = settings.get("weight_decay").getAsDouble();
		final List<Double> varying = settings.getAsJsonArray("varying_lr").asList().stream().map(JsonElement::getAsDouble)
			.toList();
		final double rate = settings.get("lr").getAsDouble();
		final RateSchedule schedule = name.contains("varlr") ? step -> varying.get((int) step) : RateSchedule.constant(rate);
		final List<Boolean> outside = name.contains("const") ? List.of(false, true) : List.of(name.contains("outside"));
		for (final boolean out : outside) {
			final Lars.Options options = new Lars.Options(settings.get("momentum").getAsDouble(), settings.get("trust")
				.getAsDouble(), name.contains("skip1d"), out);
			final Maker maker = (manager, groups) -> new Lars(manager, groups, options);
			assertSteps(name, new Run(1e-12, DataType.FLOAT64, schedule, decay, maker));
			assertSteps(name, new Run(2e-6, DataType.FLOAT32, schedule, decay, maker));
		}
	}

	@ParameterizedTest
	@MethodSource("larc")
	void larcMatchesApex(final String name) {
		final double trust = settings().getAsJsonObject("larc").get("trust_coefficient").getAsDouble();
		final double momentum = number(name, "_mom", Double.NaN);
		final boolean sgd = name.contains("_sgd");
		final double rate = sgd ? settings().getAsJsonObject("lars").get("lr").getAsDouble() : settings().get("adam_lr")
			.getAsDouble();
		final BiFunction<NDManager, List<ParameterGroup>, Optimizer> inner = sgd ? (m, g) -> new Sgd(m, g, momentum)
			: AdamW::new;
		assertSteps(name, new Run(2e-6, DataType.FLOAT32, RateSchedule.constant(rate), number(name, "_wd", Double.NaN), (
			manager, groups) -> new Larc(manager, groups, trust, name.endsWith("_clip"), inner)));
	}

	private static NDArray array(final NDManager manager, final Npz.Array value, final DataType type) {
		try (NDArray floats = Torch.floats(manager, value.floats(), value.shape())) {
			return floats.toType(type, true);
		}
	}

	private static Map<String, NDArray> leaves(final NDManager manager, final Npz inputs, final DataType type) {
		final Map<String, NDArray> leaves = new LinkedHashMap<>();
		for (final JsonElement name : settings().getAsJsonArray("parameter_order")) {
			final NDArray leaf = array(manager, inputs.get("param." + name.getAsString()), type);
			leaf.setRequiresGradient(true);
			leaves.put(name.getAsString(), leaf);
		}
		return leaves;
	}

	/** The loss sum(w * g) has exactly the gradient g. */
	private static void backward(final NDManager manager, final Map<String, NDArray> leaves, final Npz inputs,
		final String step, final DataType type)
	{
		try (NDManager scope = manager.newSubManager()) {
			leaves.forEach((name, leaf) -> {
				final NDArray gradient = array(scope, inputs.get("grad" + step + "." + name), type);
				Torch.backward(Torch.withGradient(() -> leaf.mul(gradient).sum()), null);
			});
		}
	}

	private static List<ParameterGroup> groups(final String name, final Map<String, NDArray> leaves, final Run run) {
		if (!name.contains("two_groups")) return List.of(new ParameterGroup(leaves, run.rate, run.decay));
		final Map<String, NDArray> body = new LinkedHashMap<>(leaves);
		body.keySet().removeIf(key -> key.startsWith(HEAD));
		final Map<String, NDArray> head = new LinkedHashMap<>(leaves);
		head.keySet().removeAll(body.keySet());
		return List.of(new ParameterGroup(body, RateSchedule.constant(BODY_RATE), GROUPS_DECAY), new ParameterGroup(head,
			RateSchedule.constant(HEAD_RATE), GROUPS_DECAY));
	}

	private static void assertSteps(final String name, final Run run) {
		final Npz inputs = Fixtures.npz("optim", "inputs");
		final Npz expected = Fixtures.npz("optim", name);
		final List<String> steps = new ArrayList<>(Fixtures.matches(expected.all().keySet(), "step(\\d+)\\..*"));
		assertEquals(Fixtures.matches(inputs.all().keySet(), "grad(\\d+)\\..*"), steps);
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final Map<String, NDArray> leaves = leaves(manager, inputs, run.type);
			try (Optimizer optimizer = run.maker.apply(manager, groups(name, leaves, run))) {
				for (final String step : steps) {
					backward(manager, leaves, inputs, step, run.type);
					optimizer.step();
					for (final Map.Entry<String, NDArray> leaf : leaves.entrySet())
						try (NDArray values = leaf.getValue().toType(DataType.FLOAT64, true)) {
							assertArrayEquals(expected.get("step" + step + "." + leaf.getKey()).doubles(), values.toDoubleArray(),
								run.tolerance, name + " step " + step + " " + leaf.getKey());
						}
				}
				assertEquals(steps.size(), optimizer.steps());
			}
		}
	}
}
