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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AdamWTest {

	/** The loss sum(w * g) has exactly the gradient g. */
	private static void backward(final NDManager manager, final Map<String, NDArray> leaves, final Npz inputs,
		final int step)
	{
		try (NDManager scope = manager.newSubManager()) {
			leaves.forEach((name, leaf) -> {
				final Npz.Array gradient = inputs.get("grad" + step + "." + name);
				final NDArray g = Torch.floats(scope, gradient.floats(), gradient.shape());
				Torch.backward(Torch.withGradient(() -> leaf.mul(g).sum()), null);
			});
		}
	}

	private static Map<String, NDArray> leaves(final NDManager manager, final Npz values, final String prefix) {
		final Map<String, NDArray> leaves = new LinkedHashMap<>();
		for (final String name : Fixtures.matches(values.all().keySet(), prefix + "\\.(.*)")) {
			final Npz.Array value = values.get(prefix + "." + name);
			final NDArray leaf = Torch.floats(manager, value.floats(), value.shape());
			leaf.setRequiresGradient(true);
			leaves.put(name, leaf);
		}
		return leaves;
	}

	@Tag(Fixtures.TAG)
	@Test
	void aResumedRunIsTheSameRun() {
		final Npz inputs = Fixtures.npz("optim", "inputs");
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final Map<String, NDArray> leaves = leaves(manager, inputs, "param");
			final Map<String, NDArray> copies = new LinkedHashMap<>();
			try (Optimizer whole = new AdamW(manager, List.of(new ParameterGroup(leaves, RateSchedule.constant(
				1e-3), 0.01)))) {
				backward(manager, leaves, inputs, 1);
				whole.step();
				leaves.forEach((name, leaf) -> {
					final NDArray copy = Torch.floats(manager, leaf.toFloatArray(), leaf.getShape().getShape());
					copy.setRequiresGradient(true);
					copies.put(name, copy);
				});
				try (Optimizer second = new AdamW(manager, List.of(new ParameterGroup(copies, RateSchedule.constant(
					1e-3), 0.01)))) {
					whole.state().forEach((name, array) -> Torch.fill(second.state().get(name), array.toFloatArray()));
					second.resume(whole.steps());
					backward(manager, leaves, inputs, 2);
					whole.step();
					backward(manager, copies, inputs, 2);
					second.step();
				}
				for (final String name : leaves.keySet())
					assertArrayEquals(leaves.get(name).toFloatArray(), copies.get(name).toFloatArray(), name);
			}
		}
	}
}
