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
package io.sonoflow.step.segment;

import io.sonoflow.RandomStream;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bright discs (organ a) and squares (organ b) on noise, two pictures of each patient, with their masks. */
final class Discs {

	private Discs() {
	}

	/** {@return dataset.csv} */
	static Path write(final Path folder, final int patients, final int width, final int height) {
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < 2 * patients; i++) {
			final Path image = folder.resolve("images/p" + i / 2 + "_" + i % 2 + ".png");
			final Path mask = folder.resolve("masks").resolve(image.getFileName());
			final Mask truth = truth(i, width, height);
			final RandomStream random = RandomStream.of(1, "discs", i);
			final byte[] pixels = new byte[width * height];
			for (int k = 0; k < pixels.length; k++)
				pixels[k] = (byte) (random.nextInt(80) + (truth.data()[k] ? 120 : 20));
			ImageFiles.writePng(image, Images.bytes(pixels, width, height));
			ImageFiles.writePng(mask, truth.toImage());
			samples.add(new Sample(image, "p" + i / 2, "", "", "", i / 2 % 2 == 0 ? "a" : "b", mask, "", Map.of()));
		}
		Dataset.write(folder.resolve(Dataset.FILE), samples);
		return folder.resolve(Dataset.FILE);
	}

	private static Mask truth(final int i, final int width, final int height) {
		final RandomStream random = RandomStream.of(2, "places", i);
		final double x = random.uniform(0.35, 0.65) * width;
		final double y = random.uniform(0.35, 0.65) * height;
		final double r = random.uniform(0.15, 0.3) * Math.min(width, height);
		return Mask.of(width, height, k -> {
			final double dx = Math.abs(k % width + 0.5 - x);
			final double dy = Math.abs(k / width + 0.5 - y);
			return i / 2 % 2 == 0 ? Math.hypot(dx, dy) < r : Math.max(dx, dy) < r;
		});
	}
}
