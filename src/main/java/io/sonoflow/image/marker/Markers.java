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
package io.sonoflow.image.marker;

import io.sonoflow.image.Images;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Draws marks into images, antialiased, without AWT.
 *
 * <pre>
 * Markers.draw(pixels, width, height, new Marker(MarkerShape.PLUS, 40, 60, Marker.scaleFor(width, height)));
 * </pre>
 */
public final class Markers {

	private Markers() {
	}

	/** {@return a copy of the image with the marks, drawn in the given order; parts outside the image are left out} */
	public static ArrayImg<UnsignedByteType, ByteArray> draw(final RandomAccessibleInterval<UnsignedByteType> image,
		final Iterable<Marker> markers)
	{
		final int width = Images.width(image);
		final int height = Images.height(image);
		final byte[] pixels = Images.pixels(image).clone();
		for (final Marker marker : markers)
			draw(pixels, width, height, marker);
		return Images.bytes(pixels, width, height);
	}

	/** Draws into 8-bit pixels (row by row, width x height) in place. */
	public static void draw(final byte[] pixels, final int width, final int height, final Marker marker) {
		scan(width, height, marker, (index, alpha) -> pixels[index] = (byte) blend(pixels[index] & 255, marker.value(), alpha));
	}

	/** Draws into colour pixels (0xAARRGGBB, row by row) in place, in the given colour instead of the marker's value. */
	public static void drawColor(final int[] argb, final int width, final int height, final Marker marker, final int color) {
		scan(width, height, marker, (index, alpha) -> {
			final int old = argb[index];
			final int red = blend(old >> 16 & 255, color >> 16 & 255, alpha);
			final int green = blend(old >> 8 & 255, color >> 8 & 255, alpha);
			final int blue = blend(old & 255, color & 255, alpha);
			argb[index] = old & 0xFF000000 | red << 16 | green << 8 | blue;
		});
	}

	/**
	 * Sets the mask (row by row, width x height) to true wherever {@link #draw} would lay any of the mark, whatever the
	 * pixel's value was; leaves the rest as it is.
	 */
	public static void mask(final boolean[] mask, final int width, final int height, final Marker marker) {
		scan(width, height, marker, (index, alpha) -> mask[index] = true);
	}

	private static int blend(final int old, final int value, final int alpha) {
		return (old * (255 - alpha) + value * alpha + 127) / 255;
	}

	/** Receives each pixel that a mark covers; alpha is 1..255. */
	@FunctionalInterface
	private interface Ink {

		void lay(int index, int alpha);
	}

	private static void scan(final int width, final int height, final Marker marker, final Ink ink) {
		final MarkerShape shape = marker.shape();
		final double scale = marker.scale();
		final double halfWidth = shape.width() * scale / 2 + 1;
		final double halfHeight = shape.height() * scale / 2 + 1;
		final int x0 = (int) Math.max(0, Math.floor(marker.x() - halfWidth));
		final int y0 = (int) Math.max(0, Math.floor(marker.y() - halfHeight));
		final int x1 = (int) Math.min(width, Math.ceil(marker.x() + halfWidth));
		final int y1 = (int) Math.min(height, Math.ceil(marker.y() + halfHeight));
		for (int y = y0; y < y1; y++)
			for (int x = x0; x < x1; x++) {
				final double coverage = shape.coverage(x + 0.5 - marker.x(), y + 0.5 - marker.y(), scale);
				final int alpha = (int) (coverage * 255 + 0.5);
				if (alpha > 0) ink.lay(y * width + x, alpha);
			}
	}
}
