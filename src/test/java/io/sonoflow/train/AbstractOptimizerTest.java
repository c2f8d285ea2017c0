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
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every optimiser must do. */
abstract class AbstractOptimizerTest {

	private static final RateSchedule FALLING = step -> 0.1 / (1 + step);
	private static final int STEPS = 4;

	/** One tensor's rule in double precision, with its state: written down anew, from the papers. */
	interface Rule {

		/** {@return the tensor after a step} */
		double[] step(double[] weights, double[] gradient, double rate, double decay);
	}

	private NDManager manager;

	abstract Optimizer make(NDManager parent, List<ParameterGroup> groups);

	/** {@return the rule of one tensor} */
	abstract Rule rule();

	/** {@return arrays of state for each parameter} */
	abstract int arraysOfState();

	@BeforeEach
	void open() {
		Torch.inference();
		Torch.threads(1);
		manager = Torch.manager(Device.cpu());
	}

	@AfterEach
	void close() {
		manager.close();
	}

	private static float[] values(final int count, final String purpose, final long... key) {
		final RandomStream random = RandomStream.of(5, purpose, key);
		final float[] values = new float[count];
		for (int i = 0; i < count; i++)
			values[i] = (float) random.nextGaussian();
		return values;
	}

	private NDArray leaf(final float[] values) {
		final NDArray leaf = Torch.floats(manager, values, values.length / 2, 2);
		leaf.setRequiresGradient(true);
		return leaf;
	}

	private Map<String, NDArray> leaves(final String... names) {
		final Map<String, NDArray> leaves = new LinkedHashMap<>();
		for (int i = 0; i < names.length; i++)
			leaves.put(names[i], leaf(values(6 + 4 * i, names[i])));
		return leaves;
	}

	private Map<String, NDArray> copies(final Map<String, NDArray> leaves) {
		final Map<String, NDArray> copies = new LinkedHashMap<>();
		leaves.forEach((name, leaf) -> copies.put(name, leaf(leaf.toFloatArray())));
		return copies;
	}

	private static float[] gradient(final String name, final NDArray leaf, final int step) {
		return values((int) leaf.size(), "gradient of " + name, step);
	}

	/** The loss sum(w * g) has exactly the gradient g. */
	private void backward(final Map<String, NDArray> leaves, final int step) {
		try (NDManager scope = manager.newSubManager()) {
			leaves.forEach((name, leaf) -> {
				final NDArray g = Torch.floats(scope, gradient(name, leaf, step), leaf.getShape().getShape());
				// A product belongs to the manager of its first factor.
				Torch.backward(Torch.withGradient(() -> g.mul(leaf).sum()), null);
			});
		}
	}

	private static void assertSame(final Map<String, NDArray> expected, final Map<String, NDArray> actual) {
		expected.forEach((name, array) -> assertArrayEquals(array.toFloatArray(), actual.get(name).toFloatArray(), name));
	}

	private static double[] doubles(final float[] values) {
		final double[] result = new double[values.length];
		for (int i = 0; i < values.length; i++)
			result[i] = values[i];
		return result;
	}

	@Test
	void stepsMoveByTheRule() {
		final Map<String, NDArray> leaves = leaves("a", "b");
		final Map<String, double[]> expected = new LinkedHashMap<>();
		final Map<String, Rule> rules = new LinkedHashMap<>();
		leaves.forEach((name, leaf) -> {
			expected.put(name, doubles(leaf.toFloatArray()));
			rules.put(name, rule());
		});
		try (Optimizer optimizer = make(manager, List.of(new ParameterGroup(leaves, FALLING, 0.01)))) {
			for (int step = 0; step < STEPS; step++) {
				backward(leaves, step);
				assertEquals(step, optimizer.steps());
				optimizer.step();
				for (final Map.Entry<String, NDArray> each : leaves.entrySet()) {
					final String name = each.getKey();
					expected.put(name, rules.get(name).step(expected.get(name), doubles(gradient(name, each.getValue(), step)),
						FALLING.rate(step), 0.01));
					assertArrayEquals(expected.get(name), doubles(each.getValue().toFloatArray()), 3e-6, name + ", step " + step);
				}
			}
		}
	}

