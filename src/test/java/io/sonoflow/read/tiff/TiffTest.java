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
package io.sonoflow.read.tiff;

import static io.sonoflow.read.SampleFiles.HEIGHT;
import static io.sonoflow.read.SampleFiles.WIDTH;
import static io.sonoflow.read.SampleFiles.bytes;
import static io.sonoflow.read.SampleFiles.ints;
import static io.sonoflow.read.SampleFiles.jpeg;
import static io.sonoflow.read.SampleFiles.level;
import static io.sonoflow.read.SampleFiles.levels;
import static io.sonoflow.read.SampleFiles.shorts;
import static io.sonoflow.read.SampleFiles.tiff;
import static io.sonoflow.read.SampleFiles.turned;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.read.FormatTest;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** TIFF of every layout that ultrasound comes in. */
class TiffTest extends FormatTest {

	private static final byte[] ZEROS = new byte[WIDTH * HEIGHT];

	private static byte[] interleaved(final byte[]... bands) {
		final byte[] samples = new byte[bands[0].length * bands.length];
		for (int i = 0; i < samples.length; i++)
			samples[i] = bands[i % bands.length][i / bands.length];
		return samples;
	}

	@Test
	void greyEitherWay() throws Exception {
		assertPixels(FormatTest::gray, read(tiff(1, 8, 1, levels(0))).get(0), 0);
		assertPixels(i -> (255 - level(i)) * 0x10101, read(tiff(0, 8, 1, levels(0))).get(0), 0);
		final byte[] nibbles = new byte[(WIDTH + 1) / 2 * HEIGHT];
		Arrays.fill(nibbles, (byte) 0x33);
		assertPixels(i -> 0x333333, read(tiff(1, 4, 1, nibbles)).get(0), 0);
		assertPixels(i -> 0xCCCCCC, read(tiff(0, 4, 1, nibbles)).get(0), 0);
		final byte[] bits = new byte[(WIDTH + 7) / 8 * HEIGHT];
		assertPixels(i -> 0xFFFFFF, read(tiff(0, 1, 1, bits)).get(0), 0);
		assertPixels(i -> 0, read(tiff(1, 1, 1, bits)).get(0), 0);
	}

	@Test
	void palette() throws Exception {
		final int[] map = new int[2 + 768];
		map[0] = 320;
		map[1] = 3;
		for (int i = 0; i < 256; i++)
			map[2 + i] = i * 257;
		assertPixels(i -> level(i) << 16, read(tiff(3, 8, 1, levels(0), map)).get(0), 0);
	}

	@Test
	void colours() throws Exception {
		final byte[] mixed = interleaved(levels(0), ZEROS, levels(1));
		assertPixels(i -> level(i) << 16 | levels(1)[i] & 255, read(tiff(2, 8, 3, mixed)).get(0), 0);
		// One plane a colour, each a strip.
		final int size = WIDTH * HEIGHT;
		assertPixels(i -> level(i) << 16 | levels(1)[i] & 255, read(tiff(bytes(levels(0), ZEROS, levels(1)), new int[] { 256, 3,
			WIDTH }, new int[] { 257, 3, HEIGHT }, new int[] { 258, 3, 8, 8, 8 }, new int[] { 259, 3, 1 }, new int[] { 262, 3, 2 },
			new int[] { 273, 4, 8, 8 + size, 8 + 2 * size }, new int[] { 277, 3, 3 }, new int[] { 278, 3, HEIGHT }, new int[] { 279,
				4,
				size, size, size }, new int[] { 284, 3, 2 })).get(0), 0);
		assertPixels(i -> (255 - level(i)) * 0x10101, read(tiff(5, 8, 4, interleaved(ZEROS, ZEROS, ZEROS, levels(0)),
			new int[] { 332,
			3, 1 })).get(0), 0);
		assertPixels(FormatTest::gray, read(tiff(6, 8, 3, interleaved(levels(0), filled(128), filled(128)), new int[] { 530, 3, 1,
			1 })).get(0), 0);
	}

