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
package io.sonoflow.nn.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;

import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The segmenter, against the reference's numbers and by itself. */
class SegmentationNetworkTest {

	private static final List<String> ORGANS = List.of("breast", "thyroid", "kidney");

	@TempDir
	Path folder;

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	private static SegmentationConfig config(final List<String> structures, final boolean film, final int... widths) {
		return new SegmentationConfig(structures, ORGANS, IntStream.of(widths).boxed().toList(), film, 16, 0.5,
			Normalisation.CLASSIFIER, Map.of());
	}

	private static NDArray images(final NDManager scope, final int n, final int size) {
		return Torch.floats(scope, HashFill.image(7, n, 1, size, size), n, 1, size, size);
	}

	private static JsonObject meta() {
		return Fixtures.json("segmentation", "film_unet_params");
	}

	/** The reference's network, filled by its formula. */
	private static SegmentationNetwork reference() {
		final Map<String, HashFill.Parameter> filled = HashFill.parameters(meta(), "params");
		final List<Integer> widths = IntStream.range(0, 99).mapToObj(i -> "enc." + i + ".u0.norm.weight").filter(filled::containsKey)
			.map(name -> filled.get(name).data().length).toList();
		final List<String> organs = IntStream.range(0, meta().get("n_organs").getAsInt()).mapToObj(i -> "organ " + i).toList();
		final SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), new SegmentationConfig(List.of("it"), organs,
			widths, true, 64, 0.5, Normalisation.CLASSIFIER, Map.of()), 1);
		assertEquals(new TreeSet<>(filled.keySet()), new TreeSet<>(network.named().keySet()));
		network.named().forEach((name, parameter) -> {
			assertArrayEquals(filled.get(name).shape(), parameter.getShape().getShape(), name);
			Torch.fill(parameter.getArray(), filled.get(name).data());
		});
		return network;
	}

	@Tag(Fixtures.TAG)
	@Test
	void networkIsTheReferences() {
		final Npz expected = Fixtures.npz("segmentation", "film_unet");
		try (SegmentationNetwork network = reference(); NDManager scope = network.manager().newSubManager()) {
			final NDArray x = Torch.floats(scope, HashFill.image(meta().getAsJsonObject("input"), HashFill.phase(meta())), expected.get(
				"x").shape());
			Fixtures.assertClose("image", expected.get("x").floats(), x.toFloatArray(), 1e-6);
			final int[] organs = expected.get("organ_ids").ints();
			Fixtures.assertClose("logits", expected.get("out").floats(), network.forward(x, organs).toFloatArray(), 1e-4);
			assertScales(expected, network.network(), x, organs);
			network.requireGradient(true);
			final NDArray logits = Torch.withGradient(() -> network.forward(x, organs));
			Fixtures.assertClose("logits in training", expected.get("out").floats(), logits.toFloatArray(), 1e-4);
		}
	}

	private static void assertScales(final Npz expected, final FilmUNet network, final NDArray x, final int[] organs) {
		final NDArray codes = network.codes(x, organs);
		final List<NDArray> scales = network.encode(x, codes);
		for (int i = 0; i < scales.size(); i++)
			assertScale(expected, "enc" + i, scales.get(i));
		NDArray y = scales.get(scales.size() - 1);
		for (int i = scales.size() - 2; i >= 0; i--) {
			y = network.decode(i, y, scales.get(i), codes);
			assertScale(expected, "dec" + i, y);
		}
	}

	private static void assertScale(final Npz expected, final String name, final NDArray y) {
		final float[] values = y.toFloatArray();
		final double[] means = new double[(int) (y.getShape().get(0) * y.getShape().get(1))];
		final int area = values.length / means.length;
		for (int i = 0; i < values.length; i++)
			means[i / area] += values[i] / (double) area;
		Fixtures.assertClose(name + " means", expected.get(name + "_mean").doubles(), means, 1e-4);
		if (expected.all().containsKey(name + "_first2")) Fixtures.assertClose(name, expected.get(name + "_first2").floats(), Arrays
			.copyOf(values, 2 * area), 1e-4);
	}

	/** In double, against central differences of the loss, in the parameters with the largest gradients. */
	@Test
	void gradientsAreThoseOfTheLoss() {
		try (SegmentationNetwork segmenter = SegmentationNetwork.create(Device.cpu(), config(List.of("a", "b"), true, 4, 6, 8), 3);
				NDManager scope = segmenter.manager().newSubManager())
		{
			final FilmUNet network = segmenter.network();
			network.named().forEach((name, parameter) -> {
				if (parameter.getArray().abs().max().getFloat() == 0) Torch.fill(parameter.getArray(), HashFill.fill(name.length(),
					parameter.getShape().getShape(), "bias", 1));
			});
			network.cast(DataType.FLOAT64);
			final NDArray x = images(scope, 2, 16).toType(DataType.FLOAT64, false);
			final NDArray y = x.gt(0).toType(x.getDataType(), false).concat(x.lt(0.3).toType(x.getDataType(), false), 1);
			network.requireGradient(true);
			final NDArray loss = Torch.withGradient(() -> MaskLosses.bceAndDice(segmenter.forward(x, 2, 0), y, 1).sum());
			Torch.backward(loss, null);
			for (final String name : List.of("enc.0.u0.conv.weight", "enc.1.u0.film.fc1.weight", "enc.1.u0.film.fc2.weight",
				"enc.2.u1.norm.weight", "up.1.weight", "dec.0.u0.conv.weight", "dec.1.u1.film.fc2.bias", "embed.weight", "head.bias"))
				assertGradient(network.named().get(name).getArray(), name, () -> MaskLosses.bceAndDice(segmenter.forward(x, 2, 0), y, 1)
					.sum().getDouble());
		}
	}

	private static void assertGradient(final NDArray parameter, final String name, final DoubleSupplier loss) {
		final double[] gradient = parameter.getGradient().toDoubleArray();
		final int at = IntStream.range(0, gradient.length).reduce((a, b) -> Math.abs(gradient[a]) >= Math.abs(gradient[b]) ? a : b)
			.orElseThrow();
		final DoubleBuffer values = parameter.toByteBuffer(true).asDoubleBuffer();
		final double value = values.get(at);
		final double step = 1e-6;
		values.put(at, value + step);
		final double above = loss.getAsDouble();
		values.put(at, value - step);
		final double below = loss.getAsDouble();
		values.put(at, value);
		assertTrue(Math.abs(gradient[at]) > 1e-4, name + " " + gradient[at]);
		assertEquals((above - below) / (2 * step), gradient[at], 1e-5 * Math.abs(gradient[at]) + 1e-9, name);
	}

	@Test
	void organsDoNotMatterUntilFilmHasLearned() {
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config(List.of("a"), true, 4, 8), 3);
				SegmentationNetwork plain = SegmentationNetwork.create(Device.cpu(), config(List.of("a"), false, 4, 8), 3);
				NDManager scope = network.manager().newSubManager())
		{
			final NDArray x = images(scope, 1, 8);
			final float[] first = network.forward(x, 0).toFloatArray();
			assertArrayEquals(first, network.forward(x, 2).toFloatArray());
			assertArrayEquals(plain.forward(x).toFloatArray(), first, 1e-6f);
			Torch.fill(network.named().get("enc.0.u0.film.fc2.bias").getArray(), new float[] { 1, 0, 0, 0, 0, 0, 0, 0 });
			assertNotEquals(Arrays.toString(first), Arrays.toString(network.forward(x, 0).toFloatArray()));
			assertThrows(IllegalArgumentException.class, () -> network.forward(x, 3));
			assertThrows(IllegalArgumentException.class, () -> network.forward(x, 0, 1));
			assertFalse(plain.named().keySet().stream().anyMatch(name -> name.contains("film") || name.startsWith("embed")));
		}
	}

	@Test
	void sizesThatCannotBeHalvedAreRefused() {
		final SegmentShape shape = new SegmentShape(List.of(4, 8, 16), 1, 0);
		shape.checkSize(12, 20);
		final String message = assertThrows(SonoflowException.Input.class, () -> shape.checkSize(18, 18)).getMessage();
		assertTrue(message.contains("18 x 18") && message.contains("such as 20"), message);
		assertThrows(SonoflowException.Input.class, () -> new SegmentShape(List.of(), 1, 0));
		assertThrows(SonoflowException.Input.class, () -> new SegmentShape(List.of(8, 0), 1, 0));
	}

	@Test
	void fileGivesTheNetworkBack() {
		final SegmentationConfig config = config(List.of("a", "b"), true, 4, 8);
		final Path file = folder.resolve("model.safetensors");
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 3);
				NDManager scope = network.manager().newSubManager())
		{
			SegmentationFile.write(file, network, config.withThreshold(0.35).withNote("seed", "3"));
			final SegmentationConfig read = SegmentationFile.config(file);
			assertEquals(config.withThreshold(0.35).withNote("seed", "3"), read);
			assertEquals(1, read.organ("thyroid"));
			final String message = assertThrows(SonoflowException.Input.class, () -> read.organ("liver")).getMessage();
			assertTrue(message.contains("liver") && message.contains("breast, thyroid, kidney"), message);
			try (SegmentationNetwork again = SegmentationFile.read(file, Device.cpu())) {
				final NDArray x = images(scope, 2, 16);
				assertArrayEquals(network.forward(x, 1, 2).toFloatArray(), again.forward(x, 1, 2).toFloatArray());
			}
		}
	}

	private static SegmentationNetwork fused(final SegmentationConfig config) {
		final ImageNetwork classifier = Networks.create("resnet18", Device.cpu(), 1, 2, 5);
		return SegmentationNetwork.fused(Device.cpu(), config, 3, classifier, new ModelConfig("resnet18", 1, List.of("n", "p"), 32));
	}

	@Test
	void classifierJoinsAtTheDeepestScaleAndDoesNotLearn() {
		final SegmentationConfig config = config(List.of("a"), false, 4, 8);
		final Path file = folder.resolve("fused.safetensors");
		try (SegmentationNetwork network = fused(config); SegmentationNetwork plain = SegmentationNetwork.create(Device.cpu(), config,
			3); NDManager scope = network.manager().newSubManager())
		{
			final NDArray x = images(scope, 2, 16);
			assertArrayEquals(plain.forward(x).toFloatArray(), network.forward(x).toFloatArray(), "the gate begins closed");
			final String statistics = Arrays.toString(network.named().get("classifier.bn1.running_mean").getArray().toFloatArray());
			network.requireGradient(true);
			final NDArray y = Torch.withGradient(() -> network.forward(x));
			Torch.backward(y, y);
			assertTrue(Math.abs(network.named().get("fusion.alpha").getArray().getGradient().getFloat()) > 0);
			assertFalse(network.named().get("classifier.conv1.weight").getArray().hasGradient());
			assertFalse(network.trainable().keySet().stream().anyMatch(name -> name.startsWith("classifier.")));
			assertEquals(statistics, Arrays.toString(network.named().get("classifier.bn1.running_mean").getArray().toFloatArray()));
			Torch.fill(network.named().get("fusion.alpha").getArray(), new float[] { 0.7f });
			SegmentationFile.write(file, network, config);
			try (SegmentationNetwork again = SegmentationFile.read(file, Device.cpu())) {
				assertArrayEquals(network.forward(x).toFloatArray(), again.forward(x).toFloatArray());
				assertNotEquals(Arrays.toString(plain.forward(x).toFloatArray()), Arrays.toString(again.forward(x).toFloatArray()));
			}
			// A classifier on the U-Net's encoder takes that, not the classifier that it listened to.
			try (ImageNetwork head = ModelFile.start(file, new ModelFile.Start(new ModelFile.Reading("", ModelFile.Grey.SUM, "auto"),
				empty -> ((OrganNetwork) empty).prepare(List.of(), 32, 1)), "unet-pooled", 2, Device.cpu(), 1, Monitor.NONE))
			{
				assertArrayEquals(network.named().get("enc.1.u0.conv.weight").getArray().toFloatArray(), head.named().get(
					"enc.1.u0.conv.weight").getArray().toFloatArray());
			}
		}
	}

	/** The classifier counts organs in its own order. */
	@Test
	void classifierIsToldTheOrgan() {
		final Path file = folder.resolve("told.safetensors");
		final SegmentationConfig config = config(List.of("a"), true, 4, 8);
		final ImageNetwork classifier = Networks.empty("film-resnet18", Device.cpu(), 1, 2);
		((OrganNetwork) classifier).prepare(List.of("kidney", "breast", "thyroid"), 32, 5);
		classifier.named().forEach((name, parameter) -> {
			if (name.matches("film\\d\\.fc2.*")) Torch.fill(parameter.getArray(), HashFill.fill(3, parameter.getShape().getShape(), "w",
				1));
		});
		final ModelConfig of = new ModelConfig("film-resnet18", 1, List.of("n", "p"), 32);
		final SegmentationConfig untold = config(List.of("a"), false, 4, 8);
		assertThrows(SonoflowException.Input.class, () -> SegmentationNetwork.fused(Device.cpu(), untold, 3, classifier, of));
		try (ImageNetwork flat = Networks.empty("unet-flat", Device.cpu(), 1, 2)) {
			((OrganNetwork) flat).prepare(List.of(), 32, 1);
			assertThrows(SonoflowException.Input.class, () -> SegmentationNetwork.fused(Device.cpu(), untold, 3, flat, new ModelConfig(
				"unet-flat", 1, List.of("n", "p"), 32)));
		}
		try (SegmentationNetwork network = SegmentationNetwork.fused(Device.cpu(), config, 3, classifier, of);
				NDManager scope = network.manager().newSubManager())
		{
			Torch.fill(network.named().get("fusion.alpha").getArray(), new float[] { 1 });
			final NDArray x = images(scope, 1, 16);
			final float[] breast = network.forward(x, 0).toFloatArray();
			assertNotEquals(Arrays.toString(breast), Arrays.toString(network.forward(x, 2).toFloatArray()));
			SegmentationFile.write(file, network, config);
			try (SegmentationNetwork again = SegmentationFile.read(file, Device.cpu())) {
				assertArrayEquals(breast, again.forward(x, 0).toFloatArray());
			}
		}
	}

	/** Records what is said. */
	private static Monitor listening(final StringBuilder said) {
		return new Monitor() {

			@Override
			public void message(final String text) {
				said.append(text);
			}
		};
	}

	@Test
	void startTakesWhatBothKnow() {
		final Path file = folder.resolve("model.safetensors");
		final SegmentationConfig of = config(List.of("a"), true, 4, 8);
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), of, 3)) {
			SegmentationFile.write(file, network, of);
			final SegmentationConfig other = new SegmentationConfig(List.of("a", "b"), List.of("nerve", "kidney"), List.of(4, 8), true,
				16, 0.5, Normalisation.CLASSIFIER, Map.of());
			final StringBuilder said = new StringBuilder();
			try (SegmentationNetwork next = SegmentationNetwork.create(Device.cpu(), other, 4)) {
				SegmentationFile.start(next, file, "", listening(said));
				assertArrayEquals(value(network, "dec.0.u1.conv.weight"), value(next, "dec.0.u1.conv.weight"));
				assertArrayEquals(Arrays.copyOfRange(value(network, "embed.weight"), 2 * 64, 3 * 64), Arrays.copyOfRange(value(next,
					"embed.weight"), 64, 128));
				assertTrue(said.toString().contains("new: ") && said.toString().contains("head.weight") && said.toString().contains(
					"code of nerve") && !said.toString().contains("code of kidney"), said.toString());
			}
			final Map<String, Tensor> both = new LinkedHashMap<>();
			SegmentationFile.tensors(network).forEach((name, tensor) -> {
				both.put("student." + name, Tensor.of(new float[tensor.size()], tensor.shape()));
				both.put("teacher.net." + name, tensor);
			});
			final Path wrapped = folder.resolve("both.safetensors");
			Safetensors.write(wrapped, both, Map.of());
			try (SegmentationNetwork next = SegmentationNetwork.create(Device.cpu(), other, 4)) {
				SegmentationFile.start(next, wrapped, "teacher.net", Monitor.NONE);
				assertArrayEquals(value(network, "dec.0.u1.conv.weight"), value(next, "dec.0.u1.conv.weight"));
				final String several = assertThrows(SonoflowException.File.class, () -> SegmentationFile.start(next, wrapped, "",
					Monitor.NONE)).getMessage();
				assertTrue(several.contains("student, teacher.net") && several.contains("prefix=student"), several);
				final String none = assertThrows(SonoflowException.Input.class, () -> SegmentationFile.start(next, wrapped, "ema",
					Monitor.NONE)).getMessage();
				assertTrue(none.contains("prefix=ema") && none.contains("student, teacher.net"), none);
			}
			try (SegmentationNetwork wide = SegmentationNetwork.create(Device.cpu(), config(List.of("a"), true, 4, 6), 4)) {
				final String message = assertThrows(SonoflowException.File.class, () -> SegmentationFile.start(wide, file, "",
					Monitor.NONE))
					.getMessage();
				assertTrue(message.contains("widths") && message.contains("enc.1.u0.conv"), message);
			}
		}
	}

	private static float[] value(final SegmentationNetwork network, final String name) {
		return network.named().get(name).getArray().toFloatArray();
	}
}
