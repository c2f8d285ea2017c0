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
package io.sonoflow.curate.manifold;

import io.sonoflow.SonoflowException;

import java.util.function.IntFunction;

/**
 * The features of a set of images: one row an image, one column a feature, float32, all finite.
 *
 * <pre>
 * Features real = Features.of(values, 2048, row -&gt; names.get(row));
 * Features kept = real.select(0, 2, 5);
 * </pre>
 *
 * The values are not copied: whoever made the array must not change it afterwards.
 */
public final class Features {

	/** Columns between two looks at a limit. */
	private static final int STRIDE = 64;

	private final float[] values;
	private final int columns;

	private Features(final float[] values, final int columns) {
		this.values = values;
		this.columns = columns;
	}

	/**
	 * @param values row after row; not copied
	 * @param columns features an image, at least 1
	 * @param nameOf the image of a row, for the message
	 * @return the set
	 * @throws SonoflowException.Input if a value is not a finite number
	 * @throws IllegalArgumentException if the values do not fill whole rows
	 */
	public static Features of(final float[] values, final int columns, final IntFunction<String> nameOf) {
		if (columns < 1 || values.length % columns != 0) throw new IllegalArgumentException(values.length +
			" values do not fill rows of " + columns);
		final int bad = firstNotFinite(values);
		if (bad >= 0) throw new SonoflowException.Input("The features of " + nameOf.apply(bad / columns) +
			" are not finite (feature " + bad % columns + " is " + values[bad] +
			"). The image or the network that embeds it is damaged; look at the image, or choose other features.");
		return new Features(values, columns);
	}

	/** As {@link #of(float[], int, IntFunction)}; an image is named by its row, counted from 0. */
	public static Features of(final float[] values, final int columns) {
		return of(values, columns, row -> "image " + row);
	}

	/**
	 * @param rows one array an image, at least one, all of one length; copied
	 * @return the set
	 * @throws SonoflowException.Input if there is no row, rows differ in length, or a value is not a finite number
	 */
	public static Features of(final float[][] rows) {
		if (rows.length == 0) throw new SonoflowException.Input("There are no features: the set has no image. Add images.");
		final int columns = rows[0].length;
		final float[] values = new float[Math.multiplyExact(rows.length, columns)];
		for (int r = 0; r < rows.length; r++) {
			if (rows[r].length != columns) throw new SonoflowException.Input("Image " + r + " has " + rows[r].length +
				" features, image 0 has " + columns + ". Embed all images with the same network.");
			System.arraycopy(rows[r], 0, values, r * columns, columns);
		}
		return of(values, columns);
	}

	private static int firstNotFinite(final float[] values) {
		for (int i = 0; i < values.length; i++)
			if (!Float.isFinite(values[i])) return i;
		return -1;
	}

	/** {@return number of images} */
	public int rows() {
		return values.length / columns;
	}

	/** {@return features an image} */
	public int columns() {
		return columns;
	}

	/** {@return one feature of one image} */
	public float get(final int row, final int column) {
		return values[row * columns + column];
	}

	/** {@return a set of these rows, in this order, copied} */
	public Features select(final int... rows) {
		final float[] chosen = new float[Math.multiplyExact(rows.length, columns)];
		for (int i = 0; i < rows.length; i++)
			System.arraycopy(values, rows[i] * columns, chosen, i * columns, columns);
		return new Features(chosen, columns);
	}

	/** {@return the values, row after row; not to be changed} */
	float[] values() {
		return values;
	}

	/**
	 * The squared Euclidean distance of two rows by direct differences, in double precision and one fixed order: equal on
	 * every machine, the same from either side, and 0 for equal rows. Every decision hangs on this number.
	 *
	 * @param other a set of as many columns
	 */
	double squaredDistance(final int row, final Features other, final int otherRow) {
		return squaredDistance(row, other, otherRow, Double.POSITIVE_INFINITY);
	}

	/**
	 * As {@link #squaredDistance(int, Features, int)}, given up where it is sure not to be below a limit.
	 *
	 * @param limit what is of interest
	 * @return the squared distance to the bit if it is below the limit; otherwise a number not below the limit
	 */
	double squaredDistance(final int row, final Features other, final int otherRow, final double limit) {
		final float[] b = other.values;
		final int end = row * columns + columns;
		int i = row * columns;
		int j = otherRow * columns;
		double s0 = 0;
		double s1 = 0;
		double s2 = 0;
		double s3 = 0;
		while (i + 3 < end) {
			for (final int stop = Math.min(i + STRIDE, end - 3); i < stop; i += 4, j += 4) {
				final double d0 = (double) values[i] - b[j];
				final double d1 = (double) values[i + 1] - b[j + 1];
				final double d2 = (double) values[i + 2] - b[j + 2];
				final double d3 = (double) values[i + 3] - b[j + 3];
				s0 += d0 * d0;
				s1 += d1 * d1;
				s2 += d2 * d2;
				s3 += d3 * d3;
			}
			// No term is below 0 and rounding keeps order, so that the sum never falls from here on.
			if (s0 + s1 + (s2 + s3) >= limit) return s0 + s1 + (s2 + s3);
		}
		for (; i < end; i++, j++) {
			final double d = (double) values[i] - b[j];
			s0 += d * d;
		}
		return s0 + s1 + (s2 + s3);
	}

	/**
	 * @param least fewest images that make sense
	 * @throws SonoflowException.Input if a set has fewer, or the sets' features are not of one kind
	 */
	static void requireComparable(final Features real, final Features fake, final int least, final String figure) {
		if (real.columns != fake.columns) throw new SonoflowException.Input("The real images have " + real.columns +
			" features and the synthetic ones " + fake.columns + ". Embed both with the same network.");
		requireRows(real, "real", least, figure);
		requireRows(fake, "synthetic", least, figure);
	}

	private static void requireRows(final Features set, final String kind, final int least, final String figure) {
		if (set.rows() < least) throw new SonoflowException.Input("There " + (set.rows() == 1 ? "is 1 " + kind + " image"
			: "are " + set.rows() + " " + kind + " images") + ", and " + figure + " needs at least " + least +
			". Add " + kind + " images.");
	}
}
