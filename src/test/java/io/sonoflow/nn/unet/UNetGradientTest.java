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
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** The U-Net's gradients against differences of its answers, in double precision. */
class UNetGradientTest {

	private static final double STEP = 1e-6;
	private static final double TOLERANCE = 1e-4;
	private static final int DIRECTIONS = 3;

	/** Two and three channels a group: of a single one the norm would take away every constant, and with it its gradient. */
	private static UNetConfig.Builder tiny() {
		return UNetConfig.builder(8).base(64).multipliers(List.of(1.0, 1.5)).blocks(1).attention(List.of(4));
	}

	@Test
	void scaleShiftAndConvolutions() {
		check(tiny().build());
	}

	@Test
	void sumsAndResidualResampling() {
		check(tiny().scaleShift(false).residualResampling(true).order(AttentionOrder.NEW).learnedSigma(false).classes(List.of(
			"a", "b")).build());
	}

	/** A weighted sum of the answer: its derivatives are those of every output. */
	private static NDArray loss(final UNet network, final NDManager manager, final DataType type) {
		try (NDManager scope = manager.newSubManager()) {
			final NDArray x = Torch.floats(scope, HashFill.image(3, 3, 1, 8, 8), 3, 1, 8, 8).toType(type, false);
			final NDArray labels = network.config().classes().isEmpty() ? null : scope.create(new long[] { 1, -1, 0 });
			final NDArray y = network.forward(x, scope.create(new float[] { 0, 17.5f, 999 }), labels, true);
			final NDArray weights = Torch.floats(scope, HashFill.image(4, 3, (int) y.getShape().get(1), 8, 8), y.getShape()
				.getShape()).toType(type, false);
			final NDArray sum = y.mul(weights).sum();
			sum.attach(manager);
			return sum;
		}
	}

	private static double value(final UNet network, final NDManager manager) {
		try (NDArray loss = loss(network, manager, DataType.FLOAT64)) {
			return loss.getDouble();
		}
	}

	private static Map<String, double[]> gradients(final UNet network, final NDManager manager, final DataType type) {
		network.requireGradient(true);
		Torch.withGradient(() -> {
			Torch.backward(loss(network, manager, type), null);
			return null;
		});
		final Map<String, double[]> gradients = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> {
			try (NDArray gradient = parameter.getArray().getGradient(); NDArray wide = gradient.toType(DataType.FLOAT64, true)) {
				gradients.put(name, wide.toDoubleArray());
			}
		});
		network.requireGradient(false);
		return gradients;
	}

	private static void check(final UNetConfig config) {
		Torch.inference();
		// double precision has no fast kernels: more threads only wait for each other
		final int threads = Torch.threads();
		Torch.threads(1);
		try (UNet network = new UNet(Device.cpu(), config); NDManager manager = Torch.manager(Device.cpu())) {
			UNetTest.fill(network);
			final Map<String, double[]> single = gradients(network, manager, DataType.FLOAT32);
			network.cast(DataType.FLOAT64);
			final Map<String, double[]> exact = gradients(network, manager, DataType.FLOAT64);
			assertEquals(network.named().size(), exact.size());
			exact.forEach((name, gradient) -> Fixtures.assertClose(name, floats(gradient), floats(single.get(name)), 1e-4));
			for (int i = 0; i < DIRECTIONS; i++)
				checkDirection(network, manager, exact, i);
		}
		finally {
			Torch.threads(threads);
		}
	}

	/**
	 * Along a random direction d: (f(w + h d) - f(w - h d)) / 2h = gradient . d. In each tensor d is as long as the gradient is
	 * short, so that all of them weigh about 1 in the sum: what is wrong in one of them by a few 1e-4 shows.
	 */
	private static void checkDirection(final UNet network, final NDManager manager, final Map<String, double[]> gradients,
		final int index)
	{
		double expected = 0;
		final Map<NDArray, NDArray> shifts = new LinkedHashMap<>();
		for (final Map.Entry<String, Parameter> entry : network.named().entrySet()) {
			final double[] gradient = gradients.get(entry.getKey());
			final double length = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
			assertTrue(length > 1e-6, entry.getKey());
			final RandomStream random = RandomStream.of(1, entry.getKey(), index);
			final double[] direction = new double[gradient.length];
			for (int i = 0; i < direction.length; i++) {
				direction[i] = random.nextGaussian() / length;
				expected += direction[i] * gradient[i];
			}
			shifts.put(entry.getValue().getArray(), manager.create(direction, entry.getValue().getShape()).muli(STEP));
		}
		shifts.forEach(NDArray::addi);
		final double above = value(network, manager);
		shifts.forEach((weight, shift) -> weight.subi(shift).subi(shift));
		final double below = value(network, manager);
		shifts.forEach(NDArray::addi);
		assertEquals(expected, (above - below) / (2 * STEP), TOLERANCE);
	}

	private static float[] floats(final double[] values) {
		final float[] result = new float[values.length];
		for (int i = 0; i < result.length; i++)
			result[i] = (float) values[i];
		return result;
	}
}
