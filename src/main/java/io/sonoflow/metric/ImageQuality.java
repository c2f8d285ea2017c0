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
package io.sonoflow.metric;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * How alike two images (x, y) are: mean squared error, peak signal to noise ratio, and structural similarity after Wang,
 * Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity", 2004:
 * Gaussian window of sigma 1.5 and 11 x 11 pixels, K1 = 0.01, K2 = 0.03, population covariances.
 * <p>
 * {@code range} is the distance between the darkest and the brightest possible value: 255 for 8-bit images. All sums are
 * double precision.
 */
public final class ImageQuality {

	private static final double SIGMA = 1.5;
	private static final int RADIUS = 5;
	private static final double K1 = 0.01;
	private static final double K2 = 0.03;

	private ImageQuality() {
	}

	/** {@return mean of the squared differences, in squared grey levels} */
	public static <T extends RealType<T>> double mse(final RandomAccessibleInterval<T> a,
		final RandomAccessibleInterval<T> b)
	{
		checkSizes(a, b);
		final double[] x = values(a);
		final double[] y = values(b);
		double sum = 0;
		for (int i = 0; i < x.length; i++)
			sum += (x[i] - y[i]) * (x[i] - y[i]);
		return sum / x.length;
	}

	/** {@return 10 log10(range^2 / mse), decibels; infinite for identical images} */
	public static <T extends RealType<T>> double psnr(final RandomAccessibleInterval<T> a,
		final RandomAccessibleInterval<T> b, final double range)
	{
		return 10 * Math.log10(range * range / mse(a, b));
	}

	/**
	 * @return structural similarity, -1..1, 1 for identical images: the mean of {@link #ssimMap} without its outer 5
	 *         pixels, where the window would look over the border
	 * @throws IllegalArgumentException if the sizes differ or a side is under 11 pixels
	 */
	public static <T extends RealType<T>> double ssim(final RandomAccessibleInterval<T> a,
		final RandomAccessibleInterval<T> b, final double range)
	{
		final double[] map = ssimMap(a, b, range);
		final int width = (int) a.dimension(0);
		final int height = (int) a.dimension(1);
		double sum = 0;
		for (int y = RADIUS; y < height - RADIUS; y++)
			for (int x = RADIUS; x < width - RADIUS; x++)
				sum += map[y * width + x];
		return sum / ((double) (width - 2 * RADIUS) * (height - 2 * RADIUS));
	}

	/** {@return the structural similarity around each pixel, row by row; borders mirrored (edge pixel repeated)} */
	public static <T extends RealType<T>> double[] ssimMap(final RandomAccessibleInterval<T> a,
		final RandomAccessibleInterval<T> b, final double range)
	{
		checkSizes(a, b);
		final int width = (int) a.dimension(0);
		final int height = (int) a.dimension(1);
		if (Math.min(width, height) < 2 * RADIUS + 1) throw new IllegalArgumentException("Images of " + width + " x " +
			height + " pixels are smaller than the window of structural similarity, 11 x 11");
		final double[] x = values(a);
		final double[] y = values(b);
		final double[] ux = blur(x, width, height);
		final double[] uy = blur(y, width, height);
		final double[] uxx = blur(product(x, x), width, height);
		final double[] uyy = blur(product(y, y), width, height);
		final double[] uxy = blur(product(x, y), width, height);
		final double c1 = (K1 * range) * (K1 * range);
		final double c2 = (K2 * range) * (K2 * range);
		final double[] map = new double[x.length];
		for (int i = 0; i < map.length; i++) {
			final double vx = uxx[i] - ux[i] * ux[i];
			final double vy = uyy[i] - uy[i] * uy[i];
			final double vxy = uxy[i] - ux[i] * uy[i];
			map[i] = (2 * ux[i] * uy[i] + c1) * (2 * vxy + c2) / ((ux[i] * ux[i] + uy[i] * uy[i] + c1) * (vx + vy +
				c2));
		}
		return map;
	}

	private static void checkSizes(final RandomAccessibleInterval<?> a, final RandomAccessibleInterval<?> b) {
		if (a.dimension(0) != b.dimension(0) || a.dimension(1) != b.dimension(1)) throw new IllegalArgumentException(
			"The images have different sizes: " + a.dimension(0) + " x " + a.dimension(1) + " and " + b.dimension(0) +
				" x " + b.dimension(1));
	}

	private static <T extends RealType<T>> double[] values(final RandomAccessibleInterval<T> image) {
		final double[] values = new double[(int) (image.dimension(0) * image.dimension(1))];
		final Cursor<T> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < values.length; i++)
			values[i] = cursor.next().getRealDouble();
		return values;
	}

	private static double[] product(final double[] a, final double[] b) {
		final double[] product = new double[a.length];
		for (int i = 0; i < product.length; i++)
			product[i] = a[i] * b[i];
		return product;
	}

	/** Separable Gaussian. */
	private static double[] blur(final double[] image, final int width, final int height) {
		final double[] kernel = kernel();
		final double[] rows = new double[image.length];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				double sum = 0;
				for (int k = -RADIUS; k <= RADIUS; k++)
					sum += kernel[k + RADIUS] * image[y * width + mirror(x + k, width)];
				rows[y * width + x] = sum;
			}
		final double[] blurred = new double[image.length];
		for (int y = 0; y < height; y++)
			for (int k = -RADIUS; k <= RADIUS; k++) {
				final int from = mirror(y + k, height) * width;
				for (int x = 0; x < width; x++)
					blurred[y * width + x] += kernel[k + RADIUS] * rows[from + x];
			}
		return blurred;
	}

	private static double[] kernel() {
		final double[] kernel = new double[2 * RADIUS + 1];
		double sum = 0;
		for (int k = -RADIUS; k <= RADIUS; k++)
			sum += kernel[k + RADIUS] = Math.exp(-k * k / (2 * SIGMA * SIGMA));
		for (int k = 0; k < kernel.length; k++)
			kernel[k] /= sum;
		return kernel;
	}

	/** Index mirrored at the border with the edge pixel repeated; the window is never longer than a side. */
	private static int mirror(final int index, final int size) {
		return index < 0 ? -1 - index : index >= size ? 2 * size - 1 - index : index;
	}
}
