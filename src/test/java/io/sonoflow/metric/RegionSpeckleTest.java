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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;

import org.junit.jupiter.api.Test;

class RegionSpeckleTest {

	private static final int SIDE = 64;

	/** @param taps along x that are averaged */
	private static RegionSpeckle of(final int taps, final double spread) {
		final RegionSpeckle speckle = new RegionSpeckle();
		for (int frame = 0; frame < 4; frame++) {
			final RandomStream random = RandomStream.of(1, "speckle", frame);
			final double[] noise = new double[SIDE * SIDE + taps];
			for (int i = 0; i < noise.length; i++)
				noise[i] = random.nextGaussian();
			final byte[] pixels = new byte[SIDE * SIDE];
			final byte[] region = new byte[pixels.length];
			for (int i = 0; i < pixels.length; i++) {
				double sum = 0;
				for (int k = 0; k < taps; k++)
					sum += noise[i + k] / Math.sqrt(taps);
				region[i] = (byte) (Math.hypot(i % SIDE - 30, i / SIDE - 30) < 25 ? 1 : 0);
				// A slow change of brightness is no speckle.
				pixels[i] = (byte) (region[i] == 0 ? 255 : Math.round(60 + i % SIDE + spread * sum));
			}
			speckle.add(pixels, region, SIDE);
		}
		return speckle;
	}

	@Test
	void spreadAndWidthsAreThoseOfWhatWasDrawn() {
		final RegionSpeckle white = of(1, 10);
		// The mean of 81 pixels takes one of them away.
		assertEquals(10, white.contrast(), 0.3);
		assertEquals(1, white.lateral(), 0.05);
		assertEquals(1, white.axial(), 0.05);
		assertEquals(90, white.mean(), 1);
		final RegionSpeckle wide = of(3, 20);
		assertEquals(3, wide.lateral(), 0.3);
		assertEquals(1, wide.axial(), 0.1);
		assertEquals(20, wide.contrast(), 1.5);
	}

	@Test
	void ofNothingThereIsNoFigure() {
		assertTrue(Double.isNaN(new RegionSpeckle().contrast()));
		final RegionSpeckle flat = new RegionSpeckle();
		flat.add(new byte[SIDE * SIDE], new byte[SIDE * SIDE], SIDE);
		assertTrue(Double.isNaN(flat.mean()) && Double.isNaN(flat.axial()));
	}
}
