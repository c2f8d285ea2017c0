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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Frozen;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network of clips is as one among others: its file, first values, memory. */
class VideoNetworkTest {

	private static final int[] CLIP = { 2, 1, 4, 16, 16 };

	@BeforeEach
	void noGradient() {
		Torch.inference();
	}

	private static VideoNetwork tiny(final String name, final int channels, final long seed) {
		final VideoNetwork network = new VideoNetwork(name, Device.cpu(), channels, 3, 4);
		Initializer.fill(network, seed);
		return network;
	}

	private static NDArray clips(final NDManager manager) {
		return Torch.floats(manager, HashFill.image(3, CLIP[0], CLIP[2], CLIP[3], CLIP[4]), CLIP[0], 1, CLIP[2], CLIP[3], CLIP[4]);
	}

	@Test
	void theyAreKnownApartFromNetworksOfImages() {
		assertEquals(List.of("r2plus1d-18", "r3d-18"), Networks.clipNames());
		assertTrue(Networks.clipNames().stream().allMatch(Networks::isKnown));
		assertFalse(Networks.names().stream().anyMatch(Networks.clipNames()::contains));
		assertEquals("stem.0.weight", Networks.stemName("r3d-18"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "r3d-18", "r2plus1d-18" })
	void aFileOfOneGivesTheSameScores(final String name, @TempDir final Path folder) {
		final Path file = folder.resolve("model.safetensors");
		final ModelConfig config = new ModelConfig(name, 1, List.of("a", "b", "c"), 16);
		try (VideoNetwork network = tiny(name, 1, 4); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = clips(manager);
			ModelFile.write(file, network, config);
			try (ImageNetwork read = ModelFile.read(file, Device.cpu()); Frozen frozen = new Frozen(read)) {
				assertEquals(32, read.width());
				assertArrayEquals(network.logits(x, false).toFloatArray(), read.logits(x, false).toFloatArray());
				assertArrayEquals(network.logits(x, false).toFloatArray(), frozen.logits(x).toFloatArray());
			}
			assertEquals(config.architecture(), ModelFile.config(file).architecture());
		}
	}

	@Test
	void aDamagedHeaderIsNamed(@TempDir final Path folder) {
		final Path file = folder.resolve("model.safetensors");
		try (VideoNetwork network = tiny("r3d-18", 1, 4)) {
			final Map<String, String> header = new LinkedHashMap<>(new ModelConfig("r3d-18", 1, List.of("a", "b", "c"), 16)
				.toMetadata());
			header.put(VideoNetwork.CHANNELS, "many");
			Safetensors.write(file, ModelFile.tensors(network), header);
		}
		assertTrue(assertThrows(SonoflowException.File.class, () -> ModelFile.read(file, Device.cpu())).getMessage().contains(
			"videochannels is \"many\""));
	}

	/** A network of three channels sees a grey clip three times; weights for colour summed over the channels do the same. */
	@Test
	void greyIsRepeatedOrTheStemSummed() {
		try (VideoNetwork colour = tiny("r2plus1d-18", 3, 5); VideoNetwork grey = tiny("r2plus1d-18", 1, 6);
				NDManager manager = Torch.manager(Device.cpu()))
		{
			final NDArray x = clips(manager);
			final float[] expected = colour.logits(x.repeat(1, 3), false).toFloatArray();
			assertArrayEquals(expected, colour.logits(x, false).toFloatArray());
			final Map<String, Tensor> tensors = ModelFile.tensors(colour);
			StateLoader.load(grey, StateDict.of(tensors, Map.of()), StateLoader.Head.LOAD,
				Monitor.NONE);
			assertArrayEquals(expected, grey.logits(x, false).toFloatArray(), 1e-5f);
			assertThrows(IllegalArgumentException.class, () -> grey.logits(x.repeat(1, 3), false));
		}
	}

	/** Weights of others, of three channels and other classes, as a start. */
	@ParameterizedTest
	@ValueSource(strings = { "r3d-18", "r2plus1d-18" })
	void weightsOfOthersAreAStart(final String name, @TempDir final Path folder) {
		final Path file = folder.resolve("kinetics.safetensors");
		try (VideoNetwork colour = tiny(name, 3, 5); NDManager manager = Torch.manager(Device.cpu())) {
			Safetensors.write(file, ModelFile.tensors(colour), Map.of());
			final NDArray x = clips(manager);
			final float[] expected = colour.embed(x, false).toFloatArray();
			for (final ModelFile.Grey grey : List.of(ModelFile.Grey.REPEAT, ModelFile.Grey.AVERAGE))
				try (ImageNetwork start = ModelFile.start(file, new ModelFile.Start(new ModelFile.Reading("", grey, "auto"), Map.of(
					VideoNetwork.CHANNELS, "4"), network -> {}, network -> List.of()), name, 2, Device.cpu(), 7, Monitor.NONE))
				{
					assertEquals(grey == ModelFile.Grey.REPEAT ? 3 : 1, start.channels());
					assertEquals(2, start.classes());
					final NDArray third = grey == ModelFile.Grey.REPEAT ? x : x.mul(3f);
					assertArrayEquals(expected, start.embed(third, false).toFloatArray(), 1e-5f);
				}
		}
	}

	@Test
	void imagesAreRefused() {
		try (VideoNetwork network = tiny("r3d-18", 1, 4); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray images = manager.zeros(new Shape(1, 1, 16, 16));
			assertTrue(assertThrows(SonoflowException.Input.class, () -> network.logits(images, false)).getMessage().contains(
				"sees clips"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "r3d-18", "r2plus1d-18" })
	void aPassLeavesNothingAndChangesNoBit(final String name) {
		try (VideoNetwork network = tiny(name, 1, 4); NDManager manager = Torch.manager(Device.cpu())) {
			network.requireGradient(true);
			final NDArray x = clips(manager);
			final float[] pixels = x.toFloatArray();
			final int before = manager.getManagedArrays().size();
			final NDArray y = network.logits(x, false);
			assertEquals(before + 1, manager.getManagedArrays().size());
			final float[] plain = y.toFloatArray();
			assertArrayEquals(plain, Torch.withGradient(() -> network.logits(x, false).toFloatArray()));
			assertArrayEquals(pixels, x.toFloatArray());
			for (final String stage : network.stages())
				try (ImageNetwork.Stage held = network.stage(x, stage)) {
					assertArrayEquals(plain, network.logits(held).toFloatArray(), stage);
				}
		}
	}

	/** Order matters to it, which to a mean over frames it would not. */
	@Test
	void itSeesTime() {
		try (VideoNetwork network = tiny("r2plus1d-18", 1, 4); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = clips(manager);
			assertNotEquals(Arrays.toString(network.logits(x, false).toFloatArray()), Arrays.toString(network.logits(x.flip(2), false)
				.toFloatArray()));
			assertEquals(3, network.logits(x.get("0:1, :, 0:1"), false).size(), "one frame is a clip, too");
		}
	}

	@Test
	void firstValuesAreTorchvisions() {
		try (VideoNetwork network = new VideoNetwork("r3d-18", Device.cpu(), 1, 3, 16)) {
			Initializer.fill(network, 1);
			final Map<String, Parameter> named = network.named();
			assertEquals(Math.sqrt(2.0 / (128 * 27)), deviation(named.get("layer4.1.conv2.0.weight")), 2e-4);
			assertEquals(0.01, deviation(named.get("fc.weight")), 1e-3);
			assertArrayEquals(new float[3], named.get("fc.bias").getArray().toFloatArray());
			assertEquals(1, named.get("stem.1.weight").getArray().mean().getFloat());
			assertEquals(List.of(0, 0, 1, 4, 5), List.of("stem.0.weight", "stem.1.bias", "layer1.0.conv1.0.weight",
				"layer4.1.conv2.1.bias", "fc.bias").stream().map(network::layer).toList());
			assertEquals(5, network.layers());
		}
	}

	private static double deviation(final Parameter parameter) {
		final float[] values = parameter.getArray().toFloatArray();
		double squares = 0;
		for (final float value : values)
			squares += (double) value * value;
		return Math.sqrt(squares / values.length);
	}
}
