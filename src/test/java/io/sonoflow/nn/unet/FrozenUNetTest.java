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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.folded.Filter;
import io.sonoflow.nn.folded.Folding;
import io.sonoflow.nn.folded.Layout;
import io.sonoflow.nn.folded.Pass;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.precision.Precision;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The U-Net as one program against its usual pass. */
class FrozenUNetTest {

	private static final int SIDE = 16;
	private static final int BATCH = 3;

	@BeforeEach
	void start() {
		Torch.threads(1);
		Torch.inference();
	}

	private static UNetConfig.Builder small() {
		return UNetConfig.builder(SIDE).base(32).multipliers(List.of(1.0, 2.0)).blocks(1).attention(List.of(8)).classes(List.of("a",
			"b"));
	}

	/** {@return with no zeros anywhere} */
	private static UNet network(final UNetConfig config) {
		final UNet network = UNet.create(Device.cpu(), config, 1);
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

	private static float[] images(final long seed, final int count, final int side) {
		final float[] data = new float[count * side * side];
		Initializer.normal(data, RandomStream.of(seed, "images"), 1);
		return data;
	}

	private static float[] ask(final UNet network, final int side) {
		return network.evaluate(images(3, BATCH, side), new float[] { 3, 711, 999 }, new int[] { 1, -1, 0 });
	}

	private static float[] ask(final FrozenUNet network, final int side) {
		return network.evaluate(images(3, BATCH, side), new float[] { 3, 711, 999 }, new int[] { 1, -1, 0 });
	}

	private static void near(final float[] wanted, final float[] found, final double share) {
		double largest = 0;
		double difference = 0;
		for (int i = 0; i < wanted.length; i++) {
			largest = Math.max(largest, Math.abs(wanted[i]));
			difference = Math.max(difference, Math.abs(wanted[i] - found[i]));
		}
		assertTrue(wanted.length == found.length && difference <= share * largest, difference + " of " + largest);
	}

	/** Whether convolutions can be brought into oneDNN's order here at all. */
	private static boolean isFoldable(final NDManager manager) {
		final Shape one = new Shape(1, 1, 3, 3);
		final Optional<Pass> pass = Folding.in(Layout.CHANNELS_LAST, manager, one, program -> program.convolution(Program.IMAGES,
			() -> Filter.of(manager.ones(one), null, 1, new Shape(1, 1)), Program.Then.NOTHING));
		pass.ifPresent(Pass::close);
		return pass.isPresent();
	}

	@ParameterizedTest
	@CsvSource({ "false, true, LEGACY, 0", "true, true, NEW, 16", "false, false, NEW, 0", "true, false, LEGACY, 0" })
	void theSameNoise(final boolean residual, final boolean scaleShift, final AttentionOrder order, final int headChannels) {
		final UNetConfig config = small().residualResampling(residual).scaleShift(scaleShift).order(order).headChannels(headChannels)
			.build();
		try (UNet network = network(config); FrozenUNet frozen = new FrozenUNet(network); FrozenUNet half = new FrozenUNet(
			network))
		{
			// Another size after the first: what was folded is of one size.
			for (final int side : new int[] { SIDE, 2 * SIDE, SIDE }) {
				final float[] wanted = ask(network, side);
				near(wanted, ask(frozen, side), 1e-5);
				assertEquals(isFoldable(network.manager()), frozen.isFolded());
				network.compute(Precision.BF16);
				final float[] rounded = ask(half, side);
				near(wanted, rounded, 0.06);
				near(ask(network, side), rounded, 0.06);
				assertTrue(half.isFolded() == frozen.isFolded() && !Arrays.equals(wanted, rounded));
				network.compute(Precision.FP32);
			}
		}
	}

	@Test
	void theSameBitsWithOtherNeighboursAndAgain() {
		try (UNet network = network(small().build()); FrozenUNet frozen = new FrozenUNet(network);
				FrozenUNet again = new FrozenUNet(network))
		{
			// Another batch comes first: it must not say how the next is computed.
			again.evaluate(images(8, 2, SIDE), new float[] { 5, 5 }, new int[] { -1, -1 });
			final float[] first = ask(frozen, SIDE);
			assertArrayEquals(first, ask(again, SIDE));
			assertArrayEquals(first, ask(frozen, SIDE));
			final int values = SIDE * SIDE;
			final float[] others = images(4, BATCH, SIDE);
			System.arraycopy(images(3, BATCH, SIDE), values, others, values, values);
			final float[] second = frozen.evaluate(others, new float[] { 3, 711, 999 }, new int[] { 0, -1, 1 });
			assertArrayEquals(Arrays.copyOfRange(first, 2 * values, 4 * values), Arrays.copyOfRange(second, 2 * values, 4 * values));
		}
	}

	@Test
	void whatIsFoldedIsFoldedOnceAndFreed() {
		try (UNet network = network(small().build())) {
			final int before = network.manager().getManagedArrays().size();
			try (FrozenUNet frozen = new FrozenUNet(network)) {
				final float[] wanted = ask(frozen, SIDE);
				assumeTrue(frozen.isFolded());
				final int folded = network.manager().getManagedArrays().size();
				network.named().get("input_blocks.0.0.weight").getArray().muli(0.5f);
				for (int i = 0; i < 3; i++)
					assertArrayEquals(wanted, ask(frozen, SIDE));
				assertEquals(folded, network.manager().getManagedArrays().size(), "arrays left over by passes");
			}
			assertEquals(before, network.manager().getManagedArrays().size(), "what was folded is freed");
			try (FrozenUNet later = new FrozenUNet(network)) {
				near(ask(network, SIDE), ask(later, SIDE), 1e-5);
			}
		}
	}

	@Test
	void nothingOfAPassIsLeft() {
		try (UNet network = network(small().build()); FrozenUNet frozen = new FrozenUNet(network);
				NDManager scope = network.manager().newSubManager())
		{
			final NDArray x = Torch.floats(scope, images(3, BATCH, SIDE), BATCH, 1, SIDE, SIDE);
			final NDArray steps = Torch.floats(scope, new float[] { 3, 711, 999 }, BATCH);
			final int before = scope.getManagedArrays().size();
			frozen.forward(x, steps, null).close();
			assertEquals(before, scope.getManagedArrays().size());
		}
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.MAX_VALUE, 1e25f })
	void whatHasRunAwayComputesAsAlways(final float value) {
		try (UNet network = network(small().build()); FrozenUNet frozen = new FrozenUNet(network)) {
			final NDArray weight = network.named().get("input_blocks.1.0.in_layers.2.weight").getArray();
			final float[] values = new float[(int) weight.size()];
			Arrays.fill(values, value);
			Torch.fill(weight, values);
			assertArrayEquals(ask(network, SIDE), ask(frozen, SIDE));
		}
	}

	@Test
	void aNewNetworkAnswersZero() {
		try (UNet network = UNet.create(Device.cpu(), small().build(), 5); FrozenUNet frozen = new FrozenUNet(network)) {
			assertArrayEquals(new float[BATCH * 2 * SIDE * SIDE], ask(frozen, SIDE));
			assertEquals(isFoldable(network.manager()), frozen.isFolded());
		}
	}

	@Test
	void whatCannotBeIsRefused() {
		try (UNet network = network(small().classes(List.of()).build()); FrozenUNet frozen = new FrozenUNet(network);
				NDManager scope = network.manager().newSubManager())
		{
			final NDArray steps = Torch.floats(scope, new float[] { 3 }, 1);
			assertThrows(IllegalArgumentException.class, () -> frozen.forward(Torch.floats(scope, images(3, 1, 15), 1, 1, 15, 15),
				steps, null));
			assertThrows(IllegalArgumentException.class, () -> frozen.forward(Torch.floats(scope, images(3, 1, SIDE), 1, 1, SIDE,
				SIDE), steps, scope.create(new long[] { 0 })));
		}
	}
}
