package io.sonoflow.explain;

import io.sonoflow.image.Images;

import java.util.Arrays;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Pictures of heat maps: image and overlay side by side, one row a pair, with the colour scale (0 at the bottom, 1 at the
 * top) at the right.
 */
public final class Overlay {

	/** Opacity of the colours where the map is 1; it falls with the map, so that the image shows where nothing speaks. */
	private static final double OPACITY = 0.7;
	private static final double FLOOR = 0.15;
	private static final int GAP = 6;
	private static final int BAR = 12;
	/** Smaller images are enlarged by whole factors until a side is at least this long. */
	private static final int LEGIBLE = 200;
	private static final int BACKGROUND = 0xFFFFFFFF;

	/**
	 * One row of a picture.
	 *
	 * @param image (x, y), 8-bit
	 * @param map of the same size
	 */
	public record Row(RandomAccessibleInterval<UnsignedByteType> image, HeatMap map) {
	}

	private Overlay() {
	}

	/**
	 * @param image (x, y), 8-bit
	 * @param map of the same size
	 * @return the image with the map's colours over it
	 */
	public static ArrayImg<ARGBType, IntArray> blend(final RandomAccessibleInterval<UnsignedByteType> image,
		final HeatMap map)
	{
		final byte[] gray = Images.pixels(image);
		if (gray.length != map.values().length) throw new IllegalArgumentException("a map of " + map.width() + " x " + map
			.height() + " for another image");
		final int[] pixels = new int[gray.length];
		for (int i = 0; i < pixels.length; i++) {
			final double value = map.values()[i];
			pixels[i] = mix(gray[i] & 255, Colormap.color(value), FLOOR + (OPACITY - FLOOR) * value);
		}
		return ArrayImgs.argbs(pixels, map.width(), map.height());
	}

	private static int mix(final int gray, final int color, final double opacity) {
		int mixed = 0xFF;
		for (int shift = 16; shift >= 0; shift -= 8)
			mixed = mixed << 8 | (int) Math.round(gray * (1 - opacity) + (color >> shift & 255) * opacity);
		return mixed;
	}

	/**
	 * @param rows at least one, all of one size
	 * @return the picture: a row each of image, overlay and colour scale
	 */
	public static ArrayImg<ARGBType, IntArray> picture(final List<Row> rows) {
		final int factor = factor(rows.get(0).map);
		final int width = rows.get(0).map.width() * factor;
		final int height = rows.get(0).map.height() * factor;
		final int totalWidth = 2 * width + 2 * GAP + BAR;
		final int[] pixels = new int[totalWidth * (rows.size() * (height + GAP) - GAP)];
		Arrays.fill(pixels, BACKGROUND);
		for (int r = 0; r < rows.size(); r++) {
			final int top = r * (height + GAP);
			final byte[] gray = Images.pixels(rows.get(r).image);
			final int[] blended = blend(rows.get(r).image, rows.get(r).map).update(null).getCurrentStorageArray();
			for (int y = 0; y < height; y++) {
				final int line = (top + y) * totalWidth;
				for (int x = 0; x < width; x++) {
					final int at = y / factor * (width / factor) + x / factor;
					pixels[line + x] = 0xFF000000 | (gray[at] & 255) * 0x010101;
					pixels[line + width + GAP + x] = blended[at];
				}
				final int scale = Colormap.color(1 - y / (double) Math.max(1, height - 1));
				for (int x = 0; x < BAR; x++)
					pixels[line + 2 * (width + GAP) + x] = scale;
			}
		}
		return ArrayImgs.argbs(pixels, totalWidth, pixels.length / totalWidth);
	}

	private static int factor(final HeatMap map) {
		final int side = Math.max(map.width(), map.height());
		return Math.max(1, (LEGIBLE + side - 1) / side);
	}
}
