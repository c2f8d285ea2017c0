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

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classifiers with attention, told the organ, and on a segmenter's encoder. */
class OrganClassifierTest {

	private static final List<String> ORGANS = List.of("breast", "thyroid", "kidney");
	private static final int SIZE = 32;

	@TempDir
	Path folder;

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	private static NDArray images(final NDManager scope, final int n) {
		return Torch.floats(scope, HashFill.image(7, n, 1, SIZE, SIZE), n, 1, SIZE, SIZE);
	}

	private static ImageNetwork network(final String name, final boolean film) {
		final ImageNetwork network = Networks.empty(name, Device.cpu(), 1, 3);
		((OrganNetwork) network).prepare(film ? ORGANS : List.of(), SIZE, 5);
		return network;
	}

	private static String segmenter(final Path file, final boolean film) {
		final SegmentationConfig config = new SegmentationConfig(List.of("a"), film ? List.of("kidney", "breast") : List.of(),
			List.of(
			4, 6, 8, 10), film, SIZE, 0.5, Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 3)) {
			SegmentationFile.write(file, network, config);
			return Arrays.toString(network.named().get("enc.2.u1.conv.weight").getArray().toFloatArray());
		}
	}

	private static float[] logits(final ImageNetwork network, final NDArray x, final int... organs) {
		return network.told(organs).logits(x, false).toFloatArray();
	}

	/** Fills FiLM's second layers, so that the organ matters. */
	private static void film(final ImageNetwork network) {
		network.named().forEach((name, parameter) -> {
			if (name.contains("fc2") && name.contains("film")) Torch.fill(parameter.getArray(), HashFill.fill(name.length(), parameter
				.getShape().getShape(), "w", 1));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "film-resnet18", "film-cbam-resnet18", "unet-flat", "unet-pooled" })
	void organIsTold(final String name) {
		final Path file = folder.resolve("model.safetensors");
		try (ImageNetwork network = network(name, true); NDManager scope = network.manager().newSubManager()) {
			final NDArray x = images(scope, 2);
			assertEquals(ORGANS, network.organs());
			assertArrayEquals(logits(network, x, 0, 0), logits(network, x, 1, 2), "FiLM begins as if it were not there");
			assertTrue(assertThrows(SonoflowException.Input.class, () -> network.logits(x, false)).getMessage().contains(
				"breast, thyroid, kidney"));
			film(network);
			final float[] both = logits(network, x, 1, 2);
			assertArrayEquals(Arrays.copyOf(both, 3), Arrays.copyOf(logits(network, x, 1), 3), 1e-5f);
			assertNotEquals(Arrays.toString(both), Arrays.toString(logits(network, x, 2, 1)));
			assertStages(network.told(1, 2), x, both);
			network.tell(2);
			assertArrayEquals(logits(network, x, 2), network.logits(x, false).toFloatArray(), 1e-5f);
			assertEquals(1, named(network, "embed\\.weight"));
			ModelFile.write(file, network, new ModelConfig(name, 1, List.of("a", "b", "c"), SIZE));
			try (ImageNetwork again = ModelFile.read(file, Device.cpu())) {
				assertEquals(ORGANS, again.organs());
				assertArrayEquals(both, logits(again, x, 1, 2));
			}
		}
	}

	private static long named(final ImageNetwork network, final String pattern) {
		return network.named().keySet().stream().filter(name -> name.matches(pattern)).count();
	}

	/** From wherever the way is held, the scores are the same, and have a gradient. */
	private static void assertStages(final ImageNetwork network, final NDArray x, final float[] logits) {
		assertTrue(network.stages().contains(network.usualStage()));
		for (final String layer : network.stages())
			try (ImageNetwork.Stage stage = network.stage(x, layer)) {
				assertArrayEquals(logits, network.logits(stage).toFloatArray(), layer);
				stage.values().setRequiresGradient(true);
				final NDArray scores = Torch.withGradient(() -> network.logits(stage));
				Torch.backward(scores, null);
				assertTrue(stage.values().getGradient().abs().max().getFloat() > 0, layer);
			}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cbam-resnet18", "unet-flat", "unet-pooled" })
	void whatIsToldNothingNeedsNoOrgan(final String name) {
		final Path file = folder.resolve("model.safetensors");
		try (ImageNetwork network = network(name, false); NDManager scope = network.manager().newSubManager()) {
			final NDArray x = images(scope, 2);
			final float[] logits = network.logits(x, false).toFloatArray();
			assertStages(network, x, logits);
			assertEquals(List.of(), network.organs());
			assertEquals(0, named(network, ".*(film|embed).*"));
			assertTrue(network.named().keySet().stream().allMatch(parameter -> network.layer(parameter) <= network.layers()));
			ModelFile.write(file, network, new ModelConfig(name, 1, List.of("a", "b", "c"), SIZE));
			try (ImageNetwork again = ModelFile.read(file, Device.cpu())) {
				assertArrayEquals(logits, again.logits(x, false).toFloatArray());
			}
		}
	}

	/** By the definition: attention after each stage of a plain ResNet of the same weights. */
	@Test
	void attentionFollowsEachStage() {
		final Path file = folder.resolve("resnet.safetensors");
		try (ImageNetwork plain = Networks.create("resnet18", Device.cpu(), 1, 3, 5)) {
			ModelFile.write(file, plain, new ModelConfig("resnet18", 1, List.of("a", "b", "c"), SIZE));
		}
		final StringBuilder said = new StringBuilder();
		try (ImageNetwork network = ModelFile.start(file, "", "cbam-resnet18", 3, ModelFile.Grey.SUM, Device.cpu(), 9,
			listening(said));
				ImageNetwork plain = ModelFile.read(file, Device.cpu()); NDManager scope = network.manager().newSubManager())
		{
			assertTrue(said.toString().contains("cbam"), said.toString());
			assertEquals(4 * 5, named(network, "cbam\\d\\..*"));
			final NDArray x = images(scope, 2);
			assertArrayEquals(plain.stage(x, "layer1.1").values().toFloatArray(), network.stage(x, "layer1.1").values()
				.toFloatArray());
			// Weights of channels and places that are all one half.
			network.named().forEach((name, parameter) -> {
				if (name.startsWith("cbam")) parameter.getArray().muli(0);
			});
			Fixtures.assertClose("a quarter", plain.stage(x, "layer1").values().mul(0.25f).toFloatArray(), network.stage(x, "cbam1")
				.values().toFloatArray(), 1e-6);
		}
	}

	private static Monitor listening(final StringBuilder said) {
		return new Monitor() {

			@Override
			public void message(final String text) {
				said.append(text);
			}

			@Override
			public void warn(final String text) {
				said.append(text);
			}
		};
	}

	private static ImageNetwork started(final Path file, final String name, final boolean film, final StringBuilder said) {
		return ModelFile.start(file, new ModelFile.Start(new ModelFile.Reading("", ModelFile.Grey.SUM, Stem.AUTO),
			network -> ((OrganNetwork) network).prepare(film ? ORGANS : List.of(), SIZE, 9)), name, 3, Device.cpu(), 9, listening(
				said));
	}

	@ParameterizedTest
	@ValueSource(strings = { "unet-flat", "unet-pooled" })
	void encoderIsTheSegmenters(final String name) {
		final Path plain = folder.resolve("plain.safetensors");
		final Path film = folder.resolve("film.safetensors");
		final String of = segmenter(plain, false);
		segmenter(film, true);
		final StringBuilder said = new StringBuilder();
		try (ImageNetwork network = started(plain, name, false, said)) {
			assertEquals(of, Arrays.toString(network.named().get("enc.2.u1.conv.weight").getArray().toFloatArray()));
			assertEquals(name.equals("unet-flat") ? 10 * 4 * 4 : 6 + 8 + 10, network.width());
			assertTrue(said.toString().contains("left over") && said.toString().contains("cls"), said.toString());
		}
		try (ImageNetwork network = started(plain, name, true, new StringBuilder())) {
			assertEquals(ORGANS, network.organs());
			assertTrue(network.named().get("enc.1.u0.film.fc1.weight").getArray().abs().max().getFloat() > 0);
		}
		said.setLength(0);
		try (ImageNetwork network = started(film, name, true, said)) {
			assertEquals(ORGANS, network.organs());
			assertTrue(said.toString().contains("has not learned: thyroid"), said.toString());
			assertFalse(said.toString().contains("has not learned: thyroid, kidney"), said.toString());
		}
		assertTrue(assertThrows(SonoflowException.Input.class, () -> started(film, name, false, new StringBuilder())).getMessage()
			.contains("film=true"));
	}

	/** The means of the last three stages are those of each stage's own places. */
	@Test
	void pooledHeadSeesThreeStages() {
		try (ImageNetwork network = network("unet-pooled", false); NDManager scope = network.manager().newSubManager()) {
			final NDArray x = images(scope, 2);
			final float[] pooled = network.embed(x, false).toFloatArray();
			int at = 0;
			final List<String> last = network.stages().subList(2, 5);
			for (final String stage : last) {
				final NDArray means = network.stage(x, stage).values().getNDArrayInternal().globalAvgPool();
				final int width = (int) means.getShape().get(1);
				Fixtures.assertClose(stage, means.get(0).toFloatArray(), Arrays.copyOfRange(pooled, at, at + width), 1e-5);
				at += width;
			}
			assertEquals(network.width(), at);
		}
	}

	@Test
	void sizesAreChecked() {
		try (ImageNetwork network = network("unet-flat", false)) {
			network.checkSize(SIZE, SIZE);
			assertTrue(assertThrows(SonoflowException.Input.class, () -> network.checkSize(64, 64)).getMessage().contains("size=" +
				SIZE));
			assertThrows(SonoflowException.Input.class, () -> network.checkSize(40, 40));
		}
		assertTrue(IntStream.of(1, 2).allMatch(i -> Networks.names().contains(i == 1 ? "unet-flat" : "cbam-resnet18")));
	}
}
