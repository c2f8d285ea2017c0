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
package io.sonoflow.diffusion.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionSquaresTest {

	/** Every pixel of the region is made once in all, by squares that see it, and no part ends at an edge. */
	@ParameterizedTest
	@CsvSource({ "16, 40, 37, 3, 5, 34, 30", "16, 40, 37, 0, 0, 40, 37", "32, 40, 37, 0, 0, 40, 37", "64, 40, 37, 0, 0, 40, 37",
		"16, 17, 90, 4, 9, 17, 90", "16, 40, 40, 10, 10, 23, 23" })
	void sharesSumToOneAndFade(final int size, final int width, final int height, final int left, final int top,
		final int right, final int bottom)
	{
		final byte[] region = new byte[width * height];
		for (int y = top; y < bottom; y++)
			for (int x = left; x < right; x++)
				region[y * width + x] = 1;
		final List<RegionSquares.Square> squares = new RegionSquares(size, width, height).cover(region);
		for (int y = top; y < bottom; y++)
			for (int x = left; x < right; x++) {
				float sum = 0;
				for (final RegionSquares.Square square : squares) {
					final float share = square.share(x, y);
					sum += share;
					if (share == 0) continue;
					assertTrue(x >= square.x() && x < square.x() + size && y >= square.y() && y < square.y() + size, square + " sees " +
						x + ", " + y);
					assertTrue(x >= square.across().begin() && x < square.across().end() && y >= square.down().begin() && y < square.down()
						.end(), square + " takes " + x + ", " + y);
					// The narrowest fade is over 4 pixels.
					if (x + 1 < right) assertTrue(Math.abs(square.share(x + 1, y) - share) <= 0.26, square + " at " + x + ", " + y);
				}
				assertEquals(1, sum, 1e-6, x + ", " + y);
			}
	}

	@Test
	void anEmptyRegionHasNone() {
		assertTrue(new RegionSquares(16, 40, 37).cover(new byte[40 * 37]).isEmpty());
	}
}
