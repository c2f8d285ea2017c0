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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A batch in chunks against the same chunks in one graph. */
class GradientCacheTest {

	private static final int SIZE = 32;
	private static final int[] ROWS = { 4, 6, 4 };
	private static final int WIDTH = 24;

	@BeforeAll
	static void quiet() {
		Torch.inference();
		Torch.threads(1);
	}

	private static ContrastiveNetwork network() {
		final ContrastiveNetwork network = new ContrastiveNetwork(Networks.create("resnet18", Device.cpu(), 1, 3, 5), WIDTH,
			true, 5);
		network.requireGradient(true);
		return network;
	}

	private static NDArray images(final int chunk, final NDManager manager) {
		final RandomStream random = RandomStream.of(2, "chunk", chunk);
		final float[] values = new float[ROWS[chunk] * SIZE * SIZE];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) random.nextGaussian();
		return Torch.floats(manager, values, ROWS[chunk], 1, SIZE, SIZE);
	}

	private static GradientCache.Chunks chunks(final int count) {
		return new GradientCache.Chunks() {

			@Override
			public int count() {
				return count;
			}

			@Override
			public NDArray images(final int chunk, final NDManager manager) {
				return GradientCacheTest.images(chunk, manager);
			}
		};
	}

	/** Contrast of neighbouring rows, and the sum of squares of the organs' scores. */
	private static NDArray objective(final NDArray outputs, final NtXent contrast) {
		final long[] pair = new long[(int) outputs.getShape().get(0)];
		for (int i = 0; i < pair.length; i++)
			pair[i] = i ^ 1;
		final NDArray projections = contrast.of(outputs.get(":, :" + WIDTH), pair).gradient();
		return projections.concat(outputs.get(":, " + WIDTH + ":").mul(2), 1);
	}

	private static Map<String, float[]> gradients(final ContrastiveNetwork network) {
		final Map<String, float[]> gradients = new LinkedHashMap<>();
		network.trainable().forEach((name, array) -> gradients.put(name, array.getGradient().toFloatArray()));
		return gradients;
	}

	private static void assertSame(final ContrastiveNetwork expected, final ContrastiveNetwork actual) {
		final Map<String, float[]> wanted = gradients(expected);
		final Map<String, float[]> got = gradients(actual);
		assertEquals(wanted.keySet(), got.keySet());
		assertTrue(wanted.containsKey("fc.weight") && wanted.containsKey("projection.2.bias"));
		wanted.forEach((name, gradient) -> {
			float largest = 0;
			for (final float value : gradient)
				largest = Math.max(largest, Math.abs(value));
			assertTrue(largest > 0, name);
			assertArrayEquals(gradient, got.get(name), 1e-5f * largest, name);
		});
		expected.named().forEach((name, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(), actual.named()
			.get(name).getArray().toFloatArray(), name + ": running statistics move once"));
	}

	@Test
	void hasTheGradientOfOnePass() {
		try (ContrastiveNetwork whole = network(); ContrastiveNetwork parts = network(); NDManager scope = whole.manager()
			.newSubManager(); NtXent contrast = new NtXent(scope, 0.5, 0); GradientCache cache = new GradientCache(parts))
		{
			final NDArray outputs = Torch.withGradient(() -> {
				final NDList list = new NDList();
				for (int c = 0; c < ROWS.length; c++)
					list.add(whole.outputs(images(c, scope), true));
				return NDArrays.concat(list, 0);
			});
			Torch.backward(outputs, objective(outputs, contrast));
			cache.backward(chunks(ROWS.length), given -> objective(given, contrast));
			assertSame(whole, parts);
		}
	}

	@Test
	void aSingleChunkIsAnOrdinaryPass() {
		try (ContrastiveNetwork whole = network(); ContrastiveNetwork parts = network(); NDManager scope = whole.manager()
			.newSubManager(); NtXent contrast = new NtXent(scope, 0.5, 0); GradientCache cache = new GradientCache(parts))
		{
			final NDArray outputs = Torch.withGradient(() -> whole.outputs(images(0, scope), true));
			Torch.backward(outputs, objective(outputs, contrast));
			cache.backward(chunks(1), given -> objective(given, contrast));
			assertSame(whole, parts);
		}
	}

	/** The interface is enough: another backbone, whose head has another name. */
	@Test
	void aDenseNetIsPretrainedToo() {
		try (ContrastiveNetwork network = new ContrastiveNetwork(Networks.create("densenet121", Device.cpu(), 1, 1, 5), WIDTH,
			false, 5); NtXent contrast = new NtXent(network.manager(), 0.5, 0); GradientCache cache = new GradientCache(network))
		{
			network.requireGradient(true);
			assertTrue(network.trainable().keySet().stream().noneMatch(name -> name.startsWith(network.encoder().headPrefix())),
				"one organ: its head learns nothing");
			cache.backward(chunks(2), outputs -> contrast.of(outputs, new long[] { 1, 0, 3, 2, 5, 4, 7, 6, 9, 8 }).gradient());
			gradients(network).forEach((name, gradient) -> assertTrue(gradient.length > 0 && Float.isFinite(gradient[0]), name));
		}
	}
}
