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
package io.sonoflow.image.resize;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.util.Arrays;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Resizing of single-channel images. 8-bit results are PIL's to the bit (fixed-point weights, horizontal then vertical
 * pass, each rounded to 8 bits); float results are torch's within rounding. All methods are pure and thread-safe.
 *
 * <pre>
 * ArrayImg&lt;UnsignedByteType, ByteArray&gt; small = Resize.resize(image, 64, 64, Interpolation.BICUBIC);
 * </pre>
 *
 * For batches of a network, which should make no garbage, see {@link Resizer}.
 */
public final class Resize {

	private static final int HALF = 1 << Weights.FIXED_BITS - 1;

	private Resize() {
	}

	/**
	 * @param image (x, y), 8-bit
	 * @param width columns of the result, at least 1
	 * @param height rows of the result, at least 1
	 * @return a new image
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> resize(final RandomAccessibleInterval<UnsignedByteType> image,
		final int width, final int height, final Interpolation interpolation)
	{
		final int sourceWidth = Images.width(image);
		final int sourceHeight = Images.height(image);
		check(sourceWidth, sourceHeight, width, height);
		byte[] pixels = Images.pixels(image);
		if (width == sourceWidth && height == sourceHeight) return Images.bytes(pixels.clone(), width, height);
		if (width != sourceWidth) pixels = horizontal(pixels, sourceHeight, Weights.of(interpolation, sourceWidth, width));
		if (height != sourceHeight) pixels = vertical(pixels, width, Weights.of(interpolation, sourceHeight, height));
		return Images.bytes(pixels, width, height);
	}

	/**
	 * @param pixels row by row, length sourceWidth * sourceHeight, any range; left as it is
	 * @param width columns of the result, at least 1
	 * @param height rows of the result, at least 1
	 * @return new pixels, length width * height, not clamped
	 */
	public static float[] resize(final float[] pixels, final int sourceWidth, final int sourceHeight, final int width,
		final int height, final Interpolation interpolation)
	{
		check(sourceWidth, sourceHeight, width, height);
		final float[] between = new float[sourceHeight * width];
		final Weights x = Weights.of(interpolation, sourceWidth, width);
		for (int row = 0; row < sourceHeight; row++)
			for (int i = 0; i < width; i++) {
				final int from = row * sourceWidth + x.first[i];
				float sum = 0;
				for (int j = 0; j < x.taps; j++)
					sum += pixels[from + j] * x.values[i * x.taps + j];
				between[row * width + i] = sum;
			}
		final float[] target = new float[width * height];
		Resizer.vertical(between, width, Weights.of(interpolation, sourceHeight, height), target, 0);
		return target;
	}

	/**
	 * The square input of the diffusion models (guided_diffusion's {@code center_crop_arr}): while the shorter side is at
	 * least 2 x size both sides are halved (BOX, integer division), then the shorter side becomes size (BICUBIC), then the
	 * middle is cut out.
	 *
	 * @param size side of the result in pixels, at least 1
	 * @return a new image, size x size
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> centerCrop(final RandomAccessibleInterval<UnsignedByteType> image,
		final int size)
	{
		RandomAccessibleInterval<UnsignedByteType> current = image;
		while (Math.min(Images.width(current), Images.height(current)) >= 2 * size)
			current = resize(current, Images.width(current) / 2, Images.height(current) / 2, Interpolation.BOX);
		final double scale = (double) size / Math.min(Images.width(current), Images.height(current));
		final int width = (int) Math.rint(Images.width(current) * scale);
		final int height = (int) Math.rint(Images.height(current) * scale);
		current = resize(current, width, height, Interpolation.BICUBIC);
		return Images.crop(current, new Box((width - size) / 2, (height - size) / 2, size, size));
	}

	static void check(final int sourceWidth, final int sourceHeight, final int width, final int height) {
		if (sourceWidth < 1 || sourceHeight < 1 || width < 1 || height < 1) throw new IllegalArgumentException(
			"cannot resize " + sourceWidth + "x" + sourceHeight + " to " + width + "x" + height + ": a side is below 1");
	}

	private static byte[] horizontal(final byte[] pixels, final int rows, final Weights weights) {
		final byte[] target = new byte[rows * weights.target];
		for (int row = 0; row < rows; row++)
			for (int i = 0; i < weights.target; i++) {
				final int from = row * weights.source + weights.first[i];
				int sum = HALF;
				for (int j = 0; j < weights.taps; j++)
					sum += (pixels[from + j] & 255) * weights.fixed[i * weights.taps + j];
				target[row * weights.target + i] = clip(sum);
			}
		return target;
	}

	private static byte[] vertical(final byte[] pixels, final int width, final Weights weights) {
		final byte[] target = new byte[width * weights.target];
		final int[] sums = new int[width];
		for (int i = 0; i < weights.target; i++) {
			Arrays.fill(sums, HALF);
			for (int j = 0; j < weights.taps; j++) {
				final int weight = weights.fixed[i * weights.taps + j];
				final int from = (weights.first[i] + j) * width;
				for (int x = 0; x < width; x++)
					sums[x] += (pixels[from + x] & 255) * weight;
			}
			for (int x = 0; x < width; x++)
				target[i * width + x] = clip(sums[x]);
		}
		return target;
	}

	private static byte clip(final int sum) {
		return (byte) Math.max(0, Math.min(255, sum >> Weights.FIXED_BITS));
	}
}
