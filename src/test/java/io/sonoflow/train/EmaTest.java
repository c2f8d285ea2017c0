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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class EmaTest {

	@Test
	void followsTheWeights() {
		Torch.inference();
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray weight = Torch.floats(manager, new float[] { 1, -2, 3 }, 3);
			final NDArray average = Torch.floats(manager, new float[] { 0, 0, 8 }, 3);
			weight.setRequiresGradient(true);
			try (Ema ema = new Ema(manager, Map.of("w", weight), Map.of("w", average), 0.75, false)) {
				ema.update();
				assertArrayEquals(new float[] { 0.25f, -0.5f, 6.75f }, average.toFloatArray());
				ema.update();
				assertArrayEquals(new float[] { 0.4375f, -0.875f, 5.8125f }, average.toFloatArray());
			}
			assertArrayEquals(new float[] { 1, -2, 3 }, weight.toFloatArray());
		}
	}

	@Test
	void warmsUp() {
		assertEquals(0.1, Ema.decay(0.9999, 0));
		assertEquals(2 / 11.0, Ema.decay(0.9999, 1));
		assertEquals(0.9999, Ema.decay(0.9999, 1_000_000));
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray weight = Torch.floats(manager, new float[] { 1 }, 1);
			final NDArray average = Torch.floats(manager, new float[] { 0 }, 1);
			try (Ema ema = new Ema(manager, Map.of("w", weight), Map.of("w", average), 0.9999, true)) {
				ema.update();
				assertEquals(0.9f, average.getFloat(0), 1e-6f);
				ema.resume(90);
				ema.update();
				assertEquals(0.9f + 0.1f * 9 / 100, average.getFloat(0), 1e-6f);
			}
			assertThrows(IllegalArgumentException.class, () -> new Ema(manager, Map.of("w", weight), Map.of("v", average), 0.9,
				true));
		}
	}

	@Test
	void normOfAllGradients() {
		Torch.inference();
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray a = Torch.floats(manager, new float[] { 1, 1 }, 2);
			final NDArray b = Torch.floats(manager, new float[] { 1 }, 1);
			a.setRequiresGradient(true);
			b.setRequiresGradient(true);
			Torch.backward(Torch.withGradient(() -> a.mul(Torch.floats(manager, new float[] { 3, 4 }, 2)).sum().add(b.mul(12)
				.sum())), null);
			try (GradientNorm norm = new GradientNorm(manager, List.of(a, b), Precision.FP32)) {
				assertEquals(13, norm.get(), 1e-6);
				Torch.backward(Torch.withGradient(() -> b.mul(Float.NaN).sum()), null);
				assertEquals(Double.NaN, norm.get());
			}
		}
	}
}
