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
package io.sonoflow.nn.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.loss.Loss;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of clips against torchvision's. */
@Tag(Fixtures.TAG)
class VideoFixtureTest {

	private static final double EVALUATED = 1e-5;
	private static final double DOUBLE = 1e-9;

	@BeforeEach
	void noGradient() {
		Torch.inference();
	}

	static List<String> networks() {
		return List.copyOf(new TreeSet<>(ReferenceVideo.meta().getAsJsonObject("networks").keySet()));
	}

	@ParameterizedTest
	@MethodSource("networks")
	void namesAreTorchvisions(final String name) {
		final Map<String, HashFill.Parameter> expected = ReferenceVideo.parameters(name);
		try (VideoNetwork network = ReferenceVideo.empty(name, 3, 2)) {
			assertEquals(expected.keySet().stream().sorted().toList(), network.named().keySet().stream().sorted().toList());
			expected.forEach((key, parameter) -> assertEquals(new Shape(parameter.shape()), network.named().get(key).getShape(), key));
		}
	}

	@ParameterizedTest
	@MethodSource("networks")
	void evaluatesLikeTorchvision(final String name) {
		final JsonObject meta = ReferenceVideo.meta(name);
		final Npz npz = Fixtures.npz("video", name + "_eval");
		try (VideoNetwork network = ReferenceVideo.network(name); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = ReferenceVideo.clips(manager, meta.getAsJsonObject("input"));
			NDArray y = network.stem(x, false);
			checkStage(npz, "stem_", y);
			for (int i = 1; i <= 4; i++) {
				assertEquals(network.stage(i).outputShape(y.getShape()), network.stage(i).forward(y, false).getShape());
				y = network.stage(i).forward(y, false);
				checkStage(npz, "layer" + i + "_", y);
			}
			final NDArray pooled = network.pool(y);
			Fixtures.assertRelative("avgpool", npz.get("avgpool").doubles(), doubles(pooled), EVALUATED);
			final NDArray logits = network.logits(x, false);
			Fixtures.assertRelative("logits", npz.get("logits").doubles(), doubles(logits), EVALUATED);
			assertArrayEquals(network.head(pooled).toFloatArray(), logits.toFloatArray());
			assertArrayEquals(network.logits(network.stage(x, "layer2")).toFloatArray(), logits.toFloatArray());
			assertEquals(network.outputShape(x.getShape()), logits.getShape());
			Fixtures.assertRelative("softmax", npz.get("softmax").doubles(), doubles(logits.softmax(1)), EVALUATED);
		}
	}

	/** Of the output itself the file has some channels only. */
	private static void checkStage(final Npz npz, final String prefix, final NDArray y) {
		final NDArray flat = y.flatten(2, 4);
		int checked = 0;
		for (final String key : npz.all().keySet()) {
			if (!key.startsWith(prefix)) continue;
			final long[] shape = npz.get(key).shape();
			final NDArray found = switch (key.substring(prefix.length())) {
				case "mean" -> flat.mean(new int[] { 2 });
				case "max" -> flat.max(new int[] { 2 });
				// Channels 0 and 1 of the first clip.
				case "first2" -> y.get("0, 0:" + shape[0]);
				default -> y.get("0:" + shape[0] + ", 0:" + shape[1]);
			};
			Fixtures.assertRelative(key, npz.get(key).doubles(), doubles(found), EVALUATED);
			checked++;
		}
		assertTrue(checked > 0, prefix);
	}

	private static double[] doubles(final NDArray array) {
		try (NDArray copy = array.toType(DataType.FLOAT64, true)) {
			return copy.toDoubleArray();
		}
	}

	/** Statistics as they are, the gradient of the loss reaches every parameter and the clip. */
	@ParameterizedTest
	@MethodSource("networks")
	void gradientsOfAFrozenNetworkAreTorchvisions(final String name) {
		gradients(name, "frozen", DataType.FLOAT64, DOUBLE, DOUBLE);
		gradients(name, "frozen", DataType.FLOAT32, 1e-4, 1e-3);
	}

	/** In float32 rectifiers near 0 flip; see the reference's own words. */
	@ParameterizedTest
	@MethodSource("networks")
	void trainsLikeTorchvision(final String name) {
		gradients(name, "train", DataType.FLOAT64, DOUBLE, DOUBLE);
		gradients(name, "train", DataType.FLOAT32, 1e-4, 5e-2);
	}

	private static void gradients(final String name, final String mode, final DataType type, final double forward,
		final double backward)
	{
		final Npz npz = Fixtures.npz("video", name + "_train");
		final JsonObject meta = ReferenceVideo.meta(name);
		final JsonObject input = meta.getAsJsonObject("train").getAsJsonObject("input");
		final JsonObject of = meta.getAsJsonObject(mode);
		try (VideoNetwork network = ReferenceVideo.network(name); NDManager manager = Torch.manager(Device.cpu())) {
			network.cast(type);
			network.requireGradient(true);
			final NDArray x = ReferenceVideo.clips(manager, input).toType(type, true);
			x.setRequiresGradient(true);
			final NDArray labels = manager.create(npz.get("y").longs());
			Torch.withGradient(() -> {
				final NDArray logits = network.logits(x, mode.equals("train"));
				final String what = name + " " + type + " " + mode;
				Fixtures.assertRelative(what + ".logits", npz.get(mode + ".logits").doubles(), doubles(logits), forward);
				final NDArray loss = Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), new NDList(logits));
				assertEquals(of.get("loss").getAsDouble(), doubles(loss)[0], forward);
				Torch.backward(loss, null);
				return null;
			});
			checkStatistics(npz, mode, network.named(), forward);
			checkGradients(npz, mode, of.getAsJsonObject("grad_norms"), network.named(), backward);
			if (npz.all().containsKey(mode + ".grad_input_first_frame")) try (NDArray gradient = x.getGradient()) {
				Fixtures.assertRelative("input", npz.get(mode + ".grad_input_first_frame").doubles(), doubles(gradient.get(":, :, 0")),
					backward);
			}
		}
	}

	private static void checkStatistics(final Npz npz, final String mode, final Map<String, Parameter> named,
		final double tolerance)
	{
		final List<String> kept = Fixtures.matches(npz.all().keySet(), mode + "\\.(.*\\.running_(?:mean|var))");
		assertEquals(mode.equals("train"), !kept.isEmpty());
		for (final String key : kept)
			Fixtures.assertRelative(key, npz.get(mode + "." + key).doubles(), doubles(named.get(key).getArray()), tolerance);
	}

	private static void checkGradients(final Npz npz, final String mode, final JsonObject norms, final Map<String, Parameter> named,
		final double tolerance)
	{
		final List<String> kept = Fixtures.matches(npz.all().keySet(), mode + "\\.grad\\.(.*)");
		assertFalse(kept.isEmpty());
		for (final String key : kept) {
			final double[] expected = npz.get(mode + ".grad." + key).doubles();
			try (NDArray gradient = named.get(key).getArray().getGradient()) {
				Fixtures.assertRelative(key, expected, Arrays.copyOf(doubles(gradient), expected.length), tolerance);
			}
		}
		for (final String key : norms.keySet())
			try (NDArray gradient = named.get(key).getArray().getGradient()) {
				double squares = 0;
				for (final double value : doubles(gradient))
					squares += value * value;
				final double norm = norms.get(key).getAsDouble();
				assertEquals(norm, Math.sqrt(squares), tolerance * norm, key);
			}
	}
}
