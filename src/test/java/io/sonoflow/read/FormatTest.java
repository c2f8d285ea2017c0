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
package io.sonoflow.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.io.TempDir;

/** What tests of formats share: bytes become a file, and the file colours. */
public abstract class FormatTest {

	@TempDir
	protected Path folder;

	/** {@return the colours 0xRRGGBB of all frames} */
	protected List<int[]> read(final byte[] file) throws IOException {
		final Path path = Files.createTempFile(folder, "file", "");
		Files.write(path, file);
		return read(path);
	}

	protected static List<int[]> read(final Path path) {
		final List<int[]> frames = new ArrayList<>();
		try (FrameReader reader = ImageFiles.open(path)) {
			for (int f = 0; f < reader.frames(); f++) {
				final int[] colors = reader.color(f).update(null).getCurrentStorageArray();
				for (int i = 0; i < colors.length; i++)
					colors[i] &= 0xFFFFFF;
				frames.add(colors);
			}
		}
		return frames;
	}

	/** {@return the message that refuses it, which names it} */
	protected String refusal(final byte[] file) throws IOException {
		final Path path = Files.write(Files.createTempFile(folder, "refused", ""), file);
		final String message = assertThrows(SonoflowException.File.class, () -> read(path)).getMessage();
		assertTrue(message.contains(path.toString()), message);
		return message;
	}

	/** @param expected the colour 0xRRGGBB of pixel i */
	protected static void assertPixels(final IntUnaryOperator expected, final int[] colors, final int loss) {
		for (int i = 0; i < colors.length; i++)
			for (int shift = 0; shift <= 16; shift += 8)
				assertEquals(expected.applyAsInt(i) >> shift & 255, colors[i] >> shift & 255, loss, "pixel " + i);
	}

	/** {@return the grey level of pixel i of frame 0 as a colour} */
	protected static int gray(final int i) {
		return level(i) * 0x10101;
	}

	protected static int level(final int i) {
		return SampleFiles.level(i % SampleFiles.WIDTH, i / SampleFiles.WIDTH, 0);
	}
}