	private static byte[] filled(final int value) {
		final byte[] bytes = new byte[WIDTH * HEIGHT];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

	@Test
	void transparency() throws Exception {
		final byte[] samples = interleaved(levels(0), levels(0), levels(0), filled(128));
		assertPixels(i -> level(i) * 128 / 255 * 0x10101, read(tiff(2, 8, 4, samples, new int[] { 338, 3, 2 })).get(0), 0);
		// Darkened already.
		assertPixels(FormatTest::gray, read(tiff(2, 8, 4, samples, new int[] { 338, 3, 1 })).get(0), 0);
		assertPixels(i -> level(i) * 128 / 255 * 0x10101, read(tiff(1, 8, 2, interleaved(levels(0), filled(128)), new int[] { 338,
			3,
			2 })).get(0), 0);
	}

	@Test
	void jpegPagesAreTheirJpegs() throws Exception {
		for (final boolean gray : new boolean[] { true, false }) {
			final byte[] jpeg = jpeg(gray);
			assertArrayEquals(read(jpeg).get(0), read(tiff(jpeg, new int[] { 256, 3, WIDTH }, new int[] { 257, 3, HEIGHT }, gray
				? new int[] { 258, 3, 8 } : new int[] { 258, 3, 8, 8, 8 }, new int[] { 259, 3, 7 }, new int[] { 262, 3, gray ? 1 : 6 },
				new int[] { 273, 4, 8 }, new int[] { 277, 3, gray ? 1 : 3 }, new int[] { 279, 4, jpeg.length })).get(0));
		}
	}

	@Test
	void orientation() throws Exception {
		final int[] turned = read(tiff(1, 8, 1, levels(0), new int[] { 274, 3, 6 })).get(0);
		assertPixels(i -> gray((HEIGHT - 1 - i % HEIGHT) * WIDTH + i / HEIGHT), turned, 0);
	}

	@Test
	void whatIsNotReadIsNamed() throws Exception {
		assertTrue(refusal(tiff(1, 16, 1, new byte[2 * WIDTH * HEIGHT])).contains("16 bits a pixel"));
		assertTrue(refusal(tiff(1, 32, 1, new byte[4 * WIDTH * HEIGHT], new int[] { 339, 3, 3 })).contains("32 bits"));
		assertTrue(refusal(with(tiff(1, 8, 1, levels(0)), 259, 34925)).contains("LZMA"));
		assertTrue(refusal(tiff(8, 8, 3, interleaved(ZEROS, ZEROS, ZEROS))).contains("CIELab"));
	}

	/** {@return the file with another value of a field} */
	private static byte[] with(final byte[] file, final int tag, final int value) {
		final byte[] changed = file.clone();
		final int at = field(file, tag);
		System.arraycopy(ints(value), 0, changed, at + 8, 4);
		return changed;
	}

	private static int field(final byte[] file, final int tag) {
		for (int at = WIDTH * HEIGHT; at + 12 < file.length; at++)
			if (file[at] == (byte) tag && file[at + 1] == (byte) (tag >> 8) && file[at + 2] > 2 && file[at + 2] < 5 &&
				file[at + 3] == 0)
				return at;
		throw new AssertionError("no field " + tag);
	}

	/** {@return a TIFF of these pages of grey} */
	private static byte[] pages(final int[]... sizesAndKinds) {
		byte[] file = bytes("II", shorts(42), ints(8));
		for (int p = 0; p < sizesAndKinds.length; p++) {
			final int w = sizesAndKinds[p][0];
			final int h = sizesAndKinds[p][1];
			final int next = p + 1 < sizesAndKinds.length ? file.length + 2 + 9 * 12 + 4 + w * h : 0;
			final int data = file.length + 2 + 9 * 12 + 4;
			file = bytes(file, shorts(9), shorts(254, 4), ints(1, sizesAndKinds[p][2]), shorts(256, 4), ints(1, w), shorts(257, 4),
				ints(
				1, h), shorts(258, 4), ints(1, 8), shorts(259, 4), ints(1, 1), shorts(262, 4), ints(1, 1), shorts(273, 4), ints(1,
					data),
				shorts(278, 4), ints(1, h), shorts(279, 4), ints(1, w * h), ints(next), new byte[w * h]);
		}
		return file;
	}

	@Test
	void pagesOfOtherSizes() throws Exception {
		assertEquals(3, read(pages(new int[] { 20, 18, 0 }, new int[] { 20, 18, 0 }, new int[] { 20, 18, 0 })).size());
		final String message = refusal(pages(new int[] { 20, 18, 0 }, new int[] { 16, 18, 0 }));
		assertTrue(message.contains("20 x 18") && message.contains("16 x 18"), message);
		// A thumbnail is no page.
		assertEquals(1, read(pages(new int[] { 20, 18, 0 }, new int[] { 10, 9, 1 })).size());
	}

	@Test
	void brokenDirectories() throws Exception {
		final byte[] loop = pages(new int[] { 20, 18, 0 }, new int[] { 20, 18, 0 });
		final int link = 8 + 2 + 9 * 12;
		System.arraycopy(ints(8), 0, loop, link, 4);
		assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertTrue(refusal(loop).contains("comes back")));
		final byte[] many = tiff(1, 8, 1, levels(0));
		System.arraycopy(ints(0x7FFFFFF0), 0, many, field(many, 273) + 4, 4);
		assertTrue(refusal(many).contains("cut off"));
		assertTrue(refusal(with(tiff(1, 8, 1, levels(0)), 257, 60000)).contains("parts of a page"));
		assertTrue(refusal(with(tiff(1, 8, 1, levels(0)), 273, 1 << 30)).contains("cut off"));
	}

