package io.sonoflow.image.morphology;

import io.sonoflow.image.Images;

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

	/** @return a mask on the given pixels (not copied), row by row */
	public static Mask of(final boolean[] data, final int width, final int height) {
		return new Mask(data, width, height);
	}

	/** @return a mask whose pixel i = y * width + x is foreground if the test holds for i */
	public static Mask of(final int width, final int height, final IntPredicate foreground) {
		final boolean[] data = new boolean[width * height];
		for (int i = 0; i < data.length; i++)
			data[i] = foreground.test(i);
		return new Mask(data, width, height);
	}

	/** @return the pixels of an 8-bit image that are not 0 */
	public static Mask of(final RandomAccessibleInterval<UnsignedByteType> image) {
		final byte[] pixels = Images.pixels(image);
		return of(Images.width(image), Images.height(image), i -> pixels[i] != 0);
	}

	/** @return columns */
	public int width() {
		return width;
	}

	/** @return rows */
	public int height() {
		return height;
	}

	/** @return whether the pixel is foreground */
	public boolean get(final int x, final int y) {
		return data[y * width + x];
	}

	/** @return the pixels row by row: this mask's own array (do not write) */
	public boolean[] data() {
		return data;
	}

	/** @return number of foreground pixels */
	public int area() {
		int area = 0;
		for (final boolean value : data)
			if (value) area++;
		return area;
	}

	/** @return background and foreground exchanged */
	public Mask negate() {
		return of(width, height, i -> !data[i]);
	}

	/** @return an 8-bit image, 0 background and 255 foreground */
	public ArrayImg<UnsignedByteType, ByteArray> toImage() {
		final byte[] pixels = new byte[data.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (data[i] ? 255 : 0);
		return Images.bytes(pixels, width, height);
	}
}
