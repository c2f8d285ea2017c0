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
package io.sonoflow.nn.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.HashFill;
import io.sonoflow.metric.Flicker;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of adversarial training by what they are for. */
class GanPartsTest {

	private NDManager manager;

	@BeforeEach
	void start() {
		Torch.inference();
		manager = Torch.manager(Device.cpu());
	}

	@AfterEach
	void stop() {
		manager.close();
	}

	private NDArray images(final long q, final int side) {
		return Torch.floats(manager, HashFill.image(q, 2, 1, side, side), 2, 1, side, side);
	}

	private static PatchDiscriminator discriminator(final boolean spectral) {
		final PatchDiscriminator network = new PatchDiscriminator(Device.cpu(), 1, 4, 3, spectral);
		Initializer.fill(network.named(), 5, network.firstValues());
		return network;
	}

	/** Its u and v are part of what it is. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFileOfADiscriminatorGivesTheSameScores(final boolean spectral, @TempDir final Path folder) {
		final Path file = folder.resolve("judge.safetensors");
		final NDArray x = images(1, 40);
		try (PatchDiscriminator network = discriminator(spectral); PatchDiscriminator read = discriminator(spectral)) {
			network.forward(x, true).close();
			final Map<String, Tensor> tensors = new LinkedHashMap<>();
			network.named().forEach((name, parameter) -> tensors.put(name, Tensor.of(Torch.read(parameter.getArray()), parameter
				.getShape().getShape())));
			assertEquals(spectral, tensors.containsKey("model.5.weight_u"));
			Safetensors.write(file, tensors, Map.of());
			StateLoader.fill(read.named(), Weights.read(file), "discriminator");
			assertArrayEquals(network.forward(x, false).toFloatArray(), read.forward(x, false).toFloatArray());
			// The next power iteration, too.
			assertArrayEquals(network.forward(x, true).toFloatArray(), read.forward(x, true).toFloatArray());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void sizesAreWhatItSays(final boolean spectral) {
		try (PatchDiscriminator network = discriminator(spectral)) {
			assertEquals(70, network.receptiveField());
			assertEquals(new Shape(2, 1, 1, 1), network.forward(images(1, network.smallest()), true).getShape());
			assertEquals(new Shape(2, 1, 3, 3), network.outputShape(images(1, 40).getShape()));
			final NDArray small = images(1, network.smallest() - 1);
			assertThrows(IllegalArgumentException.class, () -> network.forward(small, true));
			final int before = manager.getManagedArrays().size();
			final NDArray x = images(2, 40);
			network.forward(x, true).close();
			assertEquals(before + 1, manager.getManagedArrays().size(), "a pass leaves nothing");
		}
	}

	/** After many passes the weight's largest singular value is 1; by a power iteration of our own. */
	@Test
	void aSpectralNormConverges() {
		final SpectralLayer layer = SpectralLayer.linear(manager, 5, 4, 1);
		Torch.fill(layer.named().get("weight_orig").getArray(), HashFill.fill(1, new long[] { 4, 5 }, "w", 1));
		Torch.fill(layer.named().get("weight_u").getArray(), new float[] { 1, 0, 0, 0 });
		final NDArray x = Torch.floats(manager, new float[5], 1, 5);
		for (int i = 0; i < 100; i++)
			layer.forward(x, true).close();
		final float[] weight = layer.weight(false).toFloatArray();
		double[] v = { 1, 1, 1, 1, 1 };
		double norm = 0;
		for (int i = 0; i < 500; i++) {
			final double[] next = new double[5];
			for (int row = 0; row < 4; row++) {
				double dot = 0;
				for (int c = 0; c < 5; c++)
					dot += weight[5 * row + c] * v[c];
				for (int c = 0; c < 5; c++)
					next[c] += weight[5 * row + c] * dot;
			}
			final double length = Math.sqrt(Arrays.stream(next).map(each -> each * each).sum());
			norm = Math.sqrt(length);
			v = Arrays.stream(next).map(each -> each / length).toArray();
		}
		assertEquals(1, norm, 1e-4);
		assertThrows(IllegalArgumentException.class, () -> SpectralLayer.linear(manager, 5, 4, 0));
	}

