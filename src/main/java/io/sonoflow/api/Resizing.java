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
package io.sonoflow.api;

import io.sonoflow.image.GrayLevels;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import net.imglib2.Cursor;
import net.imglib2.FinalDimensions;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Util;
import net.imglib2.view.Views;

/** Images of any real pixel type in another size. */
final class Resizing {

	private Resizing() {
	}

	/** {@return a new image of the same pixel type; see {@link Ultrasound#resize}} */
	static <T extends RealType<T>> RandomAccessibleInterval<T> resized(final RandomAccessibleInterval<T> image, final int width,
		final int height, final Interpolation interpolation)
	{
		final Img<T> result = Util.getSuitableImgFactory(new FinalDimensions(width, height), image.getType()).create(width,
			height);
		final T low = image.getType().createVariable();
		final Cursor<T> cursor = Views.flatIterable(result).cursor();
		if (low instanceof UnsignedByteType) {
			final byte[] pixels = Images.pixels(Resize.resize(GrayLevels.of(image), width, height, interpolation));
			for (final byte pixel : pixels)
				cursor.next().setReal(pixel & 255);
			return result;
		}
		final float[] pixels = Resize.resize(Images.floatPixels(image), Images.width(image), Images.height(image), width,
			height, interpolation);
		for (final float pixel : pixels)
			cursor.next().setReal(Math.max(low.getMinValue(), Math.min(low.getMaxValue(), pixel)));
		return result;
	}
}
