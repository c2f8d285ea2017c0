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
package io.sonoflow.read.still;

import static io.sonoflow.read.SampleFiles.HEIGHT;
import static io.sonoflow.read.SampleFiles.WIDTH;
import static io.sonoflow.read.SampleFiles.bytes;
import static io.sonoflow.read.SampleFiles.chunk;
import static io.sonoflow.read.SampleFiles.grays;
import static io.sonoflow.read.SampleFiles.inks;
import static io.sonoflow.read.SampleFiles.ints;
import static io.sonoflow.read.SampleFiles.jpeg;
import static io.sonoflow.read.SampleFiles.level;
import static io.sonoflow.read.SampleFiles.levels;
import static io.sonoflow.read.SampleFiles.png;
import static io.sonoflow.read.SampleFiles.pngHead;
import static io.sonoflow.read.SampleFiles.scanlines;
import static io.sonoflow.read.SampleFiles.shorts;
import static io.sonoflow.read.SampleFiles.turned;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.read.FormatTest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** PNG, JPEG, BMP and Netpbm as viewers show them. */
class PicturesTest extends FormatTest {

	private static byte[] interleaved(final byte[]... bands) {
		final byte[] samples = new byte[bands[0].length * bands.length];
		for (int i = 0; i < samples.length; i++)
			samples[i] = bands[i % bands.length][i / bands.length];
		return samples;
	}

	private static int shaded(final int level, final int alpha) {
		return level * alpha / 255;
	}

	@Test
	void greyWithAlphaLiesOnBlack() throws Exception {
		assertPixels(i -> shaded(level(i), level(i + 9)) * 0x10101, read(png(8, 4, interleaved(levels(0), shifted(9)))).get(0), 0);
		assertPixels(i -> shaded(level(i), level(i + 9)) << 16 | shaded(255 - level(i), level(i + 9)), read(png(8, 6, interleaved(
			levels(0), new byte[WIDTH * HEIGHT], inverted(), shifted(9)))).get(0), 0);
	}

	private static byte[] shifted(final int by) {
		final byte[] values = new byte[WIDTH * HEIGHT];
		for (int i = 0; i < values.length; i++)
			values[i] = (byte) level(i + by);
		return values;
	}

	private static byte[] inverted() {
		final byte[] values = levels(0);
		for (int i = 0; i < values.length; i++)
			values[i] = (byte) ~values[i];
		return values;
	}

	@Test
	void oneTransparentColourIsBlack() throws Exception {
		assertPixels(i -> level(i) == 61 ? 0 : gray(i), read(png(8, 0, levels(0), chunk("tRNS", new byte[] { 0, 61 }))).get(0), 0);
		assertPixels(i -> level(i) == 61 ? 0 : gray(i), read(png(8, 2, interleaved(levels(0), levels(0), levels(0)), chunk("tRNS",
			new byte[] { 0, 61, 0, 61, 0, 61 }))).get(0), 0);
		final byte[] alpha = new byte[100];
		Arrays.fill(alpha, (byte) 128);
		assertPixels(i -> (level(i) < 100 ? shaded(level(i), 128) : level(i)) * 0x10101, read(png(8, 3, levels(0), chunk("PLTE",
			grays()), chunk("tRNS", alpha))).get(0), 0);
	}

	@Test
	void fewBitsAreStretchedAndManyRefused() throws Exception {
		final int row = (WIDTH + 1) / 2;
		final byte[] nibbles = new byte[row * HEIGHT];
		for (int i = 0; i < nibbles.length; i++)
			nibbles[i] = (byte) (i % row << 4 | i % row);
		assertPixels(i -> i % WIDTH / 2 * 17 * 0x10101, read(png(4, 0, nibbles)).get(0), 0);
		assertTrue(refusal(png(16, 0, new byte[2 * WIDTH * HEIGHT])).contains("16 bits a pixel"));
		final String message = refusal(png(8, 3, levels(0)));
		assertTrue(message.contains("palette") && !message.contains("16 bits"), message);
	}

	@Test
	void gammaAndProfilesDoNotMatter() throws Exception {
		assertPixels(FormatTest::gray, read(png(8, 0, levels(0), chunk("gAMA", new byte[] { 0, 0, 60, 0 }), chunk("iCCP",
			new byte[] { 1, 2, 3 }))).get(0), 0);
	}

