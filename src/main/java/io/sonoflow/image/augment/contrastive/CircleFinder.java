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
package io.sonoflow.image.augment.contrastive;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;
import io.sonoflow.image.marker.Markers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Finds measuring circles burnt into a crop: places where the normalised cross-correlation (mean subtracted, as OpenCV's
 * TM_CCOEFF_NORMED) with the drawn circle at the crop's scale is at least 0.8.
 * <p>
 * A circle's centre lies anywhere between pixels, so that nine circles a third of a pixel apart are tried: the middle one
 * everywhere, the others where it is not hopeless. In crops under 100 px the ring has no hole of a pixel and could
 * not be told from a speckle: nothing is looked for there. Thread-safe.
 */
public final class CircleFinder {

	/** Least correlation of a match. */
	public static final double THRESHOLD = 0.8;

	/** Below it, a shift by half a pixel makes no match. */
	private static final double HOPELESS = 0.4;

	/** A ring's inner radius is 3 px of a 300 px crop. */
	private static final double LEAST_SCALE = 1 / 3.0;

	private CircleFinder() {
	}

	/**
	 * @param image (x, y), 8-bit, any size
	 * @return a square around each place that matches, row by row; neighbouring matches of one circle overlap
	 */
	public static List<Box> find(final RandomAccessibleInterval<UnsignedByteType> image) {
		final int width = Images.width(image);
		final int height = Images.height(image);
		final double scale = Marker.scaleFor(width, height);
		final int side = 2 * (int) Math.ceil(MarkerShape.CIRCLE.width() / 2 * scale + 0.5) + 1;
		if (scale < LEAST_SCALE || side > Math.min(width, height)) return List.of();
		return new Search(Images.floatPixels(image), width, height, side).run(templates(side, scale));
	}

	/** The middle one first. */
	private static float[][] templates(final int side, final double scale) {
		final float[][] templates = new float[9][];
		for (int i = 0; i < templates.length; i++)
			templates[i] = template(side, scale, (i % 3 + 1) % 3 / 3.0 - 1 / 3.0, (i / 3 + 1) % 3 / 3.0 - 1 / 3.0);
		return templates;
	}

	/**
	 * @param offsetX of the circle's centre from the middle of the middle pixel
	 * @return side x side values with mean 0 and length 1
	 */
	private static float[] template(final int side, final double scale, final double offsetX, final double offsetY) {
		final byte[] pixels = new byte[side * side];
		Markers.draw(pixels, side, side, new Marker(MarkerShape.CIRCLE, side / 2.0 + offsetX, side / 2.0 + offsetY, scale));
		double sum = 0;
		double squares = 0;
		for (final byte pixel : pixels) {
			sum += pixel & 255;
			squares += (pixel & 255) * (pixel & 255);
		}
		final double mean = sum / pixels.length;
		final double length = Math.sqrt(squares - sum * mean);
		final float[] values = new float[pixels.length];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (((pixels[i] & 255) - mean) / length);
		return values;
	}

	private record Search(float[] pixels, int width, int height, int side) {

		List<Box> run(final float[][] templates) {
			final List<Box> found = new ArrayList<>();
			final float[] line = new float[width - side + 1];
			final int[] sums = new int[width];
			final int[] squares = new int[width];
			final double[] lengths = new double[line.length];
			for (int y = 0; y + side <= height; y++) {
				columns(y, sums, squares);
				lengths(sums, squares, lengths);
				correlate(y, templates[0], line);
				for (int x = 0; x < line.length; x++)
					if (line[x] >= HOPELESS * lengths[x] && lengths[x] > 0 && best(templates, x, y) >= THRESHOLD * lengths[x])
						found.add(new Box(x, y, side, side));
			}
			return List.copyOf(found);
		}

		/** Sums over the rows y..y + side - 1 of each column. */
		private void columns(final int y, final int[] sums, final int[] squares) {
			for (int x = 0; x < width; x++) {
				if (y == 0) for (int j = 0; j < side; j++)
					add(sums, squares, x, j, 1);
				else {
					add(sums, squares, x, y - 1, -1);
					add(sums, squares, x, y + side - 1, 1);
				}
			}
		}

		private void add(final int[] sums, final int[] squares, final int x, final int row, final int sign) {
			final int value = (int) pixels[row * width + x];
			sums[x] += sign * value;
			squares[x] += sign * value * value;
		}

		/** The length of each patch's deviation from its mean. */
		private void lengths(final int[] sums, final int[] squares, final double[] lengths) {
			long sum = 0;
			long square = 0;
			for (int x = 0; x < width; x++) {
				sum += sums[x];
				square += squares[x];
				if (x >= side) {
					sum -= sums[x - side];
					square -= squares[x - side];
				}
				if (x >= side - 1) lengths[x - side + 1] = Math.sqrt(square - (double) sum * sum / (side * side));
			}
		}

		/** A whole row of places at once, so that the compiler can use vectors. */
		private void correlate(final int y, final float[] template, final float[] line) {
			Arrays.fill(line, 0);
			for (int j = 0; j < side; j++)
				for (int i = 0; i < side; i++) {
					final float weight = template[j * side + i];
					final int from = (y + j) * width + i;
					for (int x = 0; x < line.length; x++)
						line[x] += pixels[from + x] * weight;
				}
		}

		private double best(final float[][] templates, final int x, final int y) {
			double best = 0;
			for (final float[] template : templates) {
				double sum = 0;
				for (int j = 0; j < side; j++)
					for (int i = 0; i < side; i++)
						sum += pixels[(y + j) * width + x + i] * template[j * side + i];
				best = Math.max(best, sum);
			}
			return best;
		}
	}
}
