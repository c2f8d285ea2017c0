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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.LossScale;
import io.sonoflow.nn.precision.Precision;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** Steps in float16: their gradients are scaled, and left out where they run over. */
class LossScaleTest {

	private static NDArray leaf(final NDManager manager) {
		final NDArray leaf = manager.create(new float[] { 1, -2, 3 });
		leaf.setRequiresGradient(true);
		return leaf;
	}

	private static void backward(final GradientNorm norm, final NDArray leaf, final float factor) {
		norm.backward(Torch.withGradient(() -> leaf.square().sum().mul(factor)));
	}

	@Test
	void theRuleIsThatOfTheGradScaler() {
		try (NDManager manager = Torch.manager(Device.cpu()); LossScale scale = new LossScale(manager, Precision.FP16)) {
			assertEquals(65_536, scale.factor());
			assertTrue(scale.skips(false));
			assertEquals(32_768, scale.factor());
			for (int i = 0; i < LossScale.GROWTH - 1; i++)
				assertFalse(scale.skips(true));
			assertEquals(32_768, scale.factor());
			assertFalse(scale.skips(true));
			assertEquals(65_536, scale.factor());
			while (scale.factor() > 1)
				assertTrue(scale.skips(false));
			assertFalse(scale.skips(false), "nothing is left to be halved");
			assertEquals(1, scale.factor());
		}
	}

	@Test
	void gradientsAreThoseOfTheLossAndOthersAreNotTouched() {
		Torch.inference();
		for (final Precision precision : Precision.values())
			try (NDManager manager = Torch.manager(Device.cpu())) {
				final NDArray leaf = leaf(manager);
				try (GradientNorm norm = new GradientNorm(manager, List.of(leaf), precision)) {
					assertEquals(precision == Precision.FP16 ? 65_536 : 1, norm.factor());
					backward(norm, leaf, 1);
					final double raw = leaf.getGradient().toFloatArray()[2];
					assertEquals(6 * norm.factor(), raw);
					assertEquals(Math.sqrt(4 * 14), norm.get(), 1e-6);
					assertArrayEquals(new float[] { 2, -4, 6 }, leaf.getGradient().toFloatArray());
					final Map<String, NDArray> nothing = Map.of();
					if (precision == Precision.FP16) assertArrayEquals(new float[] { 65_536, 0 }, norm.state(nothing).get("loss_scale")
						.toFloatArray());
					else assertSame(nothing, norm.state(nothing));
				}
			}
	}

	@Test
	void aStepThatRunsOverIsLeftOutAndTheNextIsDone() {
		Torch.inference();
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray leaf = leaf(manager);
			try (GradientNorm norm = new GradientNorm(manager, List.of(leaf), Precision.FP16); AdamW optimizer = new AdamW(manager,
				List.of(new ParameterGroup(Map.of("leaf", leaf), RateSchedule.constant(0.1), 0))))
			{
				// 6e34 times 65,536 is more than a float32 holds.
				backward(norm, leaf, 1e34f);
				final double length = norm.get();
				assertFalse(Double.isFinite(length));
				assertFalse(norm.isFatal(length));
				norm.step(optimizer, length);
				assertArrayEquals(new float[] { 1, -2, 3 }, leaf.toFloatArray());
				assertArrayEquals(new float[3], leaf.getGradient().toFloatArray());
				assertEquals(1, optimizer.steps());
				assertEquals(32_768, norm.factor());
				backward(norm, leaf, 1);
				norm.step(optimizer, norm.get());
				assertEquals(2, optimizer.steps());
				assertTrue(leaf.toFloatArray()[0] < 1 && leaf.toFloatArray()[1] > -2);
				norm.state(Map.of()).get("loss_scale").set(new float[] { 1, 0 });
				assertTrue(norm.isFatal(Double.NaN), "halving would not help any more");
				assertFalse(norm.isFatal(1));
			}
			try (GradientNorm norm = new GradientNorm(manager, List.of(leaf), Precision.BF16)) {
				assertTrue(norm.isFatal(Double.NaN));
			}
		}
	}
}
