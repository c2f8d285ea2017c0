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
package io.sonoflow.step.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The diffusion model in sample-data/ draws phantoms, from pure noise. */
class SampleModelTest {

	private static final Path MODEL = Path.of("sample-data", "phantom_diffusion.safetensors");
	private static final int SIZE = 64;

	@TempDir
	Path folder;

	private static double mean(final byte[] pixels, final int x, final int y, final int width, final int height) {
		double sum = 0;
		for (int row = y; row < y + height; row++)
			for (int column = x; column < x + width; column++)
				sum += pixels[row * SIZE + column] & 255;
		return sum / (width * height);
	}

	@Test
	void drawsATestisInEveryImage() throws IOException {
		assertTrue(Files.size(MODEL) <= 8_000_000, Files.size(MODEL) + " bytes");
		Torch.threads(1);
		for (final String label : List.of("homogeneous", "inhomogeneous")) {
			final GenerateUltrasound step = new GenerateUltrasound(MODEL.toFile(), folder.resolve(label).toFile());
			step.set(Map.of("count", 3, "sampler", "dpm++", "class", label, "batch", 3, "device", "cpu", "seed", 1));
			final List<Sample> samples = step.run(Monitor.NONE).samples();
			assertEquals(3, samples.size());
			for (final Sample sample : samples) {
				final byte[] pixels = Images.pixels(ImageFiles.readGray(sample.image()));
				assertEquals(SIZE * SIZE, pixels.length);
				final double testis = mean(pixels, 24, 18, 16, 14);
				final double below = mean(pixels, 0, 54, SIZE, 10);
				assertTrue(testis > 60 && testis < 160, sample + ": " + testis);
				assertTrue(below < 0.75 * testis, sample + ": " + below + " below, " + testis + " in the testis");
			}
		}
	}
}
