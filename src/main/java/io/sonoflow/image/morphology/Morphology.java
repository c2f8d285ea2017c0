package io.sonoflow.image.morphology;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Operations on masks. Pixels outside the image never change a result: they count as background for a dilation and as
 * foreground for an erosion (OpenCV's default border).
 */
public final class Morphology {

	private Morphology() {
	}

	/** @return dilation with the 3 x 3 cross (OpenCV's {@code MORPH_ELLIPSE} of size 3) */
	public static Mask dilate(final Mask mask) {
		return cross(mask, true);
	}

	/** @return erosion with the 3 x 3 cross */
	public static Mask erode(final Mask mask) {
		return cross(mask, false);
	}

	/** @return erosion, then dilation, with the 3 x 3 cross */
	public static Mask open(final Mask mask) {
		return dilate(erode(mask));
	}

	/** @return dilation, then erosion, with the 3 x 3 cross */
	public static Mask close(final Mask mask) {
		return erode(dilate(mask));
	}

	private static Mask cross(final Mask mask, final boolean sought) {
		final boolean[] in = mask.data();
		final int width = mask.width();
		final int height = mask.height();
		final boolean[] out = in.clone();
		for (int y = 0, i = 0; y < height; y++)
			for (int x = 0; x < width; x++, i++) {
				if (in[i] != sought) continue;
				if (x > 0) out[i - 1] = sought;
				if (x < width - 1) out[i + 1] = sought;
				if (y > 0) out[i - width] = sought;
				if (y < height - 1) out[i + width] = sought;
			}
		return Mask.of(out, width, height);
	}

	/** @return dilation with a square of side 2 * radius + 1 */
	public static Mask dilate(final Mask mask, final int radius) {
		return square(mask, radius, true);
	}

	/** @return erosion with a square of side 2 * radius + 1 */
	public static Mask erode(final Mask mask, final int radius) {
		return square(mask, radius, false);
	}

	/** @return erosion, then dilation, with a square of side 2 * radius + 1 */
	public static Mask open(final Mask mask, final int radius) {
		return dilate(erode(mask, radius), radius);
	}

	/** @return dilation, then erosion, with a square of side 2 * radius + 1 */
	public static Mask close(final Mask mask, final int radius) {
		return erode(dilate(mask, radius), radius);
	}

	/** A square is a row, then a column; each in linear time by the distance to the last pixel of the sought kind. */
	private static Mask square(final Mask mask, final int radius, final boolean sought) {
		final int width = mask.width();
		final int height = mask.height();
		final boolean[] rows = new boolean[width * height];
		for (int y = 0; y < height; y++)
			spread(mask.data(), rows, y * width, 1, width, radius, sought);
		final boolean[] both = new boolean[width * height];
		for (int x = 0; x < width; x++)
			spread(rows, both, x, width, height, radius, sought);
		return Mask.of(both, width, height);
	}

	private static void spread(final boolean[] in, final boolean[] out, final int start, final int step,
		final int length, final int radius, final boolean sought)
	{
		int next = Integer.MIN_VALUE / 2;
		for (int i = 0; i < Math.min(radius, length); i++)
			if (in[start + i * step] == sought) next = i;
		for (int i = 0; i < length; i++) {
			final int ahead = i + radius;
			if (ahead < length && in[start + ahead * step] == sought) next = ahead;
			out[start + i * step] = next >= i - radius == sought;
		}
	}

	/** @return the mask with all its holes filled; a hole is a 4-connected part of the background that does not touch
	 *         the image's border */
	public static Mask fillHoles(final Mask mask) {
		return fillHoles(mask, Double.POSITIVE_INFINITY);
	}

	/**
	 * @param maxArea the largest hole to fill, in pixels
	 * @return the mask with its holes of at most this area filled (see {@link #fillHoles(Mask)})
	 */
	public static Mask fillHoles(final Mask mask, final double maxArea) {
		final Components background = Components.of(mask.negate(), Connectivity.FOUR);
		final boolean[] filled = background.mask(wanted(background, i -> !background.touchesBorder(i) && background
			.area(i) <= maxArea)).data();
		final boolean[] data = mask.data();
		return Mask.of(mask.width(), mask.height(), i -> data[i] || filled[i]);
	}

	/**
	 * @param minArea the smallest component to keep, in pixels
	 * @return the mask without its 8-connected components that are smaller
	 */
	public static Mask dropSmall(final Mask mask, final double minArea) {
		final Components components = Components.of(mask, Connectivity.EIGHT);
		return components.mask(wanted(components, i -> components.area(i) >= minArea));
	}

	/**
	 * @param secondShare the second largest component stays too if its area is at least this share of the largest's;
	 *          above 1 keeps the largest alone
	 * @return the mask's largest 8-connected component, perhaps with the second
	 */
	public static Mask keepLargest(final Mask mask, final double secondShare) {
		final Components components = Components.of(mask, Connectivity.EIGHT);
		final int[] order = components.byArea();
		final boolean[] wanted = new boolean[components.count()];
		if (order.length > 0) wanted[order[0]] = true;
		if (order.length > 1 && components.area(order[1]) >= secondShare * components.area(order[0]))
			wanted[order[1]] = true;
		return components.mask(wanted);
	}

	private static boolean[] wanted(final Components components, final IntPredicate test) {
		final boolean[] wanted = new boolean[components.count()];
		Arrays.fill(wanted, false);
		for (int i = 0; i < wanted.length; i++)
			wanted[i] = test.test(i);
		return wanted;
	}
}
