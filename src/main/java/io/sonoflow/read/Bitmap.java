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

import java.io.IOException;
import java.util.Arrays;

/** A decoded picture: its size and its pixels row by row. */
public record Bitmap(int width, int height, Pixels.Frame frame) {

	/** Pixels of a lossy JPEG for each of its bytes, at most: a block of 8 x 8 takes one bit, whatever the coding. */
	public static final long MOST_OF_A_JPEG_BYTE = 512;

	/** Bytes that a pixel takes on its way: packed colour, a decoder's own copy, a grey level. */
	private static final int BYTES = 12;

	/** The most pixels whatever the memory. */
	private static final long MOST = 1L << 28;

	/**
	 * To be asked before anything is allocated.
	 *
	 * @throws IOException if there is no such picture, or none that Java's memory holds
	 */
	public static void require(final long width, final long height) throws IOException {
		require(width, height, 0);
	}

	/**
	 * @param more bytes that a pixel takes besides, for samples that are many or deep
	 * @throws IOException if there is no such picture, or none that Java's memory holds
	 */
	public static void require(final long width, final long height, final int more) throws IOException {
		if (width < 1 || height < 1) throw new IOException("it says that it has " + width + " x " + height + " pixels");
		if (width > MOST / height || width * height > Runtime.getRuntime().maxMemory() / (BYTES + more)) throw new IOException(
			"it says that it has " + width + " x " + height + " pixels, which is more than Java's memory holds");
	}

	/** {@return a picture of colours, 0xRRGGBB or 0xAARRGGBB; alpha is not looked at} */
	public static Bitmap ofColors(final int width, final int height, final int[] colors) {
		return new Bitmap(width, height, new Pixels.Frame(null, null, colors));
	}

	/** {@return a picture of grey levels} */
	public static Bitmap ofGray(final int width, final int height, final byte[] values) {
		return ofPalette(width, height, values, Pixels.grayPalette());
	}

	/** {@return a picture of values that stand for colours; 256 of them, alpha 255} */
	public static Bitmap ofPalette(final int width, final int height, final byte[] values, final int[] palette) {
		return new Bitmap(width, height, new Pixels.Frame(values, palette, null));
	}

	/** {@return a palette as a frame needs it: 256 opaque colours, black where none was given} */
	public static int[] palette(final int... colors) {
		final int[] palette = Arrays.copyOf(colors, 256);
		for (int i = 0; i < palette.length; i++)
			palette[i] |= 0xFF000000;
		return palette;
	}

	/** {@return the colour 0xAARRGGBB laid on black, the ground of every ultrasound screen, and opaque} */
	public static int onBlack(final int argb) {
		final int alpha = argb >>> 24;
		if (alpha == 255) return argb;
		final int r = (argb >> 16 & 0xFF) * alpha / 255;
		final int g = (argb >> 8 & 0xFF) * alpha / 255;
		final int b = (argb & 0xFF) * alpha / 255;
		return 0xFF000000 | r << 16 | g << 8 | b;
	}

	/**
	 * Turns a picture upright.
	 *
	 * @param orientation as EXIF and TIFF have it, 1..8: 1 = as stored, 3 = by 180 degrees, 6 = a quarter to the right, 8 = a
	 *          quarter to the left; 2, 4, 5, 7 = mirrored. Others mean 1
	 */
	public Bitmap upright(final int orientation) {
		if (orientation < 2 || orientation > 8) return this;
		final boolean swaps = orientation >= 5;
		final int w = swaps ? height : width;
		final int h = swaps ? width : height;
		final int[] from = new int[w * h];
		for (int y = 0; y < h; y++)
			for (int x = 0; x < w; x++) {
				final boolean mirrorsX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
				final boolean mirrorsY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
				final int sourceX = swaps ? y : x;
				final int sourceY = swaps ? x : y;
				from[y * w + x] = (mirrorsY ? height - 1 - sourceY : sourceY) * width + (mirrorsX ? width - 1 - sourceX : sourceX);
			}
		if (frame.colors() != null) return ofColors(w, h, Arrays.stream(from).map(i -> frame.colors()[i]).toArray());
		final byte[] values = new byte[from.length];
		for (int i = 0; i < values.length; i++)
			values[i] = frame.values()[from[i]];
		return ofPalette(w, h, values, frame.palette());
	}
}
