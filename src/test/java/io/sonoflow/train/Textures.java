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

import io.sonoflow.RandomStream;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Small images that only their texture tells apart, as homogeneous and inhomogeneous parenchyma: independent noise, or noise
 * smoothed over 4 x 4 pixels, of equal mean and spread. Each patient has its own brightness.
 */
public final class Textures {

	private Textures() {
	}

	/**
	 * @param folder gets images/ and dataset.csv
	 * @param patients number of patients, two images each; every third patient is "rough", the others "even"
	 * @param side of the images in pixels
	 * @return the table
	 */
	public static Path write(final Path folder, final int patients, final int side) {
		final List<Sample> samples = new ArrayList<>();
		for (int p = 0; p < patients; p++)
			for (int view = 0; view < 2; view++) {
				final Path file = folder.resolve("images").resolve("p" + p + "_" + view + ".png").toAbsolutePath();
				ImageFiles.writePng(file, Images.bytes(pixels(p, view, side), side, side));
				samples.add(new Sample(file, "p" + p, "", "v" + view, p % 3 == 0 ? "rough" : "even", "", null, "", Map.of()));
			}
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, samples);
		return table;
	}

	private static byte[] pixels(final int patient, final int view, final int side) {
		final RandomStream random = RandomStream.of(9, "texture", patient, view);
		final double gain = 100 + 40 * RandomStream.of(9, "gain", patient).nextDouble();
		final int grain = patient % 3 == 0 ? 4 : 1;
		final int cells = side / grain;
		final double[] noise = new double[cells * cells];
		for (int i = 0; i < noise.length; i++)
			noise[i] = random.nextGaussian();
		final byte[] pixels = new byte[side * side];
		for (int y = 0; y < side; y++)
			for (int x = 0; x < side; x++)
				pixels[y * side + x] = (byte) Math.max(0, Math.min(255, Math.round(gain + 30 * noise[y / grain * cells + x /
					grain])));
		return pixels;
	}
}
