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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.loss.Loss;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Npz;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ResNet-18 against torchvision's. */
class ResNetTest {

	@BeforeEach
	void noGradient() {
		Torch.inference();
	}

	@ParameterizedTest
	@CsvSource({ "1,224", "1,256", "3,224", "3,256" })
	void evaluatesLikeTorchvision(final int channels, final int size) {
		final Path folder = Fixture.folder("resnet18");
		final String name = "eval_" + channels + "ch_" + size;
		final Npz npz = Npz.read(folder.resolve(name + ".npz"));
		final JsonObject input = HashFill.json(folder.resolve("meta.json")).getAsJsonObject("inputs").getAsJsonObject(name);
		try (ResNet network = Fixture.network(channels); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = Torch.floats(manager, HashFill.image(input), 2, channels, size, size);
			NDArray y = network.stem(x, false);
			for (int i = 1; i <= ResNet.STAGES; i++) {
				y = network.stage(i).forward(y, false);
				checkStage(npz, i, y);
			}
			final NDArray pooled = network.pool(y);
			Fixture.assertClose("avgpool", npz.get("avgpool").floats(), pooled.toFloatArray(), 1e-5);
			Fixture.assertClose("logits", npz.get("logits").floats(), network.head(pooled).toFloatArray(), 1e-5);
			final NDArray logits = network.logits(x, false);
			assertArrayEquals(network.head(pooled).toFloatArray(), logits.toFloatArray());
			assertEquals(network.outputShape(x.getShape()), logits.getShape());
			Fixture.assertClose("softmax", npz.get("softmax").floats(), logits.softmax(1).toFloatArray(), 1e-5);
		}
	}

	private static void checkStage(final Npz npz, final int stage, final NDArray y) {
		final int kept = stage == 4 ? 512 : stage == 3 ? 8 : 4;
		final Npz.Array first = npz.get("layer" + stage + "_first" + kept);
		final float[] values = (stage == 4 ? y : y.get("0:1, 0:" + kept)).toFloatArray();
		Fixture.assertClose("layer" + stage, first.floats(), values, 1e-5);
		final NDArray flat = y.flatten(2, 3);
		Fixture.assertClose("mean of layer" + stage, npz.get("layer" + stage + "_mean").floats(), flat.mean(new int[] { 2 })
			.toFloatArray(), 1e-5);
		Fixture.assertClose("max of layer" + stage, npz.get("layer" + stage + "_max").floats(), flat.max(new int[] { 2 })
			.toFloatArray(), 1e-5);
	}

	/**
	 * In float64, because one activation of this set lies so near the rectifier's kink that float32 rounding on some
	 * processors flips it (PyTorch in Python does the same there: 2.9e-2 in one gradient, 4e-6 in float64).
	 */
	@Test
	void trainsLikeTorchvision() {
		trains(DataType.FLOAT64, 1e-4);
	}

	@Test
	void trainsLikeTorchvisionInSinglePrecision() {
		trains(DataType.FLOAT32, 5e-2);
	}

	private static void trains(final DataType type, final double gradientTolerance) {
		final Path folder = Fixture.folder("resnet18");
		final Npz npz = Npz.read(folder.resolve("train_1ch.npz"));
		final JsonObject meta = HashFill.json(folder.resolve("meta.json")).getAsJsonObject("train_1ch");
		final long[] shape = HashFill.shape(meta.getAsJsonObject("input").get("shape"));
		try (ResNet network = Fixture.network(1); NDManager manager = Torch.manager(Device.cpu())) {
			network.cast(type);
			network.requireGradient(true);
			final NDArray x = Torch.floats(manager, HashFill.image(meta.getAsJsonObject("input")), shape).toType(type, false);
			final NDArray labels = manager.create(npz.get("y").longs());
			final NDArray loss = Torch.withGradient(() -> {
				final NDArray logits = network.logits(x, true);
				Fixture.assertClose("logits", npz.get("logits").floats(), floats(logits), 1e-5);
				final NDArray mean = Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), new NDList(logits));
				Torch.backward(mean, null);
				return mean;
			});
			assertEquals(meta.get("loss").getAsDouble(), floats(loss)[0], 1e-5);
			checkStatistics(npz, network.named());
			checkGradients(npz, meta.getAsJsonObject("grad_norms"), network.named(), gradientTolerance);
		}
	}

	private static float[] floats(final NDArray array) {
		try (NDArray single = array.toType(DataType.FLOAT32, true)) {
			return single.toFloatArray();
		}
	}

	private static void checkStatistics(final Npz npz, final Map<String, Parameter> named) {
		int checked = 0;
		for (final Map.Entry<String, Parameter> entry : named.entrySet()) {
			if (entry.getValue().requiresGradient()) continue;
			Fixture.assertClose(entry.getKey(), npz.get(entry.getKey()).floats(), floats(entry.getValue().getArray()), 1e-5);
			checked++;
		}
		assertEquals(40, checked);
	}

	private static void checkGradients(final Npz npz, final JsonObject norms, final Map<String, Parameter> named,
		final double tolerance)
	{
		checkGradient(npz, "grad_conv1", named.get("conv1.weight"), tolerance);
		checkGradient(npz, "grad_fc_weight", named.get("fc.weight"), 1e-4);
		checkGradient(npz, "grad_fc_bias", named.get("fc.bias"), 1e-4);
		checkGradient(npz, "grad_bn1_weight", named.get("bn1.weight"), tolerance);
		checkGradient(npz, "grad_layer3_0_downsample_0", named.get("layer3.0.downsample.0.weight"), tolerance);
		for (final Map.Entry<String, Parameter> entry : named.entrySet()) {
			if (!entry.getValue().requiresGradient()) continue;
			try (NDArray gradient = entry.getValue().getArray().getGradient()) {
				final double norm = norms.get(entry.getKey()).getAsDouble();
				double squares = 0;
				for (final float value : floats(gradient))
					squares += (double) value * value;
				// the reference's norm of two million floats is itself summed in float32: good to 1e-4
				assertEquals(norm, Math.sqrt(squares), Math.max(tolerance, 3e-4) * norm, entry.getKey());
			}
		}
	}

	private static void checkGradient(final Npz npz, final String key, final Parameter parameter,
		final double tolerance)
	{
		final float[] expected = npz.get(key).floats();
		try (NDArray gradient = parameter.getArray().getGradient()) {
			Fixture.assertClose(key, expected, Arrays.copyOf(floats(gradient), expected.length), tolerance);
		}
	}

	@Test
	void greyIsRepeatedForThreeChannels() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 3, 2, 0);
				NDManager manager = Torch.manager(Device.cpu()))
		{
			final NDArray grey = Torch.floats(manager, HashFill.image(5, 2, 1, 64, 64), 2, 1, 64, 64);
			assertArrayEquals(network.logits(grey.repeat(1, 3), false).toFloatArray(), network.logits(grey, false)
				.toFloatArray());
		}
	}

	@Test
	void namesAreTorchvisions() {
		final JsonObject meta = HashFill.json(Fixture.folder("resnet18").resolve("meta.json"));
		final Map<String, HashFill.Parameter> expected = HashFill.parameters(meta, "params_3ch");
		try (ResNet network = ResNet.resNet18(Device.cpu(), 3, 2)) {
			assertEquals(expected.keySet().stream().sorted().toList(), network.named().keySet().stream().sorted().toList());
			expected.forEach((name, parameter) -> assertEquals(new Shape(parameter.shape()), network.named().get(name)
				.getShape(), name));
		}
	}
}
