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
import io.sonoflow.read.JavaReaders;
import io.sonoflow.read.Samples;
import io.sonoflow.read.StillFrame;
import io.sonoflow.read.UnsupportedKindException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Windows bitmaps of 1 to 32 bits, also run-length coded, by Java's reader. */
public final class BmpFormat implements FrameFormat {

	private static final int FILE_HEADER = 14, OLD_HEADER = 12, RLE8 = 1, RLE4 = 2, BIT_FIELDS = 3, JPEG = 4,
		PNG = 5, ALPHA = 0xFF000000;

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return head.length > 30 && head[0] == 'B' && head[1] == 'M' && head[15] == 0 && head[16] == 0 && head[17] == 0;
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
		final int bits = checkLength(file);
		final BufferedImage image = JavaReaders.read("bmp", file.array());
		final int width = image.getWidth();
		final int height = image.getHeight();
		if (bits <= 8) return new StillFrame(Bitmap.ofPalette(width, height, Samples.band(image.getRaster(), 0), palette(file,
			1 << bits)));
		final int[] colors = image.getRGB(0, 0, width, height, null, 0, width);
		if (file.getInt(FILE_HEADER) >= 56 && file.getInt(30) == BIT_FIELDS && bits == 32 &&
			file.getInt(66) == ALPHA) transparency(file,
			colors, width);
		return new StillFrame(Bitmap.ofColors(width, height, colors));
	}

	/** Java's reader takes some palettes for grey. */
	private static int[] palette(final ByteBuffer file, final int size) {
		final int header = file.getInt(FILE_HEADER);
		final int step = header == OLD_HEADER ? 3 : 4;
		final int from = FILE_HEADER + header + (header == 40 && file.getInt(30) == BIT_FIELDS ? 12 : 0);
		final int[] colors = new int[size];
		for (int i = 0; i < size && from + i * step + 2 < Math.min(file.capacity(), file.getInt(10)); i++)
			colors[i] = Samples.rgb(file.get(from + i * step + 2), file.get(from + i * step + 1), file.get(from + i * step));
		return Bitmap.palette(colors);
	}

	/** Java's reader passes over it. Where it is 0 throughout, the writer meant none. */
	private static void transparency(final ByteBuffer file, final int[] colors, final int width) {
		final boolean down = file.getInt(22) < 0;
		final int[] argb = new int[colors.length];
		boolean any = false;
		for (int i = 0; i < colors.length; i++) {
			final int y = down ? i / width : colors.length / width - 1 - i / width;
			final int alpha = file.get(file.getInt(10) + (y * width + i % width) * 4 + 3) & 255;
			any |= alpha > 0;
			argb[i] = Bitmap.onBlack(colors[i] & 0xFFFFFF | alpha << 24);
		}
		if (any) System.arraycopy(argb, 0, colors, 0, colors.length);
	}

	/** {@return the bits of a pixel} Java's reader gives black where a file was cut off. */
	private static int checkLength(final ByteBuffer file) throws IOException {
		final int header = file.getInt(FILE_HEADER);
		final boolean old = header == OLD_HEADER;
		final long width = old ? file.getShort(18) & 0xFFFF : file.getInt(18);
		final long height = Math.abs(old ? file.getShort(20) & 0xFFFF : (long) file.getInt(22));
		final int bits = file.getShort(old ? 24 : 28);
		final int compression = old ? 0 : file.getInt(30);
		Bitmap.require(width, height);
		if (compression == JPEG || compression == PNG) throw UnsupportedKindException.forAll("a bitmap that holds a JPEG or PNG",
			"Open it in the program that wrote it and save it as PNG.");
		final long offset = file.getInt(10) & 0xFFFFFFFFL;
		if (compression != RLE8 && compression != RLE4) {
			final long needed = offset + (width * bits + 31) / 32 * 4 * height;
			if (needed > file.capacity()) throw new IOException("it was cut off: it has " + file.capacity() + " of " + needed +
				" bytes");
		}
		else checkRuns(file, (int) Math.min(offset, file.capacity()), compression == RLE4);
		return bits;
	}

	/** @throws IOException if the runs do not come to their end */
	private static void checkRuns(final ByteBuffer file, final int from, final boolean four) throws IOException {
		int at = from;
		while (at + 1 < file.capacity()) {
			final int count = file.get(at) & 255;
			final int value = file.get(at + 1) & 255;
			at += 2;
			if (count > 0) continue;
			if (value == 1) return;
			if (value == 2) at += 2;
			else if (value > 2) at += ((four ? (value + 1) / 2 : value) + 1) / 2 * 2;
		}
		throw new IOException("it was cut off: its runs do not end");
	}
}
