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
package io.sonoflow.image;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * Making two-dimensional images (x, y) and getting at their pixels in row order. Public methods of this package take
 * {@link RandomAccessibleInterval}s; loops that must be fast run over the arrays given here.
 */
public final class Images {

	private Images() {
	}

	/** {@return a black 8-bit image} */
	public static ArrayImg<UnsignedByteType, ByteArray> bytes(final int width, final int height) {
		return ArrayImgs.unsignedBytes(width, height);
	}

	/**
	 * @return an 8-bit image on the given pixels (not copied), row by row
	 * @throws IllegalArgumentException if there are not width x height of them
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> bytes(final byte[] pixels, final int width, final int height) {
		if (pixels.length != (long) width * height) throw new IllegalArgumentException(pixels.length + " pixels for " + width +
			" x " + height);
		return ArrayImgs.unsignedBytes(pixels, width, height);
	}

	/** {@return a float image on the given pixels (not copied), row by row} */
	public static ArrayImg<FloatType, FloatArray> floats(final float[] pixels, final int width, final int height) {
		return ArrayImgs.floats(pixels, width, height);
	}

	/** {@return number of columns} */
	public static int width(final RandomAccessibleInterval<?> image) {
		return (int) image.dimension(0);
	}

	/** {@return number of rows} */
	public static int height(final RandomAccessibleInterval<?> image) {
		return (int) image.dimension(1);
	}

	/** {@return the pixels row by row; the image's own array where it has one (do not write), else a copy} */
	public static byte[] pixels(final RandomAccessibleInterval<UnsignedByteType> image) {
		if (image instanceof ArrayImg<?, ?> array && array.update(null) instanceof ByteArray data) return data
			.getCurrentStorageArray();
		final byte[] pixels = new byte[width(image) * height(image)];
		final Cursor<UnsignedByteType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = cursor.next().getByte();
		return pixels;
	}

	/** {@return the colours 0xAARRGGBB row by row; the image's own array where it has one (do not write), else a copy} */
	public static int[] colors(final RandomAccessibleInterval<ARGBType> image) {
		if (image instanceof ArrayImg<?, ?> array && array.update(null) instanceof IntArray data) return data
			.getCurrentStorageArray();
		final int[] colors = new int[width(image) * height(image)];
		final Cursor<ARGBType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < colors.length; i++)
			colors[i] = cursor.next().get();
		return colors;
	}

	/** {@return a copy of the pixels row by row, in the image's own units (8-bit: 0..255)} */
	public static <T extends RealType<T>> float[] floatPixels(final RandomAccessibleInterval<T> image) {
		final float[] pixels = new float[width(image) * height(image)];
		final Cursor<T> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = cursor.next().getRealFloat();
		return pixels;
	}

	/** {@return a copy of the rectangle with its upper left corner at 0, 0} */
	public static ArrayImg<UnsignedByteType, ByteArray> crop(final RandomAccessibleInterval<UnsignedByteType> image,
		final Box box) {
		final byte[] source = pixels(image);
		final int width = width(image);
		final byte[] target = new byte[box.w() * box.h()];
		for (int row = 0; row < box.h(); row++)
			System.arraycopy(source, (box.y() + row) * width + box.x(), target, row * box.w(), box.w());
		return bytes(target, box.w(), box.h());
	}
}
