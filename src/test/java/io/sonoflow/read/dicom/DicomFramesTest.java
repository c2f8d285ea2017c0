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
package io.sonoflow.read.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonoflow.dataset.AbstractFrameReaderTest;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOM clips of every coding, opened as users' files are. */
class DicomFramesTest {

	private static FrameReader timed(final Path folder, final Tag tag, final String vr, final String value) throws Exception {
		final DicomFile file = new DicomFile(DicomFile.EXPLICIT);
		if (tag != null) file.text(tag, vr, value);
		return ImageFiles.open(file.picture(4, 4, "MONOCHROME2", 8, 8, 3).bytes(new byte[48]).write(folder));
	}

	/** Cine Module, PS3.3 C.7.6.5. */
	@Test
	void timesOfFrames(@TempDir final Path folder) throws Exception {
		try (FrameReader reader = timed(folder, Tag.FRAME_TIME, "DS", "33.366667")) {
			assertEquals(new FrameRate(30_000, 1001), reader.rate().orElseThrow());
			assertEquals(2 * 1001 / 30e3, reader.seconds(2), 1e-12);
		}
		try (FrameReader reader = timed(folder, Tag.FRAME_TIMES, "DS", "0\\20\\60")) {
			assertEquals(new FrameRate(25, 1), reader.rate().orElseThrow());
			assertEquals(.02, reader.seconds(1), 1e-12);
			assertEquals(.08, reader.seconds(2), 1e-12);
		}
		try (FrameReader reader = timed(folder, Tag.CINE_RATE, "IS", "46")) {
			assertEquals(new FrameRate(46, 1), reader.rate().orElseThrow());
		}
		for (final String wrong : List.of("0", "-40", "fast", ""))
			try (FrameReader reader = timed(folder, Tag.FRAME_TIME, "DS", wrong)) {
				assertEquals(Optional.empty(), reader.rate(), wrong);
			}
		try (FrameReader reader = timed(folder, null, "", "")) {
			assertEquals(Optional.empty(), reader.rate());
		}
	}

	private abstract static class Clips extends AbstractFrameReaderTest {

		@TempDir
		private Path folder;

		private final String syntax;
		private final String photometric;

		Clips(final String syntax, final String photometric) {
			this.syntax = syntax;
			this.photometric = photometric;
		}

		abstract byte[] coded(int[] samples, int width) throws Exception;

		@Override
		protected FrameReader open(final List<int[]> frames, final int width, final int height) throws Exception {
			final byte[][] coded = new byte[frames.size()][];
			for (int f = 0; f < coded.length; f++) {
				final int[] samples = new int[3 * width * height];
				for (int i = 0; i < samples.length; i++)
					samples[i] = frames.get(f)[i / 3] >> 16 - 8 * (i % 3) & 255;
				coded[f] = coded(samples, width);
			}
			final DicomFile file = new DicomFile(syntax).picture(width, height, photometric, 8, 8, frames.size());
			return ImageFiles.open((syntax.equals(DicomFile.EXPLICIT) ? file.bytes(joined(coded)) : file.fragments(new int[0],
				coded)).write(folder));
		}

		private static byte[] joined(final byte[][] frames) {
			final byte[] all = new byte[frames.length * frames[0].length];
			for (int f = 0; f < frames.length; f++)
				System.arraycopy(frames[f], 0, all, f * frames[0].length, frames[0].length);
			return all;
		}
	}

	@Nested
	class Stored extends Clips {

		Stored() {
			super(DicomFile.EXPLICIT, "RGB");
		}

		@Override
		byte[] coded(final int[] samples, final int width) {
			final byte[] bytes = new byte[samples.length];
			for (int i = 0; i < bytes.length; i++)
				bytes[i] = (byte) samples[i];
			return bytes;
		}
	}

	@Nested
	class RunLengths extends Clips {

		RunLengths() {
			super(DicomFile.RLE, "RGB");
		}

		@Override
		byte[] coded(final int[] samples, final int width) {
			final byte[][] planes = new byte[3][samples.length / 3];
			for (int i = 0; i < samples.length; i++)
				planes[i % 3][i / 3] = (byte) samples[i];
			return Encoders.runLengths(planes);
		}
	}

	@Nested
	class LosslessJpegs extends Clips {

		LosslessJpegs() {
			super(DicomFile.LOSSLESS, "RGB");
		}

		@Override
		byte[] coded(final int[] samples, final int width) {
			return Encoders.lossless(samples, width, 3, 8, 1, 0);
		}
	}

	@Nested
	class Jpegs2000 extends Clips {

		Jpegs2000() {
			super(DicomFile.JPEG_2000, "YBR_RCT");
		}

		@Override
		byte[] coded(final int[] samples, final int width) throws Exception {
			return Encoders.jpeg2000(samples, width, 3, 8);
		}
	}

	@Nested
	class Jpegs extends Clips {

		Jpegs() {
			super(DicomFile.JPEG, "RGB");
		}

		@Override
		byte[] coded(final int[] samples, final int width) throws Exception {
			return Encoders.jpeg(samples, width, 3);
		}

		@Override
		protected int loss() {
			return 8;
		}
	}
}
