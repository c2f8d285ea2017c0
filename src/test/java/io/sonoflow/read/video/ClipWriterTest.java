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
package io.sonoflow.read.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again. */
class ClipWriterTest {

	private static final FrameRate RATE = new FrameRate(30000, 1001);

	@TempDir
	Path folder;

	private Path write(final ClipCodec codec, final int w, final int h, final boolean color, final int frames)
		throws IOException
	{
		final Path path = folder.resolve(codec.key() + color + w + "." + codec.extension());
		try (ClipWriter writer = new ClipWriter(path, codec, w, h, color, RATE)) {
			for (int t = 0; t < frames; t++)
				if (color) writer.addColor(Moving.color(t, w, h));
				else writer.add(Moving.gray(t, w, h));
			writer.finish();
		}
		return path;
	}

	private static int off(final byte[] a, final byte[] b) {
		int most = 0;
		for (int i = 0; i < a.length; i++)
			most = Math.max(most, Math.abs((a[i] & 255) - (b[i] & 255)));
		return most;
	}

	private static int off(final int[] a, final int[] b) {
		int most = 0;
		for (int i = 0; i < a.length; i++)
			for (int shift = 0; shift <= 16; shift += 8)
				most = Math.max(most, Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255)));
		return most;
	}

	/** Also of odd sides, but where colours are halved. */
	@Test
	void greyLevelsComeBackAsFarAsTheCodecKeepsThem() throws IOException {
		final List<Integer> most = List.of(0, 7, 31);
		for (final ClipCodec codec : ClipCodec.values())
			for (final int w : codec.isHalved() ? new int[] { 320 } : new int[] { 320, 321 }) {
				final Path path = write(codec, w, w - 80, false, 20);
				try (FrameReader reader = new VideoFormat().open(path)) {
					assertEquals(20, reader.frames(), codec::toString);
					assertEquals(Optional.of(RATE), reader.rate(), codec::toString);
					assertEquals(19 * 1001 / 30000., reader.seconds(19), 1e-3);
					assertEquals(List.of(), reader.flaws());
					for (int t = 0; t < 20; t++) {
						final int off = off(Images.pixels(Moving.gray(t, w, w - 80)), Images.pixels(reader.gray(t)));
						assertTrue(off <= most.get(codec.ordinal()), codec + " frame " + t + " is off by " + off);
					}
				}
			}
	}

	@Test
	void coloursComeBack() throws IOException {
		final List<Integer> most = List.of(0, 16, 90);
		for (final ClipCodec codec : ClipCodec.values())
			try (FrameReader reader = new VideoFormat().open(write(codec, 320, 240, true, 3))) {
				final int off = off(Moving.color(2, 320, 240).update(null).getCurrentStorageArray(), reader.color(2).update(null)
					.getCurrentStorageArray());
				assertTrue(off <= most.get(codec.ordinal()), codec + " is off by " + off);
			}
	}

	/** By Java's JPEG decoder and our own reader of AVI, as by any other. */
	@Test
	void jpegAviOpensAnywhere() throws IOException {
		try (FrameReader reader = ImageFiles.open(write(ClipCodec.MJPEG, 96, 64, false, 4))) {
			assertEquals("AviFormat", reader.getClass().getEnclosingClass().getSimpleName());
			assertEquals(Optional.of(RATE), reader.rate());
			assertTrue(off(Images.pixels(Moving.gray(3, 96, 64)), Images.pixels(reader.gray(3))) <= 8);
		}
	}

	@Test
	void oneFrameIsAClipAndNoneIsNot() throws IOException {
		for (final ClipCodec codec : ClipCodec.values())
			try (FrameReader reader = new VideoFormat().open(write(codec, 96, 64, false, 1))) {
				assertEquals(1, reader.frames());
			}
		assertThrows(IOException.class, () -> write(ClipCodec.H264, 96, 64, false, 0));
	}

	@Test
	void theSameFramesGiveTheSameBytes() throws IOException {
		for (final ClipCodec codec : ClipCodec.values()) {
			final byte[] first = Files.readAllBytes(write(codec, 96, 64, true, 5));
			assertArrayEquals(first, Files.readAllBytes(write(codec, 96, 64, true, 5)));
		}
	}

	@Test
	void oddSidesAreNamedWhereColoursAreHalved() {
		final String message = assertThrows(SonoflowException.Input.class, () -> write(ClipCodec.H264, 321, 241, false, 1))
			.getMessage();
		assertTrue(message.contains("321 x 241") && message.contains("ffv1"), message);
	}
}
