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
package io.sonoflow.nn.mil;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pooling of frames against the reference's numbers: the authors' attention, and what is not learned. */
@Tag(Fixtures.TAG)
class BagFixtureTest {

	private static final double SCORE = 1e-9;

	@BeforeEach
	void noGradient() {
		Torch.inference();
	}

	private static List<JsonObject> cases(final String list) {
		final List<JsonObject> cases = new ArrayList<>();
		for (final JsonElement each : Fixtures.json("video", "mil").getAsJsonArray(list))
			cases.add(each.getAsJsonObject());
		assertTrue(!cases.isEmpty());
		return cases;
	}

	@Test
	void attentionIsTheAuthors() {
		final JsonObject meta = Fixtures.json("video", "mil");
		final Npz npz = Fixtures.npz("video", "mil");
		for (final JsonObject one : cases("cases"))
			try (NDManager manager = Torch.manager(Device.cpu())) {
				final String kind = one.get("kind").getAsString();
				attention(manager, one, npz, HashFill.parameters(meta, "params_" + kind), meta.get("L").getAsInt());
			}
	}

	private static void attention(final NDManager manager, final JsonObject one, final Npz npz,
		final Map<String, HashFill.Parameter> values, final int hidden)
	{
		final Npz.Array features = npz.get(one.get("features").getAsString());
		final int width = (int) features.shape()[1];
		final AttentionPooling pooling = new AttentionPooling(manager, width, hidden, one.get("kind").getAsString().equals("gated"));
		final Linear head = new Linear(manager, width, 1);
		final Map<String, Parameter> named = new LinkedHashMap<>(pooling.named());
		head.named().forEach((name, parameter) -> named.put("classifier.0." + name, parameter));
		assertEquals(values.keySet(), new TreeSet<>(named.keySet()));
		named.forEach((name, parameter) -> Torch.fill(parameter.getArray(), values.get(name).data()));
		pooling.requireGradient(true);
		head.requireGradient(true);
		final NDArray h = Torch.floats(manager, features.floats(), features.shape());
		h.setRequiresGradient(true);
		final String key = one.get("key").getAsString() + ".";
		Torch.withGradient(() -> {
			Fixtures.assertRelative(key + "A", npz.get(key + "A").doubles(), doubles(pooling.attention(h)), 1e-5);
			final NDArray z = pooling.forward(h, true);
			assertEquals(pooling.outputShape(h.getShape()), z.getShape());
			Fixtures.assertRelative(key + "Z", npz.get(key + "Z").doubles(), doubles(z), 1e-5);
			final NDArray p = head.forward(z, true).getNDArrayInternal().sigmoid();
			Fixtures.assertRelative(key + "p", npz.get(key + "probability").doubles(), doubles(p), 1e-5);
			final double y = one.get("y").getAsDouble();
			final NDArray q = p.clip(1e-5, 1 - 1e-5);
			final NDArray loss = q.log().mul(-y).add(q.neg().add(1).log().mul(y - 1));
			assertEquals(one.get("loss_float64").getAsDouble(), doubles(loss)[0], 1e-5);
			Torch.backward(loss, null);
			return null;
		});
		Fixtures.assertRelative(key + "H", npz.get(key + "grad_H").doubles(), doubles(h.getGradient()), 1e-4);
		named.forEach((name, parameter) -> {
			final double[] expected = npz.get(key + "grad." + name).doubles();
			final double[] found = doubles(parameter.getArray().getGradient());
			// Of what has no gradient nothing is the largest.
			final boolean none = Arrays.stream(expected).allMatch(each -> Math.abs(each) < 1e-7);
			if (none) Fixtures.assertClose(key + name, expected, found, 1e-7);
			else Fixtures.assertRelative(key + name, expected, found, 1e-4);
		});
	}

	private static double[] doubles(final NDArray array) {
		return array.toType(DataType.FLOAT64, true).toDoubleArray();
	}

	private static final Pattern TOP = Pattern.compile("top(\\d+)_(probability|logit)");

	private static BagScores.Score score(final String name, final double[] logits) {
		final Matcher top = TOP.matcher(name);
		if (top.matches()) return top.group(2).equals("logit") ? BagScores.topLogit(Integer.parseInt(top.group(1)), logits)
			: BagScores.topProbability(Integer.parseInt(top.group(1)), logits);
		return switch (name) {
			case "noisy_or" -> BagScores.noisyOr(logits);
			case "noisy_or_log_complement" -> BagScores.noisyOrLogComplement(logits);
			case "mean_probability" -> BagScores.meanProbability(logits);
			case "mean_logit" -> BagScores.meanLogit(logits);
			default -> throw new AssertionError(name);
		};
	}

