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

import io.sonoflow.dataset.AbstractFrameReaderTest;
import io.sonoflow.dataset.FrameReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** One picture a file, not compressed. */
class PlainFramesTest {

	private abstract static class Stills extends AbstractFrameReaderTest {

		@TempDir
		private Path folder;

		abstract void write(Path path, int[] frame, int width, int height) throws IOException;

		@Override
		protected FrameReader open(final List<int[]> frames, final int width, final int height) throws Exception {
			final Path path = Files.createTempFile(folder, "frame", "");
			write(path, frames.get(0), width, height);
			return new ImageDecoders().open(path);
		}

		@Override
		protected int mostFrames() {
			return 1;
		}
	}

	@Nested
	class Bmp extends Stills {

		@Override
		void write(final Path path, final int[] frame, final int width, final int height) throws IOException {
			if (!ImageIO.write(ClipFiles.image(frame, width, height), "bmp", path.toFile())) throw new UncheckedIOException(
				new IOException("no BMP writer"));
		}
	}

	@Nested
	class Ppm extends Stills {

		@Override
		void write(final Path path, final int[] frame, final int width, final int height) throws IOException {
			final byte[] samples = new byte[3 * frame.length];
			for (int i = 0; i < samples.length; i++)
				samples[i] = (byte) (frame[i / 3] >> 16 - 8 * (i % 3));
			Files.writeString(path, "P6\n# a remark\n" + width + " " + height + "\n255\n");
			Files.write(path, samples, StandardOpenOption.APPEND);
		}
	}

	@Nested
	class Text extends Stills {

		@Override
		void write(final Path path, final int[] frame, final int width, final int height) throws IOException {
			Files.writeString(path, "P3 " + width + " " + height + " 255\n" +
				Arrays.stream(frame).mapToObj(color -> (color >> 16 & 255) +
				" " + (color >> 8 & 255) + " " + (color & 255)).collect(Collectors.joining("\n")) + "\n");
		}
	}
}
