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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the bits of an image depend on in a batch: not on its neighbours. On its place they may (seen with 5 images and 2
 * threads), and on the size of the batch they do, which is why a generation keeps both.
 */
class UNetBatchTest {

	private static final int SIDE = 16;
	private static final int BATCH = 5;

	private final int threads = Torch.threads();

	@AfterEach
	void restore() {
		Torch.threads(threads);
	}

	private static float[] images(final long seed) {
		final RandomStream random = RandomStream.of(seed, "batch test");
		final float[] images = new float[BATCH * SIDE * SIDE];
		for (int i = 0; i < images.length; i++)
			images[i] = (float) random.nextGaussian();
		return images;
	}

	@Test
	void neighboursDoNotCount() {
		Torch.inference();
		final UNetConfig config = UNetConfig.builder(SIDE).base(32).multipliers(List.of(1.0, 2.0)).blocks(1).attention(List.of(
			8)).classes(List.of("a", "b")).build();
		final float[] steps = new float[BATCH];
		Arrays.fill(steps, 437);
		final int values = SIDE * SIDE;
		try (UNet network = UNet.create(Device.cpu(), config, 1)) {
			network.named().forEach((name, parameter) -> {
				final RandomStream random = RandomStream.of(2, name);
				final float[] data = parameter.getArray().toFloatArray();
				for (int i = 0; i < data.length; i++)
					data[i] += (float) (0.05 * random.nextGaussian());
				Torch.fill(parameter.getArray(), data);
			});
			for (final int count : new int[] { 1, 2 }) {
				Torch.threads(count);
				for (int place = count == 1 ? 0 : BATCH - 1; place < BATCH; place += 2) {
					final float[] some = images(3);
					final float[] others = images(4);
					System.arraycopy(some, place * values, others, place * values, values);
					final int[] labels = { 0, 1, -1, 0, 1 };
					final int[] otherLabels = { 1, -1, 0, 1, -1 };
					otherLabels[place] = labels[place];
					final int from = 2 * place * values;
					assertArrayEquals(Arrays.copyOfRange(network.evaluate(some, steps, labels), from, from + 2 * values), Arrays
						.copyOfRange(network.evaluate(others, steps, otherLabels), from, from + 2 * values), "place " + place);
				}
			}
			try (NDManager scope = network.manager().newSubManager()) {
				final NDArray x = Torch.floats(scope, images(3), BATCH, 1, SIDE, SIDE);
				final NDArray none = network.forward(x, Torch.floats(scope, steps, BATCH), null, false);
				assertArrayEquals(none.toFloatArray(), network.evaluate(images(3), steps, new int[] { -1, -1, -1, -1, -1 }));
			}
		}
	}
}
