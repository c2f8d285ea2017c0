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

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.JavaReaders;
import io.sonoflow.read.Samples;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;

/** The pixels of a PNG of 8 bits a sample and fewer. */
public final class PngPicture {

	private PngPicture() {
	}

	/** {@return the picture on black} */
	public static Bitmap decode(final PngStream stream, final PngStream.Part part) throws IOException {
		final Raster raster = raster(stream, part);
		final int w = part.width();
		final int h = part.height();
		if (raster.getNumBands() == 1) return Bitmap.ofPalette(w, h, Samples.band(raster, 0), Arrays.stream(palette(stream)).map(
			Bitmap::onBlack).toArray());
		return Bitmap.ofColors(w, h, Arrays.stream(argb(stream, raster)).map(Bitmap::onBlack).toArray());
	}

	/** {@return the picture with its transparency, packed, row by row} */
	static int[] argb(final PngStream stream, final PngStream.Part part) throws IOException {
		return argb(stream, raster(stream, part));
	}

	private static Raster raster(final PngStream stream, final PngStream.Part part) throws IOException {
		final byte[] palette = stream.palette();
		if (stream.color() == PngStream.INDEXED && (palette == null || palette.length % 3 != 0 || palette.length > 768))
			throw new IOException("its palette is missing or broken");
		return JavaReaders.read("png", stream.plain(part)).getRaster();
	}

	private static int[] argb(final PngStream stream, final Raster raster) {
		final int bands = raster.getNumBands();
		final byte[][] samples = new byte[bands][];
		for (int b = 0; b < bands; b++)
			samples[b] = Samples.band(raster, b);
		final int[] argb = new int[samples[0].length];
		final int[] palette = bands == 1 ? palette(stream) : null;
		final int key = bands == 3 && stream.transparency() != null && stream.transparency().length >= 6 ? Samples.rgb(stream
			.transparency()[1], stream.transparency()[3], stream.transparency()[5]) : 0;
		for (int i = 0; i < argb.length; i++)
			argb[i] = switch (bands) {
				case 1 -> palette[samples[0][i] & 255];
				case 2 -> samples[1][i] << 24 | (samples[0][i] & 255) * 0x010101;
				case 3 -> {
					final int rgb = Samples.rgb(samples[0][i], samples[1][i], samples[2][i]);
					yield rgb == key ? 0 : rgb;
				}
				default -> samples[3][i] << 24 | Samples.rgb(samples[0][i], samples[1][i], samples[2][i]) & 0xFFFFFF;
			};
		return argb;
	}

	/** {@return what each value of a picture of one band stands for, with its transparency} */
	private static int[] palette(final PngStream stream) {
		final int[] colors = new int[256];
		final byte[] transparency = stream.transparency() == null ? new byte[0] : stream.transparency();
		if (stream.color() == PngStream.INDEXED) {
			Arrays.fill(colors, 0xFF000000);
			final byte[] rgb = stream.palette();
			for (int i = 0; i < rgb.length / 3; i++)
				colors[i] = Samples.rgb(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) & 0xFFFFFF | (i < transparency.length
					? transparency[i] : -1) << 24;
			return colors;
		}
		final int most = (1 << stream.bits()) - 1;
		for (int i = 0; i < colors.length; i++)
			colors[i] = 0xFF000000 | Math.min(i, most) * 255 / most * 0x010101;
		if (transparency.length >= 2) colors[transparency[1] & most] = 0;
		return colors;
	}
}
