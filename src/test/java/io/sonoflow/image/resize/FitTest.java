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
package io.sonoflow.image.resize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sonoflow.image.Images;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class FitTest {

	private static byte[] level(final int pixels, final int level) {
		final byte[] image = new byte[pixels];
		Arrays.fill(image, (byte) level);
		return image;
	}

	/** 40 x 20 into 20 x 20: the picture fills 20 x 10 in the middle. */
	@Test
	void fitKeepsTheWholeImageOnBlack() {
		final byte[] fitted = Images.pixels(Fit.FIT.apply(Images.bytes(level(800, 100), 40, 20), 20, 20));
		for (int y = 0; y < 20; y++)
			assertArrayEquals(level(20, y >= 5 && y < 15 ? 100 : 0), Arrays.copyOfRange(fitted, y * 20, y * 20 + 20), "row " + y);
		final byte[] high = Images.pixels(Fit.FIT.apply(Images.bytes(level(800, 100), 20, 40), 20, 20));
		for (int y = 0; y < 20; y++)
			for (int x = 0; x < 20; x++)
				assertEquals(x >= 5 && x < 15 ? 100 : 0, high[y * 20 + x]);
	}

	@Test
	void stretchFillsTheImage() {
		assertArrayEquals(level(400, 100), Images.pixels(Fit.STRETCH.apply(Images.bytes(level(800, 100), 40, 20), 20, 20)));
	}

	@Test
	void anImageOfTheSizeStaysAsItIs() {
		final byte[] pixels = new byte[12];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (i * 20);
		for (final Fit fit : Fit.values())
			assertArrayEquals(pixels, Images.pixels(fit.apply(Images.bytes(pixels.clone(), 4, 3), 4, 3)));
	}

	@Test
	void aStripeStaysOnePixelWide() {
		assertEquals(1, Arrays.stream(rows(Images.pixels(Fit.FIT.apply(Images.bytes(level(1000, 50), 1000, 1), 10, 10)), 10))
			.filter(sum -> sum > 0).count());
	}

	private static int[] rows(final byte[] pixels, final int width) {
		final int[] sums = new int[pixels.length / width];
		for (int i = 0; i < pixels.length; i++)
			sums[i / width] += pixels[i];
		return sums;
	}

	@Test
	void keysAreTheWords() {
		assertEquals(Fit.FIT, Fit.of("fit"));
		assertEquals(Fit.STRETCH, Fit.of("stretch"));
		assertNull(Fit.of(Fit.NONE));
	}
}
