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
package io.sonoflow.read.clip;

import static io.sonoflow.read.SampleFiles.HEIGHT;
import static io.sonoflow.read.SampleFiles.WIDTH;
import static io.sonoflow.read.SampleFiles.avi;
import static io.sonoflow.read.SampleFiles.bytes;
import static io.sonoflow.read.SampleFiles.gif;
import static io.sonoflow.read.SampleFiles.grays;
import static io.sonoflow.read.SampleFiles.jpeg;
import static io.sonoflow.read.SampleFiles.level;
import static io.sonoflow.read.SampleFiles.levels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.read.FormatTest;
import io.sonoflow.read.SampleFiles.GifFrame;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** GIF and AVI as viewers play them. */
class ClipsTest extends FormatTest {

	/** Half of it is transparent (7), the other half 200. */
	private static GifFrame square(final int x, final int disposal) {
		final byte[] values = new byte[16];
		for (int i = 0; i < 16; i++)
			values[i] = i < 8 ? 7 : (byte) 200;
		return new GifFrame(x, 3, 4, 4, values, 7, disposal, false, null);
	}

	private static boolean lower(final int i, final int x) {
		return i % WIDTH >= x && i % WIDTH < x + 4 && i / WIDTH >= 5 && i / WIDTH < 7;
	}

	private static boolean upper(final int i, final int x) {
		return lower(i + 2 * WIDTH, x);
	}

	private static GifFrame whole() {
		return new GifFrame(0, 0, WIDTH, HEIGHT, levels(0), -1, 1, false, null);
	}

	@Test
	void framesOfAGifAreComposed() throws Exception {
		for (int disposal = 0; disposal <= 3; disposal++) {
			final List<int[]> frames = read(gif(WIDTH, HEIGHT, grays(), List.of(whole(), square(2, disposal), square(10, 0))));
			assertEquals(3, frames.size());
			assertPixels(FormatTest::gray, frames.get(0), 0);
			assertPixels(i -> lower(i, 2) ? 0xC8C8C8 : gray(i), frames.get(1), 0);
			final int kind = disposal;
			assertPixels(i -> lower(i, 10) ? 0xC8C8C8 : kind == 2 && (lower(i, 2) || upper(i, 2)) ? 0 : kind < 2 && lower(i, 2)
				? 0xC8C8C8 : gray(i), frames.get(2), 0);
		}
	}

	/** Hundredths of a second that each frame is shown; 0 says nothing. */
	@Test
	void aGifSaysWhenItsFramesAreShown() throws Exception {
		final byte[] file = gif(WIDTH, HEIGHT, grays(), List.of(whole(), square(2, 0), square(10, 0)));
		final Path path = folder.resolve("timed.gif");
		Files.write(path, file);
		try (FrameReader reader = ImageFiles.open(path)) {
			assertEquals(Optional.empty(), reader.rate());
			assertEquals(Double.NaN, reader.seconds(1));
		}
		int frame = 0;
		for (int at = 0; at < file.length - 4; at++)
			if (file[at] == 0x21 && file[at + 1] == (byte) 0xF9 && file[at + 2] == 4) file[at + 4] = (byte) (new int[] { 4, 10, 6
			}[frame++]);
		Files.write(path, file);
		try (FrameReader reader = ImageFiles.open(path)) {
			assertEquals(new FrameRate(15, 1), reader.rate().orElseThrow());
			assertEquals(List.of(0., .04, .14), List.of(reader.seconds(0), reader.seconds(1), reader.seconds(2)));
		}
	}

	@Test
	void interlaceOffsetAndOwnPalette() throws Exception {
		final byte[] reversed = grays();
		for (int i = 0; i < 768; i++)
			reversed[i] = (byte) (255 - i / 3);
		assertPixels(i -> (255 - level(i)) * 0x10101, read(gif(WIDTH, HEIGHT, grays(), List.of(new GifFrame(0, 0, WIDTH, HEIGHT,
			levels(0), -1, 0, true, reversed)))).get(0), 0);
		// On a larger screen it lies on black.
		final int[] large = read(gif(WIDTH + 5, HEIGHT + 2, grays(), List.of(new GifFrame(5, 2, WIDTH, HEIGHT, levels(0), -1, 0,
			false,
			null)))).get(0);
		assertPixels(i -> i % (WIDTH + 5) < 5 ||
			i / (WIDTH + 5) < 2 ? 0 : gray((i / (WIDTH + 5) - 2) * WIDTH + i % (WIDTH + 5) - 5),
			large, 0);
	}

	@Test
	void framesInAnyOrderAndCutClips() throws Exception {
		final byte[] file = gif(WIDTH, HEIGHT, grays(), List.of(whole(), square(2, 3), square(10, 0)));
		assertTrue(refusal(Arrays.copyOf(file, file.length - 1)).contains("cut off"));
		final byte[] few = gif(WIDTH, HEIGHT, grays(), List.of(new GifFrame(0, 0, WIDTH, HEIGHT, new byte[9], -1, 0, false, null)));
		assertTrue(refusal(few).contains("9 of"), refusal(few));
	}

	@Test
	void greyAviOfAnOddWidth() throws Exception {
		for (final String codec : List.of("Y800", "GREY", "Y8  "))
			for (final int stride : new int[] { WIDTH, 24 }) {
				final List<int[]> frames = read(avi(HEIGHT, 8, codec, new byte[0], List.of(rows(1, stride, false), new byte[0], rows(1,
					stride, false))));
				assertEquals(3, frames.size());
				for (final int[] frame : frames)
					assertPixels(FormatTest::gray, frame, 0);
			}
	}

