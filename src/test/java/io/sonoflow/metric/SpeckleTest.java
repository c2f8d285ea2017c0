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
package io.sonoflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

class SpeckleTest {

	private static final int SIZE = 256;
	private static final double SLOPE = 255 / 60.;

	/** Complex Gaussian fields, averaged over (2 rx + 1) x (2 ry + 1) pixels, displayed over 60 dB with their mean at 150. */
	private static ArrayImg<UnsignedByteType, ByteArray> speckle(final int rx, final int ry) {
		final RandomStream random = RandomStream.of(3, "speckle");
		final double[][] field = new double[2][SIZE * SIZE];
		for (final double[] part : field)
			for (int i = 0; i < part.length; i++)
				part[i] = random.nextGaussian();
		final byte[] pixels = new byte[SIZE * SIZE];
		for (int y = 0; y < SIZE; y++)
			for (int x = 0; x < SIZE; x++) {
				double intensity = 0;
				for (final double[] part : field) {
					double sum = 0;
					for (int dy = -ry; dy <= ry; dy++)
						for (int dx = -rx; dx <= rx; dx++)
							sum += part[(y + dy + SIZE) % SIZE * SIZE + (x + dx + SIZE) % SIZE];
					intensity += sum * sum / ((2 * rx + 1) * (2 * ry + 1)) / 2;
				}
				pixels[y * SIZE + x] = (byte) Math.max(0, Math.min(255, Math.round(150 + SLOPE * 10 * Math.log10(intensity))));
			}
		return Images.bytes(pixels, SIZE, SIZE);
	}

	@Test
	void independentPixelsAreRayleighAndOnePixelWide() {
		final Speckle speckle = Speckle.of(speckle(0, 0), 0, 0, SIZE, SIZE, SLOPE);
		assertEquals(1, speckle.nakagami(), 0.03);
		assertEquals(1, speckle.axial(), 0.02);
		assertEquals(1, speckle.lateral(), 0.02);
	}

	/** The field's autocorrelation is a triangle of half base 2 r + 1, the intensity's its square: half at (1 - 1/√2) of it. */
	@Test
	void widthsAreThoseOfTheKernel() {
		final Speckle speckle = Speckle.of(speckle(4, 1), 0, 0, SIZE, SIZE, SLOPE);
		assertEquals(1, speckle.nakagami(), 0.06);
		assertEquals(2 * 9 * (1 - Math.sqrt(0.5)), speckle.lateral(), 0.35);
		assertEquals(2 * 3 * (1 - Math.sqrt(0.5)), speckle.axial(), 0.15);
	}

	@Test
	void smoothedSpeckleHasALargerShape() {
		final ArrayImg<UnsignedByteType, ByteArray> image = speckle(0, 0);
		final byte[] pixels = Images.pixels(image).clone();
		for (int i = 1; i < pixels.length; i++)
			pixels[i] = (byte) (((pixels[i] & 255) + (pixels[i - 1] & 255)) / 2);
		assertTrue(Speckle.of(Images.bytes(pixels, SIZE, SIZE), 0, 0, SIZE, SIZE, SLOPE).nakagami() > 1.3);
	}

	@Test
	void windowsMustFit() {
		final ArrayImg<UnsignedByteType, ByteArray> image = speckle(0, 0);
		assertThrows(IllegalArgumentException.class, () -> Speckle.of(image, 0, 0, 7, 20, SLOPE));
		assertThrows(IllegalArgumentException.class, () -> Speckle.of(image, 250, 0, 8, 8, SLOPE));
	}
}