	@Test
	void framesAreTheirPages() throws Exception {
		final List<int[]> frames = read(pages(new int[] { 20, 18, 0 }, new int[] { 20, 18, 0 }));
		assertEquals(2, frames.size());
		assertEquals(360, frames.get(1).length);
	}

	@Test
	void warningsOfTheDecoderAreHeard() throws Exception {
		final byte[] samples = interleaved(levels(0), filled(128), filled(128));
		assertTrue(refusal(tiff(6, 8, 3, samples, new int[] { 530, 3, 1, 2 })).contains("its decoder warns"));
		// Of these, no pixel depends.
		assertPixels(FormatTest::gray, read(tiff(1, 8, 1, levels(0), new int[] { 34675, 1, 1, 2, 3, 4, 5, 6 })).get(0), 0);
		assertPixels(FormatTest::gray, read(tiff(6, 8, 3, samples, new int[] { 530, 3, 1, 1 }, new int[] { 531, 3, 0 })).get(0), 0);
		assertPixels(FormatTest::gray, read(with(tiff(1, 8, 1, levels(0)), 279, 5)).get(0), 0);
	}

	@Test
	void tilesOfAnImpossibleSize() throws Exception {
		final byte[] tile = new byte[32 * 32];
		final int[][] fields = { { 256, 3, WIDTH }, { 257, 3, HEIGHT }, { 258, 3, 8 }, { 259, 3, 1 }, { 262, 3, 1 }, { 277, 3, 1 },
			{ 322, 3, 32 }, { 323, 3, 32 }, { 324, 4, 8 }, { 325, 4, tile.length } };
		assertPixels(i -> 0, read(tiff(tile, fields)).get(0), 0);
		fields[6] = new int[] { 322, 3, 0 };
		assertTrue(refusal(tiff(tile, fields)).contains("tiles are 0 pixels wide"));
		fields[6] = new int[] { 322, 11, 0, 0, 0, 0 };
		assertTrue(refusal(tiff(tile, fields)).contains("whole number"));
	}
}
