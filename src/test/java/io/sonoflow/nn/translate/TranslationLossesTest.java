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
package io.sonoflow.nn.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationLossesTest {

	private NDManager manager;

	@BeforeEach
	void open() {
		Torch.inference();
		manager = Torch.manager(Device.cpu());
	}

	@AfterEach
	void close() {
		manager.close();
	}

	private NDArray of(final int n, final int side, final java.util.function.IntToDoubleFunction value) {
		final float[] data = new float[n * side * side];
		for (int i = 0; i < data.length; i++)
			data[i] = (float) value.applyAsDouble(i);
		return Torch.floats(manager, data, n, 1, side, side);
	}

	@Test
	void onlyWhereATruthIsKnownAnythingIsLost() {
		final NDArray made = of(2, 16, i -> i % 16 < 8 ? 0.5 : 9);
		final NDArray truth = of(2, 16, i -> 0);
		final NDArray half = of(2, 16, i -> i % 16 < 8 ? 1 : 0);
		assertEquals(0.5, TranslationLosses.l1(made, truth, half).getFloat(), 0.01);
		assertEquals(0.25, TranslationLosses.l2(made, truth, half).getFloat(), 0.01);
		assertEquals(0, TranslationLosses.temporal(made, truth, half).getFloat(), 1e-6);
		final NDArray flickering = of(2, 16, i -> i < 256 ? 0.5 : 0.2);
		assertEquals(0.3, TranslationLosses.temporal(flickering, truth, half).getFloat(), 0.01);
	}

	/** Brightness and speckle are told apart. */
	@Test
	void textureIsBlindForBrightnessAndSmoothForSpeckle() {
		final RandomStream random = RandomStream.of(3, "texture", 0);
		final double[] speckle = new double[2 * 32 * 32];
		for (int i = 0; i < speckle.length; i++)
			speckle[i] = 0.2 * random.nextGaussian();
		final NDArray truth = of(2, 32, i -> speckle[i]);
		final NDArray all = of(2, 32, i -> 1);
		final float[] brighter = TranslationLosses.texture(of(2, 32, i -> 0.4 + speckle[i]), truth, all).toFloatArray();
		assertArrayEquals(new float[] { 0, 1 }, brighter, 1e-3f);
		final float[] flat = TranslationLosses.texture(of(2, 32, i -> 0.5 * speckle[i]), truth, all).toFloatArray();
		assertEquals(0.5, flat[1], 1e-3);
		assertTrue(flat[0] > 0.05, "loss " + flat[0]);
		final float other = TranslationLosses.smooth(of(2, 32, i -> -speckle[i]), truth, all).getFloat();
		assertTrue(other < 0.15 && TranslationLosses.smooth(of(2, 32, i -> 0.4), truth, all).getFloat() > 0.3, "smooth " + other);
	}

	/** White noise whose neighbours correlate by 0.05 is a twentieth wider. */
	@Test
	void textureFeelsASmallChangeOfWidth() {
		final RandomStream random = RandomStream.of(3, "texture", 1);
		final double[] noise = new double[2 * 32 * 32];
		for (int i = 0; i < noise.length; i++)
			noise[i] = 0.2 * random.nextGaussian();
		final NDArray wider = of(2, 32, i -> (noise[i] + 0.05 * noise[Math.max(0, i - 1)]) / Math.sqrt(1.0025));
		final float loss = TranslationLosses.texture(wider, of(2, 32, i -> noise[i]), of(2, 32, i -> 1)).getFloat(0);
		assertTrue(loss > 0.015, "loss " + loss);
	}

	@Test
	void aDiscriminatorLosesInTheRegionOnly() {
		final NDArray real = of(1, 4, i -> i % 4 < 2 ? 1 : -5);
		final NDArray made = of(1, 4, i -> i % 4 < 2 ? 0.5 : 5);
		final NDArray places = of(1, 4, i -> i % 4 < 2 ? 1 : 0);
		assertEquals(1.5, TranslationLosses.discriminator(real, made, places).getFloat(), 1e-4);
		assertEquals(-0.5, TranslationLosses.generator(made, places).getFloat(), 1e-4);
	}

	@Test
	void bothWindowsOfARunOfFrames() {
		final float[] frames = { 1, 2, 3, 4 };
		final NDArray x = Torch.floats(manager, frames, 1, 4, 1, 1);
		final NDArray m = Torch.floats(manager, new float[] { 0, 0, 1, 0 }, 1, 4, 1, 1);
		assertArrayEquals(new float[] { 1, 2, 3, 0, 0, 1, 2, 3, 4, 0, 1, 0 }, TranslationLosses.windows(x, m).toFloatArray());
		assertArrayEquals(new float[] { 2, 3 }, TranslationLosses.middle(x).toFloatArray());
	}

	@Test
	void aFileSaysWhatItIs(@TempDir final Path folder) {
		final TranslatorConfig config = new TranslatorConfig(Direction.COLOUR, 32, 3, 8, true);
		final Path file = folder.resolve("model.safetensors");
		try (Translator written = Translator.create(Device.cpu(), config, 5)) {
			TranslatorFile.write(file, written, Map.of("seed", "5"));
			final TranslatorFile read = TranslatorFile.open(file);
			assertEquals(config, read.config());
			assertEquals(Map.of("seed", "5"), read.notes());
			try (Translator same = read.network(Device.cpu())) {
				written.arrays().forEach((name, array) -> assertArrayEquals(array.toFloatArray(), same.arrays().get(name).toFloatArray(),
					name));
			}
		}
		assertTrue(assertThrows(SonoflowException.class, () -> new TranslatorConfig(Direction.GREY, 30, 3, 8, false)).getMessage()
			.contains("multiple of 8"));
		assertTrue(assertThrows(SonoflowException.class, () -> new TranslatorConfig(Direction.GREY, 32, 4, 8, false)).getMessage()
			.contains("odd"));
	}
}
