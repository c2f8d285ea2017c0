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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.HashFill;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.OrganNetwork;
import io.sonoflow.nn.weights.Safetensors;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Classifiers of clips, and what their scores mean. */
class BagNetworkTest {

	private static final int FRAMES = 5, CLASSES = 3, SIDE = 32;

	@BeforeEach
	void noGradient() {
		Torch.inference();
	}

	private static BagNetwork network(final BagPooling pooling) {
		return BagNetwork.of(Networks.create(Networks.RESNET18, Device.cpu(), 1, CLASSES, 3), pooling, 2, 8, 4);
	}

	private static NDArray frames(final NDManager manager) {
		return Torch.floats(manager, HashFill.image(8, FRAMES, 1, SIDE, SIDE), FRAMES, 1, SIDE, SIDE);
	}

	@ParameterizedTest
	@EnumSource
	void aFileOfOneGivesTheSameScores(final BagPooling pooling, @TempDir final Path folder) {
		final Path file = folder.resolve("model.safetensors");
		try (BagNetwork network = network(pooling); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = frames(manager);
			ModelFile.write(file, network, new ModelConfig(Networks.RESNET18, 1, List.of("a", "b", "c"), SIDE));
			try (BagNetwork read = (BagNetwork) ModelFile.read(file, Device.cpu())) {
				assertEquals(pooling, read.pooling());
				final NDArray scores = read.logits(x, false);
				assertArrayEquals(new long[] { 1, CLASSES }, scores.getShape().getShape());
				assertArrayEquals(network.logits(x, false).toFloatArray(), scores.toFloatArray());
				assertEquals(pooling.learns(), read.named().keySet().stream().anyMatch(name -> name.startsWith("attention")));
			}
		}
	}

	@Test
	void aDamagedHeaderIsNamed(@TempDir final Path folder) {
		final Path file = folder.resolve("model.safetensors");
		try (BagNetwork network = network(BagPooling.GATED)) {
			for (final Map.Entry<String, String> wrong : Map.of(BagNetwork.POOLING, "best", BagNetwork.HIDDEN, "0").entrySet()) {
				final Map<String, String> header = new LinkedHashMap<>(new ModelConfig(Networks.RESNET18, 1, List.of("a", "b", "c"), SIDE)
					.toMetadata());
				header.putAll(network.header());
				header.put(wrong.getKey(), wrong.getValue());
				Safetensors.write(file, ModelFile.tensors(network), header);
				assertTrue(assertThrows(SonoflowException.File.class, () -> ModelFile.read(file, Device.cpu())).getMessage().contains(
					"how frames are pooled"));
			}
		}
	}

	/** The two ways to a clip's probabilities, in float32 and in double. */
	@ParameterizedTest
	@EnumSource(names = { "MEAN", "MAX", "NOISY_OR", "TOP_K" })
	void bothWaysToAScoreAgree(final BagPooling pooling) {
		try (BagNetwork network = network(pooling); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray vectors = network.embed(frames(manager), false);
			final double[] quick = Classifier.softmax(network.bag(vectors).toFloatArray(), CLASSES)[0];
			final float[] scores = network.head(vectors).toFloatArray();
			final double[][] logits = IntStream.range(0, FRAMES).mapToObj(i -> IntStream.range(0, CLASSES).mapToDouble(c -> scores[i *
				CLASSES + c]).toArray()).toArray(double[][]::new);
			final double[] exact = BagScores.classes(pooling, 2, logits);
			assertArrayEquals(exact, quick, 1e-6);
			assertEquals(1, Arrays.stream(exact).sum(), 1e-12);
		}
	}

	@ParameterizedTest
	@EnumSource
	void theClipsLabelTeachesAllOfIt(final BagPooling pooling) {
		try (BagNetwork network = network(pooling); NDManager manager = Torch.manager(Device.cpu())) {
			network.requireGradient(true);
			final NDArray x = frames(manager);
			final int before = manager.getManagedArrays().size();
			network.logits(x, false).close();
			assertEquals(before, manager.getManagedArrays().size(), "a pass leaves nothing");
			Torch.withGradient(() -> {
				Torch.backward(network.logits(x, true).logSoftmax(1).get(":, 2:3"), null);
				return null;
			});
			network.named().forEach((name, parameter) -> {
				if (parameter.requiresGradient() && !name.equals("attention.2.bias") && !name.equals("attention_w.bias")) assertTrue(
					largest(parameter) > 0, name);
			});
		}
	}

	private static double largest(final Parameter parameter) {
		try (NDArray gradient = parameter.getArray().getGradient()) {
			double largest = 0;
			for (final float value : gradient.toFloatArray())
				largest = Math.max(largest, Math.abs(value));
			return largest;
		}
	}

	@ParameterizedTest
	@EnumSource
	void weightsOfFramesAddUpToOne(final BagPooling pooling) {
		try (BagNetwork network = network(pooling); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray vectors = network.embed(frames(manager), false);
			final int before = manager.getManagedArrays().size();
			final double[] weights = network.weights(vectors);
			assertEquals(before, manager.getManagedArrays().size());
			assertEquals(FRAMES, weights.length);
			assertEquals(1, Arrays.stream(weights).sum(), 1e-6);
			final long counted = Arrays.stream(weights).filter(each -> each > 0).count();
			assertEquals(pooling == BagPooling.MAX ? 1 : pooling == BagPooling.TOP_K ? 2 : FRAMES, counted);
			assertThrows(IllegalArgumentException.class, () -> BagPooling.of("best"));
			assertEquals(pooling, BagPooling.of(pooling.toString()));
		}
	}

