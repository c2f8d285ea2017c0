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

import io.sonoflow.SonoflowException;

import java.util.Arrays;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * From images of any pixel type to the 8-bit grey levels that this package works on, and to the colours of a screen. Grey
 * values are taken as they are: 0 = black, 255 = white; nothing is stretched.
 */
public final class GrayLevels {

	private static final int LARGEST = 255;

	private GrayLevels() {
	}

	/**
	 * @param image (x, y) of real values 0..255 or of colours, or (x, y, 3) with red, green and blue of real values 0..255
	 * @return (x, y), 8-bit grey: real values rounded, of colours the {@link Luma}; an 8-bit image itself, not a copy
	 * @throws SonoflowException.Input if it has another shape or pixel type, or values outside 0..255
	 */
	public static RandomAccessibleInterval<UnsignedByteType> of(final RandomAccessibleInterval<?> image) {
		if (image.numDimensions() == 2 && image.getType() instanceof UnsignedByteType) return grey(image);
		if (image.numDimensions() == 2 && image.getType() instanceof RealType) return rounded(image);
		return Luma.gray(colors(image));
	}

	/**
	 * @param image as for {@link #of}
	 * @return (x, y) of colours; a colour image itself, not a copy
	 * @throws SonoflowException.Input as for {@link #of}
	 */
	public static RandomAccessibleInterval<ARGBType> colors(final RandomAccessibleInterval<?> image) {
		final int dimensions = image.numDimensions();
		final Object type = image.getType();
		if (dimensions == 2 && type instanceof ARGBType) return argb(image);
		if (dimensions == 2 && type instanceof RealType) {
			final RandomAccessibleInterval<UnsignedByteType> grey = of(image);
			return Converters.convert(grey, (in, out) -> out.set(ARGBType.rgba(in.get(), in.get(), in.get(), LARGEST)),
				new ARGBType());
		}
		if (dimensions == 3 && image.dimension(2) == 3 && type instanceof RealType) return merged(image);
		throw new SonoflowException.Input("The image has the size " + Arrays.toString(image.dimensionsAsLongArray()) +
			" and pixels of the type " + type.getClass().getSimpleName() + ". Give a plane (x, y) of grey values or colours, or" +
			" (x, y, 3) with red, green and blue; of a stack take one plane after the other (Views.hyperSlice).");
	}

	private static RandomAccessibleInterval<ARGBType> merged(final RandomAccessibleInterval<?> image) {
		final byte[][] planes = new byte[3][];
		for (int channel = 0; channel < 3; channel++)
			planes[channel] = Images.pixels(of(Views.hyperSlice(image, 2, image.min(2) + channel)));
		final int[] argb = new int[planes[0].length];
		for (int i = 0; i < argb.length; i++)
			argb[i] = ARGBType.rgba(planes[0][i] & LARGEST, planes[1][i] & LARGEST, planes[2][i] & LARGEST, LARGEST);
		return ArrayImgs.argbs(argb, image.dimension(0), image.dimension(1));
	}

	private static RandomAccessibleInterval<UnsignedByteType> rounded(final RandomAccessibleInterval<?> image) {
		final byte[] pixels = new byte[Images.width(image) * Images.height(image)];
		final Cursor<?> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < pixels.length; i++) {
			final double value = ((RealType<?>) cursor.next()).getRealDouble();
			final long level = Math.round(value);
			if (!(level >= 0 && level <= LARGEST && value == value)) throw new SonoflowException.Input(
				"The image has the value " + value + ", but grey levels are 0 to 255. Convert it to 8 bits first, with the" +
					" brightness range it is looked at with.");
			pixels[i] = (byte) level;
		}
		return Images.bytes(pixels, Images.width(image), Images.height(image));
	}

	@SuppressWarnings("unchecked")
	private static RandomAccessibleInterval<UnsignedByteType> grey(final RandomAccessibleInterval<?> image) {
		return (RandomAccessibleInterval<UnsignedByteType>) image;
	}

	@SuppressWarnings("unchecked")
	private static RandomAccessibleInterval<ARGBType> argb(final RandomAccessibleInterval<?> image) {
		return (RandomAccessibleInterval<ARGBType>) image;
	}
}