	/** Two passes before the gradients are asked for, as every step of a discriminator has. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aDiscriminatorLearnsToTellImagesApart(final boolean spectral) {
		try (PatchDiscriminator network = discriminator(spectral)) {
			network.requireGradient(true);
			final NDArray real = images(3, 32);
			final NDArray made = real.mul(0.5).add(0.2);
			double first = 0;
			double last = 0;
			for (int step = 0; step < 60; step++) {
				last = Torch.withGradient(() -> {
					try (NDArray r = network.forward(real, true); NDArray m = network.forward(made, true);
							NDArray loss = AdversarialLoss.HINGE.discriminator(r, m))
					{
						Torch.backward(loss, null);
						return (double) loss.getFloat();
					}
				});
				if (step == 0) first = last;
				network.named().values().stream().filter(Parameter::requiresGradient).forEach(GanPartsTest::descend);
			}
			assertTrue(last < first - 0.2, first + " to " + last);
		}
	}

	private static void descend(final Parameter parameter) {
		final NDArray array = parameter.getArray();
		final float[] values = array.toFloatArray();
		try (NDArray gradient = array.getGradient()) {
			final float[] slope = gradient.toFloatArray();
			for (int i = 0; i < values.length; i++)
				values[i] -= 0.1f * slope[i];
			gradient.subi(gradient);
		}
		Torch.fill(array, values);
	}

	/** Of any encoder: with several passes or one the same features, and a gradient that reaches the image. */
	@ParameterizedTest
	@ValueSource(strings = { Networks.RESNET18, Networks.DENSENET121, Networks.VIT_TINY16, Networks.UNET_FLAT })
	void perceptualLossTakesAnyEncoder(final String name) {
		final int side = name.equals(Networks.VIT_TINY16) ? 224 : 64;
		try (ImageNetwork network = Networks.create(name, Device.cpu(), 1, 2, 1)) {
			final PerceptualLoss loss = PerceptualLoss.usual(network);
			assertEquals(3, loss.layers().size());
			final NDArray x = images(4, side);
			final NDArray y = images(5, side);
			final List<NDArray> outputs = network.outputs(x, loss.layers());
			for (int i = 0; i < outputs.size(); i++)
				try (ImageNetwork.Stage stage = network.stage(x, loss.layers().get(i))) {
					assertArrayEquals(stage.values().toFloatArray(), outputs.get(i).toFloatArray());
				}
			outputs.forEach(NDArray::close);
			assertEquals(0, loss.of(x, x).getFloat());
			final int before = manager.getManagedArrays().size();
			loss.of(x, y).close();
			assertEquals(before, manager.getManagedArrays().size());
			x.setRequiresGradient(true);
			Torch.withGradient(() -> {
				try (NDArray distance = loss.of(x, y)) {
					assertTrue(distance.getFloat() > 0);
					Torch.backward(distance, null);
				}
				return null;
			});
			boolean reached = false;
			for (final float value : x.getGradient().toFloatArray())
				reached |= value != 0;
			assertTrue(reached);
			assertFalse(network.named().values().stream().anyMatch(parameter -> parameter.getArray().hasGradient()));
			assertThrows(IllegalArgumentException.class, () -> new PerceptualLoss(network, List.of("none"), List.of(1.0)));
		}
	}

	@Test
	void stillClipsDoNotFlicker() {
		final Flicker still = new Flicker();
		final Flicker alike = new Flicker();
		assertTrue(Double.isNaN(still.value()));
		for (int t = 0; t < 4; t++) {
			still.add(new float[] { 3, 4 });
			alike.add(new float[] { t, 10 * t }, new float[] { t + 5, 10 * t - 5 });
		}
		assertEquals(0, still.value());
		assertEquals(0, alike.value());
		still.add(new float[] { 5, 4 });
		assertEquals(List.of(0.0, 0.0, 0.0, 1.0), still.transitions());
		assertThrows(IllegalArgumentException.class, () -> still.add(new float[3]));
		assertThrows(IllegalArgumentException.class, () -> still.add(new float[2], new float[3]));
		final NDArray one = images(1, 8).get("0:1");
		assertThrows(IllegalArgumentException.class, () -> TemporalConsistency.of(one, one));
	}
}
