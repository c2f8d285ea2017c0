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
package io.sonoflow.plot.sheet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Images;
import io.sonoflow.plot.ColorMap;

import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

class SheetTest {

	private static ArrayImg<UnsignedByteType, ByteArray> flat(final int width, final int height, final int level) {
		final byte[] pixels = new byte[width * height];
		Arrays.fill(pixels, (byte) level);
		return Images.bytes(pixels, width, height);
	}

	private static int at(final ArrayImg<ARGBType, IntArray> image, final int x, final int y) {
		return image.getAt(x, y).get();
	}

	@Test
	void picturesStandInTheGridInTheirFrames() {
		final Sheet sheet = new Sheet(2).cell(50);
		sheet.add(flat(100, 100, 40), "", Sheet.Frame.GREEN).add(flat(10, 10, 90), "", Sheet.Frame.RED).add(flat(100, 50,
			200), "", Sheet.Frame.NONE);
		final ArrayImg<ARGBType, IntArray> image = sheet.image();
		assertEquals(10 + 2 * 70, image.dimension(0));
		assertEquals(10 + 2 * 70, image.dimension(1));
		assertEquals(0xFFFFFFFF, at(image, 2, 2));
		assertEquals(0xFF009E73, at(image, 12, 12));
		assertEquals(0xFF282828, at(image, 40, 40));
		assertEquals(0xFFD55E00, at(image, 82, 12));
		assertEquals(0xFF5A5A5A, at(image, 110, 40));
		assertEquals(0xFFC8C8C8, at(image, 40, 110));
		assertEquals(0xFFFFFFFF, at(image, 40, 92), "a wide picture leaves its cell white above and below");
		assertEquals(0xFFFFFFFF, at(image, 110, 110), "no fourth picture");
	}

	@Test
	void captionsAndTitleTakeRoom() {
		final ArrayImg<ARGBType, IntArray> bare = new Sheet(3).cell(50).add(flat(50, 50, 0), "", Sheet.Frame.NONE).image();
		final ArrayImg<ARGBType, IntArray> full = new Sheet(3).cell(50).title("T").add(flat(50, 50, 0), "caption",
			Sheet.Frame.NONE).image();
		assertEquals(bare.dimension(1) + 50, full.dimension(1));
		assertEquals(80, full.dimension(0), "one picture makes one column");
		assertThrows(IllegalStateException.class, () -> new Sheet(1).image());
	}

	@Test
	void shrinkingAverages() {
		final byte[] stripes = new byte[64 * 64];
		for (int i = 0; i < stripes.length; i++)
			stripes[i] = (byte) (i % 2 == 0 ? 0 : 200);
		final int pixel = at(new Sheet(1).cell(32).add(Images.bytes(stripes, 64, 64), "", Sheet.Frame.NONE).image(), 30, 30);
		assertEquals(100, pixel & 0xFF, 1);
	}

	@Test
	void whereNothingIsHotTheImageStaysAndHeatBlends() {
		final ArrayImg<ARGBType, IntArray> image = Overlay.of(flat(3, 1, 100), Images.floats(new float[] { 0, 1, Float.NaN },
			3, 1), 0.5);
		final int hot = ColorMap.HEAT.argb(1);
		int expected = 0xFF;
		for (int shift = 16; shift >= 0; shift -= 8)
			expected = expected << 8 | (int) Math.round(50 + 0.5 * (hot >> shift & 0xFF));
		assertArrayEquals(new int[] { 0xFF646464, expected, 0xFF646464 }, new int[] { at(image, 0, 0), at(image, 1, 0), at(
			image, 2, 0) });
		assertThrows(IllegalArgumentException.class, () -> Overlay.of(flat(3, 1, 0), Images.floats(new float[2], 2, 1), 1));
	}

	@Test
	void theScaleBesideRunsFromCoolBelowToHotAbove() {
		final ArrayImg<ARGBType, IntArray> image = Overlay.withBar(Overlay.of(flat(60, 100, 7), Images.floats(
			new float[6000], 60, 100), 1), "0", "1");
		assertEquals(0xFF070707, at(image, 59, 99));
		assertEquals(0xFFFFFFFF, at(image, 62, 50));
		assertEquals(ColorMap.HEAT.argb(1), at(image, 70, 0));
		assertEquals(ColorMap.HEAT.argb(0), at(image, 70, 99));
	}

	@Test
	void equalStepsOfHeatAreEqualStepsOfLightness() {
		double before = -1;
		for (int i = 0; i <= 100; i++) {
			final double lightness = lightness(ColorMap.HEAT.argb(i / 100.0));
			assertEquals(2 + 94 * i / 100.0, lightness, 1.0);
			assertTrue(lightness > before);
			before = lightness;
		}
		assertEquals(0xFF000000, ColorMap.GRAY.argb(-3));
		assertEquals(0xFFFFFFFF, ColorMap.GRAY.argb(7));
		assertEquals(ColorMap.HEAT.argb(0), ColorMap.HEAT.argb(Double.NaN));
	}

	/** CIE 1976 L* of an sRGB colour. */
	private static double lightness(final int argb) {
		final double y = 0.2126729 * linear(argb >> 16) + 0.7151522 * linear(argb >> 8) + 0.0721750 * linear(argb);
		return y > 216.0 / 24389 ? 116 * Math.cbrt(y) - 16 : y * 24389 / 27;
	}

	private static double linear(final int level) {
		final double value = (level & 0xFF) / 255.0;
		return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
	}
}
