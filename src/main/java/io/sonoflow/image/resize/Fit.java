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
package io.sonoflow.image.resize;

import io.sonoflow.image.Images;

import java.util.Locale;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** How images of several sizes are brought to one; BICUBIC, as PIL does. Pure and thread-safe. */
public enum Fit {

	/** the whole image with its own proportions, in the middle of a black one */
	FIT {

		@Override
		public ArrayImg<UnsignedByteType, ByteArray> apply(final RandomAccessibleInterval<UnsignedByteType> image, final int width,
			final int height)
		{
			final double scale = Math.min((double) width / Images.width(image), (double) height / Images.height(image));
			final int w = side(Images.width(image) * scale, width);
			final int h = side(Images.height(image) * scale, height);
			final byte[] inner = Images.pixels(Resize.resize(image, w, h, Interpolation.BICUBIC));
			final byte[] target = new byte[width * height];
			for (int y = 0; y < h; y++)
				System.arraycopy(inner, y * w, target, (y + (height - h) / 2) * width + (width - w) / 2, w);
			return Images.bytes(target, width, height);
		}
	},
	/** the whole image, each side brought to its length */
	STRETCH {

		@Override
		public ArrayImg<UnsignedByteType, ByteArray> apply(final RandomAccessibleInterval<UnsignedByteType> image, final int width,
			final int height)
		{
			return Resize.resize(image, width, height, Interpolation.BICUBIC);
		}
	};

	/** What a key that takes these says if images must have one size. */
	public static final String NONE = "none";

	/**
	 * @param image (x, y), 8-bit, any size; left as it is
	 * @param width columns of the result, at least 1
	 * @param height rows of the result, at least 1
	 * @return a new image
	 */
	public abstract ArrayImg<UnsignedByteType, ByteArray> apply(RandomAccessibleInterval<UnsignedByteType> image, int width,
		int height);

	private static int side(final double wanted, final int most) {
		return Math.max(1, Math.min(most, (int) Math.rint(wanted)));
	}

	/** {@return the value of a key, e.g. fit} */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** {@return which one the value of a key means; null if none of these} */
	public static Fit of(final String key) {
		for (final Fit fit : values())
			if (fit.key().equals(key)) return fit;
		return null;
	}
}
