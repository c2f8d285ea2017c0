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

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.Pixels;
import io.sonoflow.read.Samples;
import io.sonoflow.read.StillFrame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plain formats of Netpbm: PBM, PGM and PPM, as text (P1 to P3) and as bytes (P4 to P6), of one picture. */
public final class PnmFormat implements FrameFormat {

	/** Any text may begin so. */
	@Override
	public boolean isSure() {
		return false;
	}

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return head.length > 6 && head[0] == 'P' && head[1] >= '1' && head[1] <= '6' && (Character.isWhitespace(head[2]) ||
			head[2] == '#');
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		final Reading reading = new Reading(Files.readAllBytes(path));
		final int kind = reading.file[1] - '0';
		final int width = reading.number();
		final int height = reading.number();
		Bitmap.require(width, height);
		final boolean bits = kind % 3 == 1;
		final int most = bits ? 1 : reading.number();
		if (most < 1 || most > 65535) throw new IOException("its brightest level is " + most);
		if (most > 255) throw Pixels.tooDeep(path, 16);
		final int channels = kind % 3 == 0 ? 3 : 1;
		final long count = (long) width * height * channels;
		reading.require(kind < 4 ? (bits ? count : 2 * count - 1) : kind == 4 ? (width + 7L) / 8 * height : count, kind >= 4);
		final byte[] samples = kind == 4 ? reading.packed(width, height) : reading.samples((int) count, kind < 4, bits, most);
		if (bits) return new StillFrame(Bitmap.ofPalette(width, height, samples, Bitmap.palette(0, 0xFFFFFF)));
		return new StillFrame(channels == 1 ? Bitmap.ofPalette(width, height, samples, levels(most)) : colors(width, height,
			samples, levels(most)));
	}

	private static int[] levels(final int most) {
		final int[] palette = new int[256];
		for (int i = 0; i < palette.length; i++)
			palette[i] = 0xFF000000 | (Math.min(i, most) * 255 + most / 2) / most * 0x010101;
		return palette;
	}

	private static Bitmap colors(final int width, final int height, final byte[] samples, final int[] levels) {
		final int[] colors = new int[width * height];
		for (int i = 0; i < colors.length; i++)
			colors[i] = Samples.rgb(levels[samples[3 * i] & 255], levels[samples[3 * i + 1] & 255], levels[samples[3 * i + 2] &
				255]);
		return Bitmap.ofColors(width, height, colors);
	}

	/** Where in the file we are. */
	private static final class Reading {

		private final byte[] file;
		private int at = 2;

		Reading(final byte[] file) {
			this.file = file;
		}

		private void blanks() {
			while (at < file.length && (Character.isWhitespace(file[at]) || file[at] == '#'))
				if (file[at] == '#') while (at < file.length && file[at] != '\n' && file[at] != '\r')
					at++;
				else at++;
		}

		int number() throws IOException {
			blanks();
			int value = 0;
			final int from = at;
			while (at < file.length && file[at] >= '0' && file[at] <= '9' && value < 100_000_000)
				value = 10 * value + file[at++] - '0';
			if (at == from) throw new IOException(at >= file.length ?
				"it was cut off" : "it has something else where a number must be");
			return value;
		}

		/** @throws IOException if fewer bytes are left; of binary files one blank comes first */
		void require(final long bytes, final boolean binary) throws IOException {
			if (binary) at++;
			if (file.length - at < bytes) throw new IOException("it was cut off: it has " + (file.length - at) + " bytes of pixels, " +
				bytes + " are needed");
		}

		byte[] samples(final int count, final boolean text, final boolean bits, final int most) throws IOException {
			final byte[] samples = new byte[count];
			for (int i = 0; i < count; i++) {
				final int value = !text ? file[at++] & 255 : bits ? bit() : number();
				if (value > most) throw new IOException("a pixel is " + value + ", over its brightest level " + most);
				samples[i] = (byte) value;
			}
			return samples;
		}

		private int bit() throws IOException {
			blanks();
			if (at >= file.length) throw new IOException("it was cut off");
			return '1' - file[at++] & 1;
		}

		byte[] packed(final int width, final int height) {
			final byte[] samples = new byte[width * height];
			final int row = (width + 7) / 8;
			for (int i = 0; i < samples.length; i++) {
				final int x = i % width;
				samples[i] = (byte) (file[at + i / width * row + x / 8] >> 7 - x % 8 & 1 ^ 1);
			}
			return samples;
		}
	}
}