	/** One frame of a clip shows what its label says: attention finds it. */
	@ParameterizedTest
	@EnumSource(names = { "ATTENTION", "GATED" })
	void attentionLearnsWhichFrameCounts(final BagPooling pooling) {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final AttentionPooling attention = new AttentionPooling(manager, 4, 8, pooling == BagPooling.GATED);
			final Linear head = new Linear(manager, 4, 1);
			final Map<String, Parameter> named = new LinkedHashMap<>(attention.named());
			head.named().forEach((name, parameter) -> named.put("head." + name, parameter));
			named.forEach((name, parameter) -> Torch.fill(parameter.getArray(), HashFill.fill(name.length(), parameter.getShape()
				.getShape(), name.endsWith("bias") ? "bias" : "w", HashFill.PHASE)));
			attention.requireGradient(true);
			head.requireGradient(true);
			for (int step = 0; step < 300; step++) {
				final boolean ill = step % 2 == 1;
				final NDArray x = bag(manager, step, ill);
				Torch.withGradient(() -> {
					final NDArray score = head.forward(attention.forward(x, true), true);
					Torch.backward(score.mul(ill ? -1 : 1).exp().add(1).log(), null);
					return null;
				});
				named.values().forEach(BagNetworkTest::descend);
			}
			final float[] weights = attention.attention(bag(manager, 1001, true)).toFloatArray();
			assertTrue(weights[2] > 0.5, Arrays.toString(weights));
			assertFalse(head.forward(attention.forward(bag(manager, 1002, false), false), false).getFloat() > 0);
			assertTrue(head.forward(attention.forward(bag(manager, 1003, true), false), false).getFloat() > 0);
		}
	}

	/** Six frames of noise; of an ill patient the third has a sign. */
	private static NDArray bag(final NDManager manager, final int seed, final boolean ill) {
		final RandomStream random = RandomStream.of(seed, "bag");
		final float[] values = new float[24];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (0.3 * random.nextGaussian());
		if (ill) values[8] += 2;
		return Torch.floats(manager, values, 6, 4);
	}

	private static void descend(final Parameter parameter) {
		final NDArray array = parameter.getArray();
		final float[] values = array.toFloatArray();
		try (NDArray gradient = array.getGradient()) {
			final float[] slope = gradient.toFloatArray();
			for (int i = 0; i < values.length; i++)
				values[i] -= 0.2f * slope[i];
			gradient.subi(gradient);
		}
		Torch.fill(array, values);
	}

	/** By hand: three classes, two frames. */
	@Test
	void aClipIsBelowAClassIfAllItsFramesAre() {
		final double[][] logits = { log(0.7, 0.2, 0.1), log(0.5, 0.1, 0.4) };
		assertArrayEquals(new double[] { 0.35, 0.9 * 0.6 - 0.35, 1 - 0.9 * 0.6 }, BagScores.classes(BagPooling.NOISY_OR, 1, logits),
			1e-12);
		assertArrayEquals(new double[] { 0.6, 0.15, 0.25 }, BagScores.classes(BagPooling.MEAN, 1, logits), 1e-12);
		assertArrayEquals(new double[] { 0.5, 0.1, 0.4 }, BagScores.classes(BagPooling.MAX, 7, logits), 1e-12);
		assertArrayEquals(new double[] { 0.6, 0.15, 0.25 }, BagScores.classes(BagPooling.TOP_K, 7, logits), 1e-12);
		assertThrows(IllegalArgumentException.class, () -> BagScores.classes(BagPooling.GATED, 1, logits));
		assertThrows(IllegalArgumentException.class, () -> BagScores.topLogit(0, 1, 2));
	}

	private static double[] log(final double... probabilities) {
		return Arrays.stream(probabilities).map(Math::log).toArray();
	}

	/** A model of clips knows its images' network for what it is. */
	@Test
	void itsNetworkIsTheOneOfImages() {
		try (BagNetwork network = network(BagPooling.ATTENTION)) {
			assertEquals(Networks.RESNET18, network.architecture());
			assertEquals(network.layers(), network.layer("attention.0.weight"));
			assertEquals(0, network.layer("conv1.weight"));
			final ImageNetwork plain = Networks.empty(Networks.RESNET18, Device.cpu(), 1, CLASSES, Map.of());
			assertFalse(plain instanceof BagNetwork);
			plain.close();
			assertEquals(network, network.told(0));
			assertEquals(CLASSES, network.ofFrames().classes());
		}
	}

	/** One that is told the organ of its frames keeps its attention. */
	@Test
	void itIsToldTheOrgan() {
		final OrganNetwork film = (OrganNetwork) Networks.empty("film-resnet18", Device.cpu(), 1, CLASSES);
		film.prepare(List.of("breast", "liver"), SIDE, 3);
		try (BagNetwork network = BagNetwork.of(film, BagPooling.ATTENTION, 1, 4, 3);
				NDManager manager = Torch.manager(Device.cpu()))
		{
			final NDArray x = frames(manager);
			network.tell(0);
			final float[] first = network.logits(x, false).toFloatArray();
			assertArrayEquals(first, network.told(0).logits(x, false).toFloatArray());
		}
	}
}
