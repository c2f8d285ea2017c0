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
package io.sonoflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DenseNet-121 and -169 against torchvision's. */
class DenseNetTest {

	private static final int CLASSES = 2;

	@BeforeEach
	void noGradient() {
		Torch.inference();
		Torch.threads(1);
	}

	private static DenseNet network(final String name) {
		final StateDict weights = ReferenceResNet.fill(HashFill.parameters(Fixtures.json("resnet18", name + "_params"),
			"params"));
		final DenseNet network = (DenseNet) Networks.empty(name, Device.cpu(), (int) weights.get("features.conv0.weight")
			.shape()[1], weights.get("classifier.bias").size());
		StateLoader.load(network, weights, StateLoader.Head.LOAD, Monitor.NONE);
		return network;
	}

	static List<String> evaluations() {
		return Fixtures.names("resnet18", "(densenet.*)_eval\\.npz");
	}

	private static float[] means(final NDArray y) {
		return y.flatten(2, 3).mean(new int[] { 2 }).toFloatArray();
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("evaluations")
	void evaluatesLikeTorchvision(final String name) {
		final Npz npz = Fixtures.npz("resnet18", name + "_eval");
		final JsonObject meta = ReferenceResNet.meta();
		final JsonObject input = meta.getAsJsonObject(name).getAsJsonObject("input");
		final long[] shape = HashFill.shape(input.get("shape"));
		try (DenseNet network = network(name); NDManager manager = Torch.manager(Device.cpu())) {
			assertEquals(npz.get("pooled_relu").shape()[1], network.width());
			final NDArray x = Torch.floats(manager, HashFill.image(input, HashFill.phase(meta)), shape);
			final NDArray stem = network.stem(x, false);
			final NDArray block = network.block(1).forward(stem, false);
			Fixtures.assertClose("denseblock1", npz.get("denseblock1_mean").floats(), means(block), 1e-5);
			final NDArray transition = network.transition(1).forward(block, false);
			Fixtures.assertClose("transition1", npz.get("transition1_mean").floats(), means(transition), 1e-5);
			assertEquals(network.transition(1).outputShape(network.block(1).outputShape(stem.getShape())), transition
				.getShape());
			Fixtures.assertClose("norm5", npz.get("features_mean").floats(), means(network.normalised(x, false)), 1e-5);
			final NDArray pooled = network.embed(x, false);
			assertEquals(new Shape(shape[0], network.width()), pooled.getShape());
			Fixtures.assertClose("pooled", npz.get("pooled_relu").floats(), pooled.toFloatArray(), 1e-5);
			final float[] logits = network.logits(x, false).toFloatArray();
			Fixtures.assertClose("logits", npz.get("logits").floats(), logits, 1e-5);
			Fixtures.assertClose("float64", npz.get("logits_float64").floats(), logits, 1e-5);
		}
	}

	/** Every parameter's gradient against a difference quotient along it, in float64 and training mode. */
	@Test
	void gradientsAreThoseOfTheLoss() {
		try (ImageNetwork network = Networks.create("densenet121", Device.cpu(), 1, CLASSES, 5);
				NDManager manager = Torch.manager(Device.cpu()))
		{
			((DenseNet) network).cast(DataType.FLOAT64);
			final NDArray x = Torch.floats(manager, HashFill.image(3, 3, 1, 64, 64), 3, 1, 64, 64).toType(DataType.FLOAT64,
				false);
			network.requireGradient(true);
			Torch.withGradient(() -> {
				Torch.backward(score(network, x), null);
				return null;
			});
			for (final String name : new String[] { "features.conv0.weight", "features.norm0.bias",
				"features.denseblock1.denselayer1.norm1.weight", "features.denseblock2.denselayer7.conv1.weight",
				"features.transition2.conv.weight", "features.denseblock4.denselayer16.conv2.weight", "features.norm5.weight",
				"classifier.bias" })
				checkAlong(network, name, x);
		}
	}

	private static NDArray score(final ImageNetwork network, final NDArray x) {
		return network.logits(x, true).get(":, 1").square().sum();
	}

	private static void checkAlong(final ImageNetwork network, final String name, final NDArray x) {
		final NDArray array = network.named().get(name).getArray();
		final double step = 1e-7;
		final double[] values = array.toDoubleArray();
		try (NDArray gradient = array.getGradient()) {
			final double[] slope = gradient.toDoubleArray();
			final double norm = Math.sqrt(Arrays.stream(slope).map(g -> g * g).sum());
			final double[] scores = new double[2];
			for (int side = 0; side < 2; side++) {
				final double[] moved = values.clone();
				for (int i = 0; i < moved.length; i++)
					moved[i] += (2 * side - 1) * step * slope[i] / norm;
				array.toByteBuffer(true).asDoubleBuffer().put(moved);
				scores[side] = score(network, x).toDoubleArray()[0];
			}
			array.toByteBuffer(true).asDoubleBuffer().put(values);
			assertEquals(1, (scores[1] - scores[0]) / (2 * step) / norm, 1e-4, name);
		}
	}

	/** torchvision before 0.3 wrote {@code norm.1} for what is now {@code norm1}. */
	@Test
	void oldNamesAndOneHeadMoreAreUnderstood() {
		try (ImageNetwork network = Networks.create("densenet121", Device.cpu(), 3, CLASSES, 1);
				ImageNetwork loaded = Networks.empty("densenet121", Device.cpu(), 3, CLASSES))
		{
			final Map<String, Tensor> old = new LinkedHashMap<>();
			ModelFile.tensors(network).forEach((name, tensor) -> old.put("module." + name.replaceFirst(
				"(denselayer\\d+\\.(?:norm|conv))([12])", "$1.$2"), tensor));
			assertTrue(old.containsKey("module.features.denseblock3.denselayer24.norm.2.running_var"));
			StateLoader.load(loaded, StateDict.of(old, Map.of()).network(), StateLoader.Head.LOAD, Monitor.NONE);
			network.named().forEach((name, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(), loaded.named()
				.get(name).getArray().toFloatArray(), name));
		}
	}

	@Test
	void firstValuesAreTorchvisionsRule() {
		try (ImageNetwork network = Networks.create("densenet121", Device.cpu(), 1, CLASSES, 1)) {
			final float[] conv = network.named().get("features.denseblock1.denselayer1.conv2.weight").getArray()
				.toFloatArray();
			double squares = 0;
			for (final float value : conv)
				squares += value * value;
			// fan in: 128 channels, 3 x 3
			assertEquals(Math.sqrt(2.0 / (128 * 9)), Math.sqrt(squares / conv.length), 5e-4);
			assertArrayEquals(new float[CLASSES], network.named().get("classifier.bias").getArray().toFloatArray());
			assertEquals(64, network.named().get("features.norm0.weight").getArray().sum().getFloat());
		}
	}
}
