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
package io.sonoflow.nn.sam;

import io.sonoflow.image.Images;

import java.util.Arrays;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * A picture as SAM takes it.
 *
 * @param planes one of grey, or red, green and blue, row by row; not copied
 * @param width columns
 * @param height rows
 */
public record Picture(byte[][] planes, int width, int height) {

	/** Checks the sizes. */
	public Picture {
		if (planes.length != 1 && planes.length != 3 || Arrays.stream(planes).anyMatch(plane -> plane.length != width * height))
			throw new IllegalArgumentException(planes.length + " planes do not make a picture of " + width + " x " + height);
	}

	/** {@return a grey picture} */
	public static Picture gray(final RandomAccessibleInterval<UnsignedByteType> image) {
		return new Picture(new byte[][] { Images.pixels(image) }, Images.width(image), Images.height(image));
	}

	/** {@return a picture in colours; one plane if all its pixels are grey} */
	public static Picture color(final RandomAccessibleInterval<ARGBType> image) {
		final int width = Images.width(image);
		final byte[][] planes = new byte[3][width * Images.height(image)];
		final Cursor<ARGBType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < planes[0].length; i++) {
			final int value = cursor.next().get();
			planes[0][i] = (byte) ARGBType.red(value);
			planes[1][i] = (byte) ARGBType.green(value);
			planes[2][i] = (byte) ARGBType.blue(value);
		}
		final boolean gray = Arrays.equals(planes[0], planes[1]) && Arrays.equals(planes[1], planes[2]);
		return new Picture(gray ? new byte[][] { planes[0] } : planes, width, Images.height(image));
	}
}
