package io.sonoflow.image;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** Grey of colours as PIL's mode L has it: ITU-R 601 in 16-bit fixed point, (19595 R + 38470 G + 7471 B + 32768) >> 16. */
public final class Luma {

	private Luma() {
	}

	/** @return 0..255; alpha is ignored */
	public static int of(final int argb) {
		return (19595 * (argb >> 16 & 255) + 38470 * (argb >> 8 & 255) + 7471 * (argb & 255) + 32768) >> 16;
	}

	/** @return the grey copy of a colour image (x, y) */
	public static ArrayImg<UnsignedByteType, ByteArray> gray(final RandomAccessibleInterval<ARGBType> image) {
		final byte[] pixels = new byte[Images.width(image) * Images.height(image)];
		final Cursor<ARGBType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) of(cursor.next().get());
		return Images.bytes(pixels, Images.width(image), Images.height(image));
	}
}
