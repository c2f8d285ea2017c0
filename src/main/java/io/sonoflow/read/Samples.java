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

import java.awt.image.Raster;

/** Arithmetic of samples and colours that several decoders share. */
public final class Samples {

	private static final int HALF = 1 << 15;

	private Samples() {
	}

	/** {@return one band of 8-bit samples, row by row} */
	public static byte[] band(final Raster raster, final int band) {
		final int width = raster.getWidth();
		final int height = raster.getHeight();
		final int[] row = new int[width];
		final byte[] values = new byte[width * height];
		for (int y = 0; y < height; y++) {
			raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
			for (int x = 0; x < width; x++)
				values[y * width + x] = (byte) row[x];
		}
		return values;
	}

	/** {@return the packed, opaque colour} */
	public static int rgb(final int red, final int green, final int blue) {
		return 0xFF000000 | (red & 0xFF) << 16 | (green & 0xFF) << 8 | blue & 0xFF;
	}

	/** {@return the colour of luma and two colour differences, full range (JFIF 1.02, ITU-R BT.601); libjpeg's to the bit} */
	public static int yccToRgb(final int y, final int cb, final int cr) {
		return ycc(y << 16, cb - 128, cr - 128, 91881, 22554, 46802, 116130);
	}

	/** {@return the colour of luma 16..235 and colour differences 16..240 (ITU-R BT.601), as in video} */
	public static int videoToRgb(final int y, final int cb, final int cr) {
		return ycc((y - 16) * 76309, cb - 128, cr - 128, 104597, 25675, 53279, 132201);
	}

	/** All factors times 65536. */
	private static int ycc(final int y, final int cb, final int cr, final int redCr, final int greenCb, final int greenCr,
		final int blueCb)
	{
		return rgb(clip(y + redCr * cr + HALF >> 16), clip(y - greenCb * cb - greenCr * cr + HALF >> 16), clip(y + blueCb *
			cb + HALF >> 16));
	}

	private static int clip(final int level) {
		return Math.max(0, Math.min(255, level));
	}

	/** {@return the colour, darker by light/255, rounded} */
	public static int times(final int color, final int light) {
		return rgb(times8(color >> 16 & 255, light), times8(color >> 8 & 255, light), times8(color & 255, light));
	}

	private static int times8(final int value, final int light) {
		return (value * light + 127) / 255;
	}
}
