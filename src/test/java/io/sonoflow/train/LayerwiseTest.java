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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** LARS, LARC, SGD and coupled Adam against the reference; their resuming. */
class LayerwiseTest {

	private static final Path FOLDER = Path.of("..", "shared", "reference", "optim");
	private static final List<String> NAMES = List.of("w", "b", "conv", "zero_bias", "head_w", "head_b");
	private static final double[] VARYING = { 0.5, 0.3, 0.1 };

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
		for (final String name : NAMES) {
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

	private static double[] values(final NDArray array) {
		try (NDArray copy = array.toType(DataType.FLOAT64, true)) {
			return copy.toDoubleArray();
		}
	}

	private static void assertSteps(final String fixture, final DataType type, final double tolerance, final double decay,
		final RateSchedule rate, final Maker maker)
	{
		assumeTrue(Files.isDirectory(FOLDER), "no reference fixtures beside the checkout");
		final Npz inputs = Npz.read(FOLDER.resolve("inputs.npz"));
		final Npz expected = Npz.read(FOLDER.resolve(fixture));
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final Map<String, NDArray> leaves = leaves(manager, inputs, type);
			try (Optimizer optimizer = maker.apply(manager, List.of(new ParameterGroup(leaves, rate, decay)))) {
				for (int step = 1; step <= 3; step++) {
					backward(manager, leaves, inputs, step, type);
					optimizer.step();
					for (final String name : NAMES)
						assertArrayEquals(expected.get("step" + step + "." + name).doubles(), values(leaves.get(name)), tolerance,
							fixture + " step " + step + " " + name);
				}
				assertEquals(3, optimizer.steps());
			}
		}
	}

	private static void lars(final String fixture, final RateSchedule rate, final Lars.Options options) {
		assertSteps(fixture, DataType.FLOAT64, 1e-12, 1e-6, rate, (manager, groups) -> new Lars(manager, groups, options));
		assertSteps(fixture, DataType.FLOAT32, 2e-6, 1e-6, rate, (manager, groups) -> new Lars(manager, groups, options));
	}

	@Test
	void larsMatchesThePaper() {
		lars("lars_const.npz", RateSchedule.constant(0.5), Lars.Options.PAPER);
		lars("lars_varlr_inside.npz", step -> VARYING[(int) step], Lars.Options.PAPER);
	}

	@Test
	void larsLeavesVectorsOut() {
		lars("lars_const_skip1d.npz", RateSchedule.constant(0.5), Lars.Options.PAPER.skipping());
		lars("lars_varlr_inside_skip1d.npz", step -> VARYING[(int) step], Lars.Options.PAPER.skipping());
	}

	@Test
	void larsWithTheRateOutside() {
		lars("lars_varlr_outside.npz", step -> VARYING[(int) step], Lars.Options.PAPER.outside());
		lars("lars_const.npz", RateSchedule.constant(0.5), Lars.Options.PAPER.outside());
	}

	@Test
	void larcOverAdamMatchesApex() {
		assertSteps("larc_adam_wd1e-4.npz", DataType.FLOAT32, 2e-6, 1e-4, RateSchedule.constant(0.005), (manager,
			groups) -> new Larc(manager, groups, 0.001, false, AdamW::new));
		assertSteps("larc_adam_wd1e-4_clip.npz", DataType.FLOAT32, 2e-6, 1e-4, RateSchedule.constant(0.005), (manager,
			groups) -> new Larc(manager, groups, 0.001, true, AdamW::new));
	}

	@Test
	void larcOverSgdMatchesApex() {
		assertSteps("larc_sgd_mom0.9_wd1e-6.npz", DataType.FLOAT32, 2e-6, 1e-6, RateSchedule.constant(0.5), (manager,
			groups) -> new Larc(manager, groups, 0.001, false, (m, g) -> new Sgd(m, g, 0.9)));
	}

	@Test
	void coupledAdamMatchesTorch() {
		assertSteps("adam_wd1e-4.npz", DataType.FLOAT32, 2e-6, 1e-4, RateSchedule.constant(0.005), AdamW::coupled);
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

	@Test
	void resumedRunsHaveTheSameBits() {
		assumeTrue(Files.isDirectory(FOLDER), "no reference fixtures beside the checkout");
		final List<Maker> makers = List.of((manager, groups) -> new Lars(manager, groups, Lars.Options.PAPER.skipping()), (
			manager, groups) -> new Larc(manager, groups, 0.001, true, AdamW::new), (manager, groups) -> new Sgd(manager,
				groups, 0.9));
		for (final Maker maker : makers)
			assertResumes(maker);
	}

	private static void assertResumes(final Maker maker) {
		final Npz inputs = Npz.read(FOLDER.resolve("inputs.npz"));
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
					assertTrue(whole.state().size() >= NAMES.size());
					whole.state().forEach((name, array) -> Torch.fill(second.state().get(name), array.toFloatArray()));
					second.resume(whole.steps());
					backward(manager, leaves, inputs, 2, DataType.FLOAT32);
					whole.step();
					backward(manager, copies, inputs, 2, DataType.FLOAT32);
					second.step();
				}
				for (final String name : NAMES)
					assertArrayEquals(leaves.get(name).toFloatArray(), copies.get(name).toFloatArray(), name);
			}
		}
	}
}