	/** {@return each level so many times, rows filled up} */
	private static byte[] rows(final int times, final int stride, final boolean upwards) {
		final byte[] rows = new byte[stride * HEIGHT];
		for (int i = 0; i < WIDTH * HEIGHT; i++)
			for (int t = 0; t < times; t++)
				rows[(upwards ? HEIGHT - 1 - i / WIDTH : i / WIDTH) * stride + i % WIDTH * times + t] = levels(0)[i];
		return rows;
	}

	@Test
	void uncompressedRgbAvi() throws Exception {
		final byte[] palette = new byte[1024];
		for (int i = 0; i < 256; i++)
			palette[4 * i + 2] = (byte) i;
		assertPixels(i -> level(i) << 16, read(avi(HEIGHT, 8, "", palette, List.of(rows(1, 24, true)))).get(0), 0);
		assertPixels(FormatTest::gray, read(avi(HEIGHT, 24, "DIB ", new byte[0], List.of(rows(3, 72, true)))).get(0), 0);
		assertPixels(FormatTest::gray, read(avi(-HEIGHT, 24, "", new byte[0], List.of(rows(3, 72, false)))).get(0), 0);
		assertPixels(FormatTest::gray, read(avi(HEIGHT, 32, "", new byte[0], List.of(rows(4, 92, true)))).get(0), 0);
		assertTrue(refusal(avi(HEIGHT, 24, "", new byte[0], List.of(new byte[72 * HEIGHT - 1]))).contains("frame 1 has"));
	}

	/** Luma 16 to 235 are black to white; 128 is no colour. */
	@Test
	void yuvAvi() throws Exception {
		final byte[] luma = new byte[WIDTH * HEIGHT];
		Arrays.fill(luma, 0, luma.length / 2, (byte) 16);
		Arrays.fill(luma, luma.length / 2, luma.length, (byte) 235);
		final byte[] chroma = new byte[12 * 9];
		Arrays.fill(chroma, (byte) 128);
		for (final String codec : List.of("I420", "YV12", "NV12"))
			assertPixels(i -> i < luma.length / 2 ? 0 : 0xFFFFFF, read(avi(HEIGHT, 12, codec, new byte[0], List.of(bytes(luma, chroma,
				chroma)))).get(0), 0);
		for (final boolean first : new boolean[] { true, false }) {
			final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
			for (int i = 0; i < 12 * HEIGHT; i++)
				pairs.writeBytes(first ? bytes(81, 90, 81, 240) : bytes(90, 81, 240, 81));
			// Red, in the primer of BT.601.
			assertPixels(i -> 0xFF0000, read(avi(HEIGHT, 16, first ? "YUY2" : "UYVY", new byte[0], List.of(pairs.toByteArray()))).get(
				0), 1);
		}
	}

	@Test
	void jpegAviAndOtherCodecs() throws Exception {
		final int[] right = read(jpeg(false)).get(0);
		final List<int[]> frames = read(avi(HEIGHT, 24, "MJPG", new byte[0], List.of(jpeg(false), jpeg(false))));
		assertArrayEquals(right, frames.get(1));
		assertTrue(refusal(avi(HEIGHT, 24, "NONE", new byte[0], List.of(new byte[9]))).contains("NONE"));
		final byte[] file = avi(HEIGHT, 8, "Y800", new byte[0], List.of(levels(0), levels(1)));
		final Path cut = Files.write(folder.resolve("cut.avi"), Arrays.copyOf(file, file.length - levels(0).length));
		try (FrameReader reader = ImageFiles.open(cut)) {
			assertEquals(1, reader.frames());
			assertTrue(reader.flaws().toString().contains("cut off"), reader.flaws()::toString);
		}
		assertTrue(refusal(Arrays.copyOf(file, file.length - 2 * levels(0).length)).contains("cut off"));
	}

	/** A picture can be made of it: Java's decoder says nothing. */
	@Test
	void ofADamagedJpegFrameNoPictureIsTaken() throws Exception {
		final byte[] whole = jpeg(false);
		final byte[] damaged = bytes(Arrays.copyOf(whole, whole.length - 2), 0x12, 0x34, 0xFF, 0xD9);
		final byte[] file = avi(HEIGHT, 24, "MJPG", new byte[0], List.of(whole, whole, whole, whole, damaged, whole));
		try (FrameReader reader = ImageFiles.open(Files.write(folder.resolve("damaged.avi"), file))) {
			for (int i = 0; i < 4; i++)
				reader.gray(i);
			assertTrue(assertThrows(SonoflowException.File.class, () -> reader.gray(4)).getMessage().contains("behind the last"));
			reader.gray(5);
		}
	}

	@Test
	void videosAreNamed() throws Exception {
		assertTrue(refusal(bytes(0, 0, 0, 24, "ftypisom", new byte[40])).contains("broken"));
		assertTrue(refusal(bytes(0, 0, 1, 0xBA, new byte[40])).contains("MPEG"));
		assertTrue(refusal(bytes("NRRD0004\n")).contains("NRRD"));
		assertTrue(refusal(new byte[0]).contains("empty"));
	}
}
