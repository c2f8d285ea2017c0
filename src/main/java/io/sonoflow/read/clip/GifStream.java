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

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.Canvas;
import io.sonoflow.read.FileBytes;
import io.sonoflow.read.Pixels;
import io.sonoflow.read.Samples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The blocks of a GIF (GIF89a specification) and its frames, each decoded when asked for. */
final class GifStream {

	private static final int IMAGE = 0x2C, EXTENSION = 0x21, TRAILER = 0x3B, CONTROL = 0xF9;

	/**
	 * A frame.
	 *
	 * @param palette where its colours begin
	 * @param colors how many they are
	 * @param transparent the value that is no colour; -1 if there is none
	 * @param delay how long it is shown, hundredths of a second; 0 = not said
	 * @param data where its coded values begin
	 */
	record Part(int x, int y, int width, int height, boolean interlaced, long palette, int colors, int transparent,
		Canvas.Disposal disposal, int delay, long data)
	{
	}

	private final FileBytes file;
	private int width;
	private int height;
	private final List<Part> frames = new ArrayList<>();
	private int transparent = -1;
	private Canvas.Disposal disposal = Canvas.Disposal.KEEP;
	private int delay;

	GifStream(final FileBytes file) throws IOException {
		this.file = file;
		width = file.u16(6);
		height = file.u16(8);
		final int flags = file.u8(10);
		final int colors = (flags & 0x80) == 0 ? 0 : 2 << (flags & 7);
		long position = 13 + 3L * colors;
		while (file.u8(position) != TRAILER)
			position = switch (file.u8(position)) {
				case IMAGE -> image(position, colors);
				case EXTENSION -> extension(position);
				// Some writers leave zeros between blocks.
				case 0 -> position + 1;
				default -> throw new IOException("it holds something unknown at byte " + position);
			};
		if (frames.isEmpty()) throw new IOException("it has no picture");
		Bitmap.require(width, height);
	}

	private long image(final long at, final int globalColors) throws IOException {
		final int flags = file.u8(at + 9);
		final boolean local = (flags & 0x80) != 0;
		final int colors = local ? 2 << (flags & 7) : globalColors;
		final long data = at + 10 + (local ? 3L * colors : 0);
		final Part part = new Part(file.u16(at + 1), file.u16(at + 3), file.u16(at + 5), file.u16(at + 7), (flags & 0x40) != 0,
			local ? at + 10 : 13, colors, transparent, disposal, delay, data);
		Bitmap.require(part.width(), part.height());
		if (frames.isEmpty()) {
			// The screen is as large as the first picture needs it, as in browsers.
			width = Math.max(width, part.x() + part.width());
			height = Math.max(height, part.y() + part.height());
		}
		frames.add(part);
		transparent = -1;
		disposal = Canvas.Disposal.KEEP;
		delay = 0;
		return skip(data + 1);
	}

	private long extension(final long at) throws IOException {
		if (file.u8(at + 1) == CONTROL && file.u8(at + 2) >= 4) {
			final int flags = file.u8(at + 3);
			delay = file.u16(at + 4);
			transparent = (flags & 1) == 0 ? -1 : file.u8(at + 6);
			disposal = switch (flags >> 2 & 7) {
				case 2 -> Canvas.Disposal.CLEAR;
				// 4: an old mistake of writers that browsers understand.
				case 3, 4 -> Canvas.Disposal.RESTORE;
				default -> Canvas.Disposal.KEEP;
			};
		}
		return skip(at + 2);
	}

	/** {@return what follows the sub-blocks that begin there} */
	private long skip(final long from) throws IOException {
		long position = from;
		while (file.u8(position) != 0)
			position += 1 + file.u8(position);
		return position + 1;
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	List<Part> frames() {
		return frames;
	}

	/** {@return 256 colours, 0 for the transparent one} */
	int[] palette(final Part part) throws IOException {
		final int[] colors = new int[256];
		Arrays.fill(colors, 0xFF000000);
		for (int i = 0; i < part.colors(); i++)
			colors[i] = Samples.rgb(file.u8(part.palette() + 3L * i), file.u8(part.palette() + 3L * i + 1), file.u8(part.palette() +
				3L * i + 2));
		// Without any palette values are grey levels, as good as any.
		if (part.colors() == 0) System.arraycopy(Pixels.grayPalette(), 0, colors, 0, 256);
		if (part.transparent() >= 0) colors[part.transparent()] = 0;
		return colors;
	}

	/** {@return the frame for the canvas} */
	Canvas.Layer layer(final int index) throws IOException {
		final Part part = frames.get(index);
		final int[] palette = palette(part);
		final byte[] values = values(part);
		final int[] argb = new int[values.length];
		for (int i = 0; i < argb.length; i++)
			argb[i] = palette[values[i] & 255];
		return new Canvas.Layer(part.x(), part.y(), part.width(), part.height(), argb, false, part.disposal());
	}

	/** {@return the values of a frame, row by row from the top} */
	byte[] values(final Part part) throws IOException {
		final byte[] coded = new GifLzw(file, part.data()).decode(part.width() * part.height());
		if (!part.interlaced()) return coded;
		final byte[] values = new byte[coded.length];
		int row = 0;
		for (final int[] pass : new int[][] { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } })
			for (int y = pass[0]; y < part.height(); y += pass[1])
				System.arraycopy(coded, part.width() * row++, values, part.width() * y, part.width());
		return values;
	}
}
