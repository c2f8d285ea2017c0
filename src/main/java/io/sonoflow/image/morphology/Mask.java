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
package io.sonoflow.image.morphology;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.util.Optional;
import java.util.function.IntPredicate;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A binary image: {@code true} is foreground, row by row.
 *
 * <pre>
 * Mask mask = Mask.of(image); // every grey level but 0
 * Mask whole = Morphology.fillHoles(mask);
 * </pre>
 */
public final class Mask {

	private final int width;
	private final int height;
	private final boolean[] data;

	private Mask(final boolean[] data, final int width, final int height) {
		if (data.length != width * height) throw new IllegalArgumentException(data.length + " pixels are not " + width +
			" x " + height);
		this.data = data;
		this.width = width;
		this.height = height;
	}

	/** {@return a mask on the given pixels (not copied), row by row} */
	public static Mask of(final boolean[] data, final int width, final int height) {
		return new Mask(data, width, height);
	}

	/** {@return a mask whose pixel i = y * width + x is foreground if the test holds for i} */
	public static Mask of(final int width, final int height, final IntPredicate foreground) {
		final boolean[] data = new boolean[width * height];
		for (int i = 0; i < data.length; i++)
			data[i] = foreground.test(i);
		return new Mask(data, width, height);
	}

	/** {@return the pixels of an 8-bit image that are not 0} */
	public static Mask of(final RandomAccessibleInterval<UnsignedByteType> image) {
		final byte[] pixels = Images.pixels(image);
		return of(Images.width(image), Images.height(image), i -> pixels[i] != 0);
	}

	/** {@return columns} */
	public int width() {
		return width;
	}

	/** {@return rows} */
	public int height() {
		return height;
	}

	/** {@return whether the pixel is foreground} */
	public boolean get(final int x, final int y) {
		return data[y * width + x];
	}

	/** {@return the pixels row by row: this mask's own array (do not write)} */
	public boolean[] data() {
		return data;
	}

	/** {@return number of foreground pixels} */
	public int area() {
		int area = 0;
		for (final boolean value : data)
			if (value) area++;
		return area;
	}

	/** {@return the smallest rectangle that holds all of it; none of an empty mask} */
	public Optional<Box> box() {
		int left = width;
		int top = -1;
		int right = -1;
		int bottom = -1;
		for (int y = 0, i = 0; y < height; y++)
			for (int x = 0; x < width; x++, i++) {
				if (!data[i]) continue;
				left = Math.min(left, x);
				right = Math.max(right, x);
				if (top < 0) top = y;
				bottom = y;
			}
		return top < 0 ? Optional.empty() : Optional.of(new Box(left, top, right - left + 1, bottom - top + 1));
	}

	/** {@return what lies in a rectangle within it} */
	public Mask cut(final Box part) {
		final boolean[] inner = new boolean[part.w() * part.h()];
		for (int row = 0; row < part.h(); row++)
			System.arraycopy(data, (part.y() + row) * width + part.x(), inner, row * part.w(), part.w());
		return of(inner, part.w(), part.h());
	}

	/** {@return background and foreground exchanged} */
	public Mask negate() {
		return of(width, height, i -> !data[i]);
	}

	/** {@return an 8-bit image, 0 background and 255 foreground} */
	public ArrayImg<UnsignedByteType, ByteArray> toImage() {
		final byte[] pixels = new byte[data.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (data[i] ? 255 : 0);
		return Images.bytes(pixels, width, height);
	}
}