	/** {@return whether another choice among equals is right, too} */
	private static boolean isTied(final String name, final double[] logits) {
		final Matcher top = TOP.matcher(name);
		if (!top.matches() || Integer.parseInt(top.group(1)) >= logits.length) return false;
		final double[] sorted = Arrays.stream(logits).map(each -> -each).sorted().toArray();
		final int k = Integer.parseInt(top.group(1));
		return sorted[k - 1] == sorted[k];
	}

	@Test
	void scoresAndTheirGradientsAreTheReferences() {
		final Npz npz = Fixtures.npz("video", "mil");
		for (final JsonObject one : cases("pooling")) {
			final String key = one.get("key").getAsString();
			final double[] logits = npz.get(key + ".logits").doubles();
			for (final Map.Entry<String, JsonElement> each : one.getAsJsonObject("values").entrySet()) {
				final BagScores.Score found = score(each.getKey(), logits);
				final String what = key + " " + each.getKey();
				Fixtures.assertRelative(what, new double[] { each.getValue().getAsDouble() }, new double[] { found.value() }, SCORE);
				final double[] gradient = found.gradient();
				final double[] expected = npz.get(key + ".grad." + each.getKey()).doubles();
				if (isTied(each.getKey(), logits)) {
					Arrays.sort(gradient);
					Arrays.sort(expected);
				}
				same(what, expected, gradient);
			}
		}
	}

	/** Beside a probability of 1 the reference's gradient is 0, where it can be nearly that. */
	private static void same(final String what, final double[] expected, final double[] gradient) {
		if (Arrays.stream(expected).allMatch(each -> each == 0)) Fixtures.assertClose(what, expected, gradient, 1e-15);
		else Fixtures.assertRelative(what + " gradient", expected, gradient, SCORE);
	}

	/** Of two classes with the scores 0 and x the second has the log odds x. */
	@Test
	void scoresThatAreTrainedThroughAreTheReferences() {
		final Npz npz = Fixtures.npz("video", "mil");
		for (final JsonObject one : cases("pooling")) {
			final String key = one.get("key").getAsString();
			final double[] logits = npz.get(key + ".logits").doubles();
			final JsonObject values = one.getAsJsonObject("values");
			trained(key, "noisy_or_log_complement", BagPooling.NOISY_OR, 1, logits, values, npz);
			trained(key, "noisy_or", BagPooling.NOISY_OR, 1, logits, values, npz);
			trained(key, "mean_probability", BagPooling.MEAN, 1, logits, values, npz);
			trained(key, "top1_probability", BagPooling.MAX, 1, logits, values, npz);
			for (final String name : values.keySet()) {
				final Matcher top = TOP.matcher(name);
				if (top.matches() && name.endsWith("probability")) trained(key, name, BagPooling.TOP_K, Integer.parseInt(top.group(1)),
					logits, values, npz);
			}
		}
	}

	private static void trained(final String key, final String name, final BagPooling pooling, final int top, final double[] logits,
		final JsonObject values, final Npz npz)
	{
		if (!values.has(name)) return;
		final boolean log = name.endsWith("log_complement");
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = manager.create(logits).reshape(logits.length, 1).concat(manager.create(new double[logits.length]).reshape(
				logits.length, 1), 1).flip(1).stopGradient();
			x.setRequiresGradient(true);
			Torch.withGradient(() -> {
				final NDArray scores = BagOperators.scores(pooling, top, x);
				final NDArray y = log ? scores.get(":, 0:1") : scores.get(":, 1:2").exp();
				final String what = key + " " + name + " " + pooling;
				Fixtures.assertRelative(what, new double[] { values.get(name).getAsDouble() }, y.toDoubleArray(), SCORE);
				Torch.backward(y, null);
				final double[] expected = npz.get(key + ".grad." + name).doubles();
				final double[] found = x.getGradient().get(":, 1").toDoubleArray();
				if (isTied(name, logits)) {
					Arrays.sort(expected);
					Arrays.sort(found);
				}
				same(what, expected, found);
				return null;
			});
		}
	}
}
