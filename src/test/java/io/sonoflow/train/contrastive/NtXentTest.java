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
package io.sonoflow.train.contrastive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The losses against the authors' code and the textbook, and where the authors' code is not a number. */
class NtXentTest {

	private static final double RELEASED = 1e-8;

	private static NDManager manager;

	@BeforeAll
	static void start() {
		Torch.inference();
		Torch.threads(1);
		manager = Torch.manager(Device.cpu());
	}

	@AfterAll
	static void stop() {
		manager.close();
	}

	private record Got(double loss, double[] gradient, double matched, double spread) {
	}

	private static Got loss(final double[] values, final long[] shape, final DataType type, final double temperature,
		final double epsilon)
	{
		try (NDManager scope = manager.newSubManager(); NtXent loss = new NtXent(scope, temperature, epsilon)) {
			final NDArray z = scope.create(values, new Shape(shape)).toType(type, true);
			final NtXent.Result result = loss.of(z, NtXent.halves((int) shape[0] / 2));
			return new Got(result.loss(), result.gradient().toType(DataType.FLOAT64, true).toDoubleArray(), result.matched(),
				result.spread());
		}
	}

	private static void assertNear(final double[] expected, final double[] actual, final double tolerance,
		final String what)
	{
		final double largest = DoubleStream.of(expected).map(Math::abs).max().orElseThrow();
		assertEquals(expected.length, actual.length, what);
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], actual[i], tolerance * largest, what + " " + i);
	}

	private static JsonObject values() {
		return Fixtures.json("contrastive", "values");
	}

	@Tag(Fixtures.TAG)
	@Test
	void matchesTheTextbook() {
		final JsonObject cases = values().getAsJsonObject("cases");
		for (final String name : cases.keySet()) {
			final JsonObject wanted = cases.getAsJsonObject(name);
			final Npz file = Fixtures.npz("contrastive", name);
			final double[] z = file.get("proj").doubles();
			final double t = wanted.get("temp").getAsDouble();
			final Got exact = loss(z, file.get("proj").shape(), DataType.FLOAT64, t, 0);
			assertEquals(wanted.get("ntxent").getAsDouble(), exact.loss, 1e-9, name);
			assertEquals(DoubleStream.of(file.get("ntxent_per_row").doubles()).average().orElseThrow(), exact.loss, 1e-9, name);
			assertNear(file.get("ntxent_grad_proj").doubles(), exact.gradient, 1e-9, name);
			final Got single = loss(z, file.get("proj").shape(), DataType.FLOAT32, t, 0);
			assertEquals(exact.loss, single.loss, 1e-5 * exact.loss, name);
			assertNear(exact.gradient, single.gradient, 2e-5, name);
		}
	}

	/** The released code: 1e-8 inside of the logarithm, and the organ's loss summed over the two views. */
	@Tag(Fixtures.TAG)
	@Test
	void matchesTheReleasedCode() {
		final JsonObject cases = values().getAsJsonObject("cases");
		for (final String name : cases.keySet()) {
			final JsonObject wanted = cases.getAsJsonObject(name);
			final Npz file = Fixtures.npz("contrastive", name);
			final double t = wanted.get("temp").getAsDouble();
			final Got contrastive = loss(file.get("proj").doubles(), file.get("proj").shape(), DataType.FLOAT64, t, RELEASED);
			assertEquals(wanted.get("uscl_unsup_f64").getAsDouble(), contrastive.loss, 1e-9, name);
			assertNear(file.get("grad_total_proj_f64").doubles(), contrastive.gradient, 1e-9, name);
			final Got single = loss(file.get("proj").doubles(), file.get("proj").shape(), DataType.FLOAT32, t, RELEASED);
			assertEquals(wanted.get("uscl_unsup").getAsDouble(), single.loss, 1e-5 * single.loss, name);
			assertNear(file.get("grad_unsup_proj").doubles(), single.gradient, 2e-5, name);
			final long[] y = file.get("y").longs();
			final int[] organs = IntStream.range(0, 2 * y.length).map(i -> (int) y[i % y.length]).toArray();
			final OrganLoss organ = OrganLoss.of(file.get("logits").doubles(), organs);
			assertEquals(wanted.get("uscl_sup_f64").getAsDouble(), 2 * organ.loss(), 1e-9, name);
			final double lambda = wanted.get("lambda_").getAsDouble();
			assertEquals(wanted.get("uscl_total_f64").getAsDouble(), contrastive.loss + 2 * lambda * organ.loss(), 1e-9, name);
			assertNear(file.get("grad_total_logits_f64").doubles(), DoubleStream.of(organ.gradient()).map(g -> 2 * lambda * g)
				.toArray(), 1e-9, name);
		}
	}

	private static Got edge(final String input, final DataType type, final double temperature, final double epsilon) {
		final Npz.Array z = Fixtures.npz("contrastive", "edge_inputs").get(input);
		final Got got = loss(z.doubles(), z.shape(), type, temperature, epsilon);
		assertTrue(Double.isFinite(got.loss) && DoubleStream.of(got.gradient).allMatch(Double::isFinite), input + " " + got);
		return got;
	}

	@Tag(Fixtures.TAG)
	@Test
	void isFiniteWhereTheReleasedCodeIsNot() {
		final JsonObject cases = values().getAsJsonObject("edge_cases");
		final Got equal = edge("all_equal", DataType.FLOAT32, 0.5, RELEASED);
		assertEquals(cases.getAsJsonObject("all_projections_equal").get("unsup").getAsDouble(), equal.loss, 1e-5);
		assertEquals(0, equal.spread, 1e-3, "collapsed");
		for (final DataType type : new DataType[] { DataType.FLOAT32, DataType.FLOAT64 }) {
			edge("zero_row", type, 0.5, 0);
			edge("zero_row", type, 0.5, RELEASED);
			for (final String temperature : Fixtures.matches(cases.keySet(), "opposite_pairs_temp(.*)"))
				assertOpposite(cases.getAsJsonObject("opposite_pairs_temp" + temperature), type, Double.parseDouble(
					temperature));
			edge("opposite", type, 1e-6, 0);
		}
	}

	private static void assertOpposite(final JsonObject expected, final DataType type, final double temperature) {
		final double textbook = expected.get("ntxent").getAsDouble();
		assertEquals(textbook, edge("opposite", type, temperature, 0).loss, 1e-5 * textbook);
		final double released = expected.get("unsup").getAsDouble();
		final double own = edge("opposite", type, temperature, RELEASED).loss;
		if (!Double.isNaN(released)) assertEquals(released, own, 1e-4);
	}

	@Test
	void aRowWithoutDirectionGetsNoGradient() {
		final double[] values = { 0, 0, 1, 0, 0, 1, 1, 1 };
		final Got got = loss(values, new long[] { 4, 2 }, DataType.FLOAT32, 0.5, 0);
		assertEquals(0, Math.abs(got.gradient[0]) + Math.abs(got.gradient[1]));
		assertTrue(Math.abs(got.gradient[2]) + Math.abs(got.gradient[3]) > 0.01);
	}

	@Test
	void tellsWhetherViewsAreMatchedAndSpread() {
		final double[] apart = { 1, 0, 0, 1, -1, 0, 2, 0, 0, 3, -1, 0 };
		final Got good = loss(apart, new long[] { 6, 2 }, DataType.FLOAT32, 0.5, 0);
		assertEquals(1, good.matched);
		// The coordinates are 1, 0, -1 and 0, 1, 0, twice each.
		assertEquals((Math.sqrt(2 / 3.0) + Math.sqrt(1 / 3.0 - 1 / 9.0)) / 2 * Math.sqrt(2), good.spread, 1e-6);
		final double[] swapped = { 1, 0, 0, 1, -1, 0, 0, 1, -1, 0, 1, 0 };
		assertEquals(0, loss(swapped, new long[] { 6, 2 }, DataType.FLOAT32, 0.5, 0).matched);
	}

	@Test
	void refusesWhatHasNoMeaning() {
		assertTrue(assertThrows(SonoflowException.Input.class, () -> loss(new double[] { 1, 2 }, new long[] { 2, 1 },
			DataType.FLOAT32, 0.5, 0)).getMessage().contains("batch of 1"));
		for (final double temperature : new double[] { 0, -1, Double.NaN, Double.POSITIVE_INFINITY })
			assertThrows(SonoflowException.Input.class, () -> new NtXent(manager, temperature, 0));
		assertThrows(SonoflowException.Input.class, () -> new NtXent(manager, 0.5, -1));
	}

	@Test
	void rowsOfUnknownOrganHaveNoPart() {
		final OrganLoss all = OrganLoss.of(new double[] { 1, 2, 3, -1 }, new int[] { 0, 1 });
		final OrganLoss some = OrganLoss.of(new double[] { 1, 2, 9, 9, 3, -1 }, new int[] { 0, OrganLoss.UNKNOWN, 1 });
		assertEquals(all.loss(), some.loss(), 1e-12);
		assertEquals(0, Math.abs(some.gradient()[2]) + Math.abs(some.gradient()[3]));
		assertEquals(0, OrganLoss.of(new double[] { 1, 2 }, new int[] { OrganLoss.UNKNOWN }).loss());
		assertTrue(Arrays.stream(OrganLoss.of(new double[] { 1000, -1000 }, new int[] { 1 }).gradient()).allMatch(
			Double::isFinite));
	}

	@Tag(Fixtures.TAG)
	@Test
	void pairsOfPredictionsMatchTheReleasedCode() {
		final JsonObject cases = values().getAsJsonObject("coupled_loss");
		for (final String name : cases.keySet()) {
			final Npz file = Fixtures.npz("contrastive", "coupled_" + name);
			final int classes = (int) file.get("logits").shape()[1];
			final CoupledLoss got = CoupledLoss.of(file.get("logits").doubles(), classes, Double.parseDouble(name.replaceAll(
				".*temp", "")));
			assertEquals(cases.get(name).getAsDouble(), got.loss(), 1e-6 * got.loss(), name);
			assertNear(file.get("grad").doubles(), got.gradient(), 1e-6, name);
		}
		assertEquals(0, CoupledLoss.of(new double[] { 1, 2 }, 2, 1).loss(), "no pair");
	}
}