	@Test
	void gradientsAreZeroAfterAStep() {
		final Map<String, NDArray> leaves = leaves("a", "b");
		try (Optimizer optimizer = make(manager, List.of(new ParameterGroup(leaves, FALLING, 0.01)))) {
			backward(leaves, 0);
			optimizer.step();
			for (final NDArray leaf : leaves.values())
				try (NDArray gradient = leaf.getGradient()) {
					assertArrayEquals(new float[(int) leaf.size()], gradient.toFloatArray());
				}
		}
	}

	@Test
	void rateZeroChangesNothing() {
		final Map<String, NDArray> leaves = leaves("a", "b");
		final Map<String, NDArray> before = copies(leaves);
		try (Optimizer optimizer = make(manager, List.of(new ParameterGroup(leaves, RateSchedule.constant(0), 0.01)))) {
			for (int step = 0; step < STEPS; step++) {
				backward(leaves, step);
				optimizer.step();
			}
			assertSame(before, leaves);
			assertEquals(STEPS, optimizer.steps());
		}
	}

	/** Two groups are what two optimisers would be. */
	@Test
	void groupsHaveTheirOwnRateAndDecay() {
		final Map<String, NDArray> body = leaves("a", "b");
		final Map<String, NDArray> head = leaves("c");
		final ParameterGroup first = new ParameterGroup(copies(body), FALLING, 0.1);
		final ParameterGroup second = new ParameterGroup(copies(head), RateSchedule.constant(0.02), 0);
		try (Optimizer both = make(manager, List.of(new ParameterGroup(body, FALLING, 0.1), new ParameterGroup(head,
			RateSchedule.constant(0.02), 0)));
				Optimizer one = make(manager, List.of(first));
				Optimizer other = make(manager, List.of(second)))
		{
			for (int step = 0; step < STEPS; step++) {
				for (final Map<String, NDArray> leaves : List.of(body, head, first.parameters(), second.parameters()))
					backward(leaves, step);
				both.step();
				one.step();
				other.step();
			}
			assertSame(first.parameters(), body);
			assertSame(second.parameters(), head);
			final Map<String, NDArray> separate = new TreeMap<>(one.state());
			separate.putAll(other.state());
			assertEquals(separate.keySet(), new TreeMap<>(both.state()).keySet());
			assertSame(separate, both.state());
		}
	}

	@Test
	void aResumedRunHasTheSameBits() {
		final Map<String, NDArray> leaves = leaves("a", "b");
		try (Optimizer whole = make(manager, List.of(new ParameterGroup(leaves, FALLING, 0.01)))) {
			for (int step = 0; step < 2; step++) {
				backward(leaves, step);
				whole.step();
			}
			final Map<String, NDArray> resumed = copies(leaves);
			try (Optimizer second = make(manager, List.of(new ParameterGroup(resumed, FALLING, 0.01)))) {
				assertEquals(2 * arraysOfState(), whole.state().size());
				whole.state().forEach((name, array) -> Torch.fill(second.state().get(name), array.toFloatArray()));
				second.resume(whole.steps());
				for (int step = 2; step < STEPS; step++) {
					backward(leaves, step);
					whole.step();
					backward(resumed, step);
					second.step();
				}
				assertSame(leaves, resumed);
				assertSame(whole.state(), second.state());
			}
		}
	}

	@Test
	void closingFreesTheStateAndNotTheParameters() {
		final Map<String, NDArray> leaves = leaves("a", "b");
		final Optimizer optimizer = make(manager, List.of(new ParameterGroup(leaves, FALLING, 0.01)));
		backward(leaves, 0);
		optimizer.step();
		final List<NDArray> state = List.copyOf(optimizer.state().values());
		optimizer.close();
		state.forEach(array -> assertTrue(array.isReleased()));
		leaves.values().forEach(leaf -> assertFalse(leaf.isReleased()));
		backward(leaves, 1);
	}

	@Test
	void stepsLeaveNothingBehind() {
		final Map<String, NDArray> leaves = leaves("a", "b");
		try (Optimizer optimizer = make(manager, List.of(new ParameterGroup(leaves, FALLING, 0.01)))) {
			backward(leaves, 0);
			optimizer.step();
			final int own = ((GroupOptimizer) optimizer).manager().getManagedArrays().size();
			final int outside = manager.getManagedArrays().size();
			for (int step = 1; step < 20; step++) {
				backward(leaves, step);
				optimizer.step();
			}
			assertEquals(own, ((GroupOptimizer) optimizer).manager().getManagedArrays().size());
			assertEquals(outside, manager.getManagedArrays().size());
		}
	}
}
