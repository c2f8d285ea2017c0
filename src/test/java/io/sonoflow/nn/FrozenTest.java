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
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.precision.Precision;

import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folded network gives what the network gives. */
class FrozenTest {

	@BeforeEach
	void inference() {
		Torch.inference();
	}

	/** Norms with scales of both signs and of zero, and statistics that are not those of the start. */
	private static ImageNetwork network(final String architecture, final int channels) {
		final ImageNetwork network = Networks.create(architecture, Device.cpu(), channels, 3, 1);
		final RandomStream random = RandomStream.of(2, architecture);
		for (final Parameter parameter : network.named().values()) {
			if (parameter.getShape().dimension() != 1) continue;
			final float[] values = parameter.getArray().toFloatArray();
			final boolean variance = parameter.getName().equals("running_var");
			for (int i = 0; i < values.length; i++) {
				values[i] += 0.3f * (float) random.nextGaussian();
				if (variance) values[i] = Math.abs(values[i]) + 0.1f;
				else if (parameter.getName().equals("weight")) values[i] *= i % 7 == 0 ? 0 : i % 5 == 0 ? -1 : 1;
			}
			Torch.fill(parameter.getArray(), values);
		}
		return network;
	}

	private static NDArray images(final NDManager manager, final int count, final int channels, final int size) {
		final RandomStream random = RandomStream.of(3, "images");
		final float[] values = new float[count * channels * size * size];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) random.nextGaussian();
		return Torch.floats(manager, values, count, channels, size, size);
	}

	private static void near(final float[] wanted, final float[] found, final double share, final String what) {
		double largest = 0;
		double difference = 0;
		for (int i = 0; i < wanted.length; i++) {
			largest = Math.max(largest, Math.abs(wanted[i]));
			difference = Math.max(difference, Math.abs(wanted[i] - found[i]));
		}
		assertTrue(wanted.length == found.length && difference <= share * largest, what + ": " + difference + " of " + largest);
	}

	@ParameterizedTest
	@CsvSource({ "resnet18, 1, 48", "resnet18, 3, 120", "resnet50, 1, 64", "resnet50, 1, 117", "densenet121, 1, 48",
		"densenet169, 1, 117", "vit-tiny16, 1, 48", "vit-tiny16, 3, 112" })
	void theSameScores(final String architecture, final int channels, final int size) {
		try (ImageNetwork network = network(architecture, channels); NDManager manager = Torch.manager(Device.cpu());
				Frozen frozen = new Frozen(network); Frozen half = new Frozen(network))
		{
			// One image after three, and another size after that: what was folded is of one size.
			for (final NDArray x : new NDArray[] { images(manager, 3, channels, size), images(manager, 1, channels, size), images(
				manager, 2, channels, size + 16), images(manager, 2, 1, size + 16) })
			{
				final float[] wanted = network.features(x, false).toFloatArray();
				near(wanted, frozen.features(x).toFloatArray(), 1e-5, "features of " + x.getShape());
				near(network.logits(x, false).toFloatArray(), frozen.logits(x).toFloatArray(), 1e-5, "scores of " + x.getShape());
				network.infer(Precision.BF16);
				near(wanted, half.features(x).toFloatArray(), 0.05, "features in bfloat16 of " + x.getShape());
				network.infer(Precision.FP32);
			}
		}
	}

	@Test
	void whatIsFoldedIsFoldedOnce() {
		try (ImageNetwork network = network("resnet18", 1); NDManager manager = Torch.manager(Device.cpu());
				Frozen frozen = new Frozen(network))
		{
			final NDArray x = images(manager, 2, 1, 48);
			final float[] before = frozen.features(x).toFloatArray();
			assumeTrue(frozen.isFolded());
			network.named().get("conv1.weight").getArray().muli(0.5f);
			assertArrayEquals(before, frozen.features(x).toFloatArray());
			try (Frozen later = new Frozen(network)) {
				near(network.features(x, false).toFloatArray(), later.features(x).toFloatArray(), 1e-5, "later");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.MAX_VALUE, 1e25f })
	void whatHasRunAwayIsNotHidden(final float value) {
		try (ImageNetwork network = network("resnet18", 1); NDManager manager = Torch.manager(Device.cpu());
				Frozen frozen = new Frozen(network))
		{
			final NDArray weight = network.named().get("layer1.0.bn1.weight").getArray();
			final float[] values = new float[64];
			Arrays.fill(values, value);
			Torch.fill(weight, values);
			final NDArray x = images(manager, 2, 1, 120);
			assertArrayEquals(network.features(x, false).toFloatArray(), frozen.features(x).toFloatArray());
		}
	}

	@Test
	void whatCannotBeFoldedComputesAsAlways() {
		try (ImageNetwork network = Networks.create("cbam-resnet18", Device.cpu(), 1, 2, 1); NDManager manager = Torch.manager(Device
			.cpu()); Frozen frozen = new Frozen(network))
		{
			final NDArray x = images(manager, 2, 1, 48);
			assertArrayEquals(network.logits(x, false).toFloatArray(), frozen.logits(x).toFloatArray());
		}
	}
}