	@Test
	void damagedPngsAreRefused() throws Exception {
		final byte[] file = png(8, 0, levels(0));
		file[60] ^= 1;
		assertTrue(refusal(file).contains("checksum"));
		assertTrue(refusal(bytes(pngHead(WIDTH, HEIGHT, 8, 0), chunk("IDAT", scanlines(Arrays.copyOf(levels(0), WIDTH * 5), WIDTH)),
			chunk("IEND", new byte[0]))).contains("PNG image data"));
		assertTrue(refusal(bytes(pngHead(1 << 30, 1 << 30, 8, 0), chunk("IDAT", new byte[9]), chunk("IEND", new byte[0]))).contains(
			"memory"));
	}

	@Test
	void animatedPngsAreComposed() throws Exception {
		final byte[] square = new byte[2 * 4 * 4];
		Arrays.fill(square, (byte) 255);
		for (int i = 0; i < 4; i++)
			square[2 * i + 1] = 0;
		final byte[] opaque = new byte[WIDTH * HEIGHT];
		Arrays.fill(opaque, (byte) 255);
		final List<int[]> frames = read(bytes(pngHead(WIDTH, HEIGHT, 8, 4), chunk("acTL", new byte[] { 0, 0, 0, 3, 0, 0, 0, 0 }),
			control(0, WIDTH, HEIGHT, 0, 0, 0, 0), chunk("IDAT", scanlines(interleaved(levels(0), opaque), 2 * WIDTH)),
			control(1, 4, 4, 2, 3, 2, 1), chunk("fdAT", bytes(0, 0, 0, 2, scanlines(square, 8))), control(3, 4, 4, 6, 3, 0, 0), chunk(
				"fdAT", bytes(0, 0, 0, 4, scanlines(square, 8))), chunk("IEND", new byte[0])));
		assertEquals(3, frames.size());
		assertPixels(FormatTest::gray, frames.get(0), 0);
		assertPixels(i -> inside(i, 2, 4) ? 0xFFFFFF : gray(i), frames.get(1), 0);
		assertPixels(i -> inside(i, 6, 4) ? 0xFFFFFF : inside(i, 6, 3) ? 0 : gray(i), frames.get(2), 0);
	}

	/** Four columns from x, from row y to row 6. */
	private static boolean inside(final int i, final int x, final int y) {
		return i % WIDTH >= x && i % WIDTH < x + 4 && i / WIDTH >= y && i / WIDTH < 7;
	}

	private static byte[] control(final int number, final int w, final int h, final int x, final int y, final int dispose,
		final int blend)
	{
		return chunk("fcTL", ByteBuffer.allocate(26).putInt(number).putInt(w).putInt(h).putInt(x).putInt(y).putInt(0).put(
			(byte) dispose).put((byte) blend).array());
	}

	@Test
	void photographsAreTurnedUpright() throws Exception {
		final int[] stored = read(jpeg(false)).get(0);
		for (int orientation = 1; orientation <= 8; orientation++) {
			final int[] upright = read(turned(jpeg(false), orientation)).get(0);
			final int w = orientation < 5 ? WIDTH : HEIGHT;
			final int number = orientation;
			assertPixels(i -> stored[source(number, i % w, i / w)], upright, 0);
		}
	}

	/** Where a pixel of the upright picture was stored, from EXIF's own words for each value. */
	private static int source(final int orientation, final int x, final int y) {
		final int right = WIDTH - 1;
		final int bottom = HEIGHT - 1;
		final int[][] places = { { x, y }, { right - x, y }, { right - x, bottom - y }, { x, bottom - y }, { y, x }, { y,
			bottom - x },
			{ right - y, bottom - x }, { right - y, x } };
		return places[orientation - 1][1] * WIDTH + places[orientation - 1][0];
	}

	@Test
	void inksBecomeColours() throws Exception {
		final byte[] none = new byte[WIDTH * HEIGHT];
		Arrays.fill(none, (byte) 255);
		assertPixels(FormatTest::gray, read(inks(new byte[][] { none, none, none, levels(0) })).get(0), 2);
		assertPixels(i -> level(i) << 16 | 0xFFFF, read(inks(new byte[][] { levels(0), none, none, none })).get(0), 2);
	}

