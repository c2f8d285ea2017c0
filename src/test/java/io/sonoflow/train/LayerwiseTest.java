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
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SGD by hand, and the resuming of LARS, LARC and SGD. */
class LayerwiseTest {

	private interface Maker extends BiFunction<NDManager, List<ParameterGroup>, Optimizer> {
	}

	@BeforeAll
	static void quiet() {
		Torch.inference();
		Torch.threads(1);
	}

	private static NDArray array(final NDManager manager, final Npz.Array value, final DataType type) {
		try (NDArray floats = Torch.floats(manager, value.floats(), value.shape())) {
			return floats.toType(type, true);
		}
	}

	private static Map<String, NDArray> leaves(final NDManager manager, final Npz inputs, final DataType type) {
		final Map<String, NDArray> leaves = new LinkedHashMap<>();
		for (final String name : Fixtures.matches(inputs.all().keySet(), "param\\.(.*)")) {
			final NDArray leaf = array(manager, inputs.get("param." + name), type);
			leaf.setRequiresGradient(true);
			leaves.put(name, leaf);
		}
		return leaves;
	}

	/** The loss sum(w * g) has exactly the gradient g. */
	private static void backward(final NDManager manager, final Map<String, NDArray> leaves, final Npz inputs,
		final int step, final DataType type)
	{
		try (NDManager scope = manager.newSubManager()) {
			leaves.forEach((name, leaf) -> {
				final NDArray gradient = array(scope, inputs.get("grad" + step + "." + name), type);
				Torch.backward(Torch.withGradient(() -> leaf.mul(gradient).sum()), null);
			});
		}
	}

	@Test
	void sgdDecaysIntoTheGradient() {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray leaf = Torch.floats(manager, new float[] { 2 }, 1);
			leaf.setRequiresGradient(true);
			try (Optimizer sgd = new Sgd(manager, List.of(new ParameterGroup(Map.of("w", leaf), RateSchedule.constant(0.1),
				0.5)), 0.9))
			{
				Torch.backward(Torch.withGradient(() -> leaf.mul(3).sum()), null);
				sgd.step();
				// g = 3 + 0.5 * 2 = 4
				assertEquals(2 - 0.1 * 4, leaf.toFloatArray()[0], 1e-6);
				Torch.backward(Torch.withGradient(() -> leaf.mul(3).sum()), null);
				sgd.step();
				// g = 3 + 0.5 * 1.6 = 3.8; v = 0.9 * 4 + 3.8
				assertEquals(1.6 - 0.1 * 7.4, leaf.toFloatArray()[0], 1e-6);
			}
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void resumedRunsHaveTheSameBits() {
		final List<Maker> makers = List.of((manager, groups) -> new Lars(manager, groups, Lars.Options.PAPER.skipping()), (
			manager, groups) -> new Larc(manager, groups, 0.001, true, AdamW::new), (manager, groups) -> new Sgd(manager,
				groups, 0.9));
		for (final Maker maker : makers)
			assertResumes(maker);
	}

	private static void assertResumes(final Maker maker) {
		final Npz inputs = Fixtures.npz("optim", "inputs");
		final RateSchedule rate = RateSchedule.polynomial(0.1, 4, 1);
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final Map<String, NDArray> leaves = leaves(manager, inputs, DataType.FLOAT32);
			try (Optimizer whole = maker.apply(manager, List.of(new ParameterGroup(leaves, rate, 0.01)))) {
				backward(manager, leaves, inputs, 1, DataType.FLOAT32);
				whole.step();
				final Map<String, NDArray> copies = new LinkedHashMap<>();
				leaves.forEach((name, leaf) -> {
					final NDArray copy = Torch.floats(manager, leaf.toFloatArray(), leaf.getShape().getShape());
					copy.setRequiresGradient(true);
					copies.put(name, copy);
				});
				try (Optimizer second = maker.apply(manager, List.of(new ParameterGroup(copies, rate, 0.01)))) {
					assertTrue(whole.state().size() >= leaves.size());
					whole.state().forEach((name, array) -> Torch.fill(second.state().get(name), array.toFloatArray()));
					second.resume(whole.steps());
					backward(manager, leaves, inputs, 2, DataType.FLOAT32);
					whole.step();
					backward(manager, copies, inputs, 2, DataType.FLOAT32);
					second.step();
				}
				for (final String name : leaves.keySet())
					assertArrayEquals(leaves.get(name).toFloatArray(), copies.get(name).toFloatArray(), name);
			}
		}
	}
}
