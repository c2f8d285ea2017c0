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
package io.sonoflow.nn.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network in bfloat16 against the same in float32, on the CPU: slow, but the same operators. */
class PrecisionTest {

	private static final int SIDE = 16;

	@BeforeEach
	void start() {
		Torch.threads(1);
		Torch.inference();
	}

	/** {@return with attention, and no zeros anywhere} */
	private static UNet network(final boolean residualResampling, final AttentionOrder order) {
		final UNet network = UNet.create(Device.cpu(), UNetConfig.builder(SIDE).base(32).multipliers(List.of(1.0, 2.0)).blocks(
			1).attention(List.of(8)).residualResampling(residualResampling).order(order).build(), 1);
		network.named().forEach((name, parameter) -> {
			final float[] data = parameter.getArray().toFloatArray();
			final float[] more = new float[data.length];
			Initializer.normal(more, RandomStream.of(2, name), 0.05);
			for (int i = 0; i < data.length; i++)
				data[i] += more[i];
			Torch.fill(parameter.getArray(), data);
		});
		return network;
	}

	private static NDArray images(final NDManager manager) {
		final float[] data = new float[2 * SIDE * SIDE];
		Initializer.normal(data, RandomStream.of(3, "images"), 1);
		return Torch.floats(manager, data, 2, 1, SIDE, SIDE);
	}

	private static NDArray forward(final UNet network, final NDManager scope) {
		return network.forward(images(scope), Torch.floats(scope, new float[] { 3, 711 }, 2), null, true);
	}

	/** {@return the length of a - b; b null = zeros} */
	private static double length(final float[] a, final float[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += Math.pow(a[i] - (b == null ? 0 : b[i]), 2);
		return Math.sqrt(sum);
	}

	private static double distance(final float[] expected, final float[] actual) {
		return length(expected, actual) / length(expected, null);
	}

	@Test
	void imagesDifferByAboutAPerCent() {
		for (final boolean residual : new boolean[] { false, true })
			for (final AttentionOrder order : AttentionOrder.values())
				try (UNet network = network(residual, order); NDManager scope = network.manager().newSubManager()) {
					final float[] exact = forward(network, scope).toFloatArray();
					network.compute(Precision.BF16);
					final NDArray rounded = forward(network, scope);
					assertEquals(DataType.FLOAT32, rounded.getDataType());
					final double distance = distance(exact, rounded.toFloatArray());
					assertTrue(distance > 1e-4, "it is another precision: " + distance);
					assertTrue(distance < 0.02, "distance " + distance);
					network.compute(Precision.FP32);
					assertEquals(0, distance(exact, forward(network, scope).toFloatArray()));
				}
	}

	@Test
	void gradientsReachEveryWeightInFloat32() {
		try (UNet network = network(false, AttentionOrder.LEGACY)) {
			network.requireGradient(true);
			final Map<String, float[]> exact = gradients(network);
			network.compute(Precision.BF16);
			final Map<String, float[]> rounded = gradients(network);
			double error = 0;
			double size = 0;
			for (final Map.Entry<String, float[]> entry : exact.entrySet()) {
				error = Math.hypot(error, length(entry.getValue(), rounded.get(entry.getKey())));
				size = Math.hypot(size, length(entry.getValue(), null));
			}
			assertTrue(error < 0.03 * size, "all gradients together: " + error + " of " + size);
			final double total = size;
			exact.forEach((name, gradient) -> assertTrue(length(gradient, rounded.get(name)) < 0.1 * length(gradient, null) +
				1e-3 * total, () -> name + ": " + length(gradient, rounded.get(name)) + " of " + length(gradient, null)));
		}
	}

	private static Map<String, float[]> gradients(final UNet network) {
		final Map<String, float[]> gradients = new LinkedHashMap<>();
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray output = Torch.withGradient(() -> forward(network, scope));
			final float[] weights = new float[(int) output.size()];
			Initializer.normal(weights, RandomStream.of(4, "weights"), 1);
			Torch.backward(output, Torch.floats(scope, weights, output.getShape().getShape()));
			network.named().forEach((name, parameter) -> {
				try (NDArray gradient = parameter.getArray().getGradient()) {
					assertEquals(DataType.FLOAT32, gradient.getDataType(), name);
					gradients.put(name, gradient.toFloatArray());
				}
				JniUtils.zeroGrad((PtNDArray) parameter.getArray());
			});
		}
		return gradients;
	}

	@Test
	void embeddingsAreAsInFloat32() {
		try (UNet network = network(false, AttentionOrder.NEW); NDManager scope = network.manager().newSubManager()) {
			network.compute(Precision.BF16);
			final NDArray steps = Torch.floats(scope, new float[] { 998, 999 }, 2);
			final NDArray embedding = network.time().forward(steps, false);
			assertEquals(new Shape(2, 128), embedding.getShape());
			assertNotEquals(0, distance(embedding.get(0).toFloatArray(), embedding.get(1).toFloatArray()));
			network.compute(Precision.FP32);
			assertEquals(0, distance(embedding.toFloatArray(), network.time().forward(steps, false).toFloatArray()));
		}
	}
}