	@Test
	void coloursWithoutMarksAreAsInAllViewers() throws Exception {
		final byte[] jpeg = jpeg(false);
		final int[] right = read(jpeg).get(0);
		// Without the JFIF mark, with components of unusual names, and with Adobe's word that they are colours already.
		final byte[] bare = bytes(0xFF, 0xD8, Arrays.copyOfRange(jpeg, 20, jpeg.length));
		assertArrayEquals(right, read(bare).get(0));
		final byte[] named = bare.clone();
		for (int at = 0; at + 1 < named.length; at++)
			if ((named[at] & 255) == 0xFF && ((named[at + 1] & 255) == 0xC0 ||
				(named[at + 1] & 255) == 0xDA)) for (int c = 0; c < 3; c++)
				named[(named[at + 1] & 255) == 0xC0 ? at + 10 + 3 * c : at + 5 + 2 * c] += 40;
		assertArrayEquals(right, read(named).get(0));
		final int[] raw = read(bytes(0xFF, 0xD8, 0xFF, 0xEE, 0, 14, "Adobe", 0, 100, 0, 0, 0, 0, 0, Arrays.copyOfRange(bare, 2,
			bare.length))).get(0);
		assertFalse(Arrays.equals(right, raw));
	}

	@Test
	void halfAJpegIsRefusedEvenWithAnEnd() throws Exception {
		final byte[] jpeg = jpeg(false);
		assertTrue(refusal(Arrays.copyOf(jpeg, jpeg.length - 2)).contains("cut off"));
		assertTrue(refusal(bytes(Arrays.copyOf(jpeg, jpeg.length - 40), 0xFF, 0xD9)).contains("its decoder warns"));
		final byte[] deep = jpeg.clone();
		for (int at = 0; at + 1 < deep.length; at++)
			if ((deep[at] & 255) == 0xFF && (deep[at + 1] & 255) == 0xC0) deep[at + 4] = 12;
		assertTrue(refusal(deep).contains("12 bits"));
	}

	@Test
	void paletteOfABitmapIsApplied() throws Exception {
		final int row = (WIDTH + 3) / 4 * 4;
		final List<Object> parts = new ArrayList<>(List.of("BM", ints(54 + 1024 + row * HEIGHT, 0, 54 + 1024, 40, WIDTH, HEIGHT),
			shorts(1, 8), ints(0, 0, 0, 0, 0, 0)));
		for (int i = 0; i < 256; i++)
			parts.add(ints((255 - i) * 0x10101));
		for (int y = HEIGHT - 1; y >= 0; y--)
			parts.add(Arrays.copyOf(Arrays.copyOfRange(levels(0), y * WIDTH, y * WIDTH + WIDTH), row));
		final byte[] file = bytes(parts.toArray());
		assertPixels(i -> (255 - level(i)) * 0x10101, read(file).get(0), 0);
		assertTrue(refusal(Arrays.copyOf(file, file.length - row)).contains("cut off"));
	}

	@Test
	void netpbm() throws Exception {
		assertPixels(FormatTest::gray, read(bytes("P5 # a word\n" + WIDTH + "\n" + HEIGHT + " 255\n", levels(0))).get(0), 0);
		assertArrayEquals(new int[] { 0x000011, 0xFFEE00 }, read("P3 2 1 15 0 0 1 15 14 0".getBytes()).get(0));
		assertArrayEquals(new int[] { 0xFFFFFF, 0 }, read("P1\n2 1\n01".getBytes()).get(0));
		assertArrayEquals(new int[] { 0, 0xFFFFFF }, read(bytes("P4\n2 1\n", 0x80)).get(0));
		assertTrue(refusal("P5\n2 2\n65535\n12345678".getBytes()).contains("16 bits"));
	}

	/** Some Javas can decode it and most cannot: none does. */
	@Test
	void arithmeticCodingIsNamed() throws Exception {
		for (final int marker : new int[] { 0xC9, 0xCA }) {
			final byte[] jpeg = jpeg(true);
			for (int at = 0; at + 1 < jpeg.length; at++)
				if ((jpeg[at] & 255) == 0xFF && (jpeg[at + 1] & 255) == 0xC0) jpeg[at + 1] = (byte) marker;
			assertTrue(refusal(jpeg).contains("a JPEG with arithmetic coding"));
		}
	}
}
