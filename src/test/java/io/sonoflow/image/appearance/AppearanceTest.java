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
package io.sonoflow.image.appearance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

/** Whether images look like those of a set. */
class AppearanceTest {

	/** Grains of 4 x 2 pixels about a level. */
	private static ArrayImg<UnsignedByteType, ByteArray> tissue(final int seed, final int width, final int height,
		final int level)
	{
		final byte[] pixels = new byte[width * height];
		final RandomStream random = RandomStream.of(seed, "tissue");
		for (int y = 0; y < height; y += 2)
			for (int x = 0; x < width; x += 4) {
				final byte value = (byte) (level - 25 + random.nextInt(50));
				for (int i = 0; i < 8; i++)
					if (x + i % 4 < width && y + i / 4 < height) pixels[(y + i / 4) * width + x + i % 4] = value;
			}
		return Images.bytes(pixels, width, height);
	}

	private static AppearanceRange range() {
		return new Appearances(i -> tissue(i, 128 + i, 128, 70 + i)).range(IntStream.range(0, 20).toArray(), Monitor.NONE);
	}

	private static List<String> doubts(final ArrayImg<UnsignedByteType, ByteArray> image) {
		return range().doubts(Appearance.of(image));
	}

	private static ArrayImg<UnsignedByteType, ByteArray> changed(final IntUnaryOperator change) {
		final byte[] pixels = Images.pixels(tissue(50, 128, 128, 80)).clone();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) change.applyAsInt(pixels[i] & 255);
		return Images.bytes(pixels, 128, 128);
	}

	@Test
	void imagesOfTheKindAreNotDoubted() {
		for (int i = 0; i < 40; i++)
			assertEquals(List.of(), doubts(tissue(100 + i, 120 + i % 30, 128, 65 + i % 30)));
	}

	@Test
	void othersAreNamedForWhatTheyAre() {
		final byte[] screen = new byte[320 * 240];
		final byte[] tissue = Images.pixels(tissue(7, 128, 128, 80));
		for (int y = 0; y < 128; y++)
			System.arraycopy(tissue, y * 128, screen, (y + 50) * 320 + 90, 128);
		final String uncropped = doubts(Images.bytes(screen, 320, 240)).get(0);
		assertTrue(uncropped.matches("margins take 7\\d % of it \\(training images: .*\\): an uncropped screen\\? Use \"Crop " +
			"Ultrasound\\.\\.\\.\" first"), uncropped);
		assertTrue(doubts(changed(value -> 255 - value)).get(0).startsWith("it is brighter, or inverted (mean 17"));
		assertTrue(doubts(changed(value -> value / 8)).get(0).startsWith("it is darker (mean 1"));
		assertTrue(doubts(changed(value -> 80)).toString().contains("it has less contrast"));
		assertTrue(doubts(tissue(8, 600, 560, 80)).get(0).startsWith("it has 600 x 560 pixels (training images: 128 px to 137 px)"));
		assertTrue(doubts(tissue(9, 256, 90, 80)).get(0).startsWith("its width is 2.84 of its height"));
	}

	@Test
	void theHeaderTellsTheSame() {
		final AppearanceRange range = range();
		final AppearanceRange read = AppearanceRange.decode(Map.of(AppearanceRange.KEY, range.encode())).orElseThrow();
		assertEquals(range.images(), read.images());
		for (final Trait trait : Trait.values())
			assertEquals(range.traits().get(trait).largest(), read.traits().get(trait).largest(), 1e-5);
		assertEquals(Optional.empty(), AppearanceRange.decode(Map.of()));
		for (final String text : List.of("", "[]", "{}", "{\"images\":3,\"size\":[1,2]}", "null", "{\"images\":\"x\"}"))
			assertEquals(Optional.empty(), AppearanceRange.decode(Map.of(AppearanceRange.KEY, text)), text);
	}

	/** Looked at once each, and of many only some. */
	@Test
	void aLargeSetIsSampled() {
		final int[] looks = new int[1200];
		final Appearances appearances = new Appearances(i -> {
			looks[i]++;
			return tissue(i, 32, 32, 80);
		});
		assertEquals(500, appearances.range(IntStream.range(0, 1200).toArray(), Monitor.NONE).images());
		appearances.range(IntStream.range(0, 1200).toArray(), Monitor.NONE);
		assertEquals(500, IntStream.of(looks).sum());
	}
}
