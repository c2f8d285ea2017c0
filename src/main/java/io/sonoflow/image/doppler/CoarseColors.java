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
package io.sonoflow.image.doppler;

/**
 * Pictures out of codecs that store colours for two by two pixels (H.264 and most JPEGs, 4:2:0) and are shown with each of them
 * repeated: their luma is as fine as the picture, but their colours are blocks. Between the blocks' middles colours are made to
 * run straight from one to the next, which puts a flow's edge, where half of its colour is left, within the block in which it is.
 */
final class CoarseColors {

	/** ITU-R 601's weights of red and blue in luma; what blue and red less luma are divided by for the two differences. */
	private static final float RED = 0.299f, BLUE = 0.114f, TO_BLUE = 1.772f, TO_RED = 1.402f;

	/** Weights of a pixel's own block and the nearest other one along a side. */
	private static final float OWN = 0.75f, NEXT = 0.25f;

	/** Colours within blocks differ by less than this share of what neighbours in two blocks do; least sum that tells. */
	private static final double ALIKE = 0.3;
	private static final double TELLS = 2000;

	/** Sums of what neighbours in a row differ by in colour: in one block, and in two. */
	private double within;
	private double across;

	/** Looks at one more picture of the clip. */
	void add(final int[] colors, final int width) {
		for (int from = 0; from + width <= colors.length; from += width)
			for (int x = 0; x + 2 < width; x += 2) {
				within += difference(colors[from + x], colors[from + x + 1]);
				across += difference(colors[from + x + 1], colors[from + x + 2]);
			}
	}

	/** {@return whether colours of what was looked at are blocks} */
	boolean areBlocks() {
		return across > TELLS && within < ALIKE * across;
	}

	/** {@return how much two pixels differ in colour, not in brightness; 0 of greys, so that what is not coloured has no say} */
	private static float difference(final int a, final int b) {
		if (a == b) return 0;
		return Math.abs(blueness(a) - blueness(b)) + Math.abs(redness(a) - redness(b));
	}

	private static float luma(final int argb) {
		return RED * Colors.red(argb) + (1 - RED - BLUE) * Colors.green(argb) + BLUE * Colors.blue(argb);
	}

	private static float blueness(final int argb) {
		return (Colors.blue(argb) - luma(argb)) / TO_BLUE;
	}

	private static float redness(final int argb) {
		return (Colors.red(argb) - luma(argb)) / TO_RED;
	}

	/**
	 * @param colors 0xAARRGGBB, row by row
	 * @return the same luma with colours that run from block to block
	 */
	static int[] smooth(final int[] colors, final int width) {
		final int height = colors.length / width;
		final int columns = (width + 1) / 2;
		final int rows = (height + 1) / 2;
		final float[] blue = new float[columns * rows];
		final float[] red = new float[columns * rows];
		for (int row = 0; row < rows; row++)
			for (int column = 0; column < columns; column++)
				block(colors, width, 2 * column, 2 * row, blue, red, row * columns + column);
		final int[] smooth = new int[colors.length];
		final float[] blues = new float[columns];
		final float[] reds = new float[columns];
		for (int y = 0; y < height; y++) {
			final int own = y / 2 * columns;
			final int next = Math.max(0, Math.min(rows - 1, y / 2 + (y % 2 == 0 ? -1 : 1))) * columns;
			for (int column = 0; column < columns; column++) {
				blues[column] = OWN * blue[own + column] + NEXT * blue[next + column];
				reds[column] = OWN * red[own + column] + NEXT * red[next + column];
			}
			for (int x = 0; x < width; x++) {
				final int beside = Math.max(0, Math.min(columns - 1, x / 2 + (x % 2 == 0 ? -1 : 1)));
				smooth[y * width + x] = color(luma(colors[y * width + x]), OWN * blues[x / 2] + NEXT * blues[beside], OWN * reds[x / 2] +
					NEXT * reds[beside]);
			}
		}
		return smooth;
	}

	/** The means of a block, which at the picture's edge may be cut. */
	private static void block(final int[] colors, final int width, final int x, final int y, final float[] blue,
		final float[] red, final int at)
	{
		int count = 0;
		for (int i = 0; i < 4; i++) {
			final int column = x + i % 2;
			final int pixel = (y + i / 2) * width + column;
			if (column >= width || pixel >= colors.length) continue;
			blue[at] += blueness(colors[pixel]);
			red[at] += redness(colors[pixel]);
			count++;
		}
		blue[at] /= count;
		red[at] /= count;
	}

	private static int color(final float luma, final float blue, final float red) {
		final float r = luma + TO_RED * red;
		final float b = luma + TO_BLUE * blue;
		final float g = (luma - RED * r - BLUE * b) / (1 - RED - BLUE);
		return 0xFF000000 | level(r) << 16 | level(g) << 8 | level(b);
	}

	private static int level(final float value) {
		return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5f);
	}
}
