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
package io.sonoflow.image.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How images are varied for masked autoencoders. */
class MaskedViewsTest {

	private static final int SIZE = 32;

	/** Brighter from left to right, and in its lower half. */
	private static byte[] ramp() {
		final byte[] pixels = new byte[48 * 40];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (50 + 2 * (i % 48) + (i / 48 < 20 ? 0 : 80));
		return pixels;
	}

	private static byte[] view(final MaskedViews views, final long number) {
		final byte[] target = new byte[SIZE * SIZE + 1];
		views.write(Images.bytes(ramp(), 48, 40), SIZE, RandomStream.of(3, "view", number), target, 1);
		assertEquals(0, target[0]);
		return Arrays.copyOfRange(target, 1, target.length);
	}

	@ParameterizedTest
	@EnumSource(MaskedViews.class)
	void dependOnTheStreamAlone(final MaskedViews views) {
		final byte[] first = view(views, 1);
		assertFalse(Arrays.equals(first, view(views, 2)));
		assertArrayEquals(first, view(views, 1));
	}

	/** {@return the mean of the columns from..to of the rows from..to} */
	private static double mean(final byte[] view, final int left, final int right, final int top, final int bottom) {
		double sum = 0;
		for (int y = top; y < bottom; y++)
			for (int x = left; x < right; x++)
				sum += view[y * SIZE + x] & 255;
		return sum / ((right - left) * (bottom - top));
	}

	@ParameterizedTest
	@EnumSource(MaskedViews.class)
	void areFlippedAndTurnedAsPublished(final MaskedViews views) {
		int mirrored = 0;
		int upside = 0;
		int black = 0;
		for (int i = 0; i < 200; i++) {
			final byte[] view = view(views, i);
			if (mean(view, 0, 8, 8, 24) > mean(view, 24, 32, 8, 24)) mirrored++;
			if (mean(view, 8, 24, 0, 8) > mean(view, 8, 24, 24, 32)) upside++;
			for (final byte value : view)
				if (value == 0) {
					black++;
					break;
				}
		}
		assertTrue(mirrored > 60 && mirrored < 140, mirrored + " mirrored");
		if (views == MaskedViews.MAE) assertEquals("0 0", upside + " " + black, "nothing turned, no corner from outside");
		else assertTrue(upside > 60 && upside < 140 && black > 100, upside + " upside down, " + black + " with corners");
	}

	@Test
	void partsHaveTheAreaAndTheRatioSaid() {
		double least = 1;
		for (int i = 0; i < 500; i++) {
			final Box part = MaskedViews.MAE.part().draw(300, 200, RandomStream.of(1, "part", i));
			assertTrue(part.x() >= 0 && part.y() >= 0 && part.x() + part.w() <= 300 && part.y() + part.h() <= 200);
			final double ratio = (double) part.w() / part.h();
			assertTrue(ratio > 0.73 && ratio < 1.36, "ratio " + ratio);
			least = Math.min(least, part.w() * part.h() / 60000.0);
			final Box large = MaskedViews.USF.part().draw(200, 200, RandomStream.of(1, "part", i));
			assertTrue(large.w() * large.h() > 0.49 * 40000);
		}
		assertTrue(least > 0.19 && least < 0.25, "smallest part " + least);
	}
}
