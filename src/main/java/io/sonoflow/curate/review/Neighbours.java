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
package io.sonoflow.curate.review;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Which images of a set look most alike: by the correlation of the pixels at 32 x 32, which gain and offset do not change.
 * Needs no network; two views of one anatomy are near, what a network makes of them is another thing.
 */
public final class Neighbours {

	/** What it is measured by, in words. */
	public static final String MEASURE = "correlation of the pixels at 32 x 32";

	private static final int SIDE = 32;

	/** Each of mean 0 and length 1; null of an image that cannot be read. */
	private final List<float[]> vectors;

	private Neighbours(final List<float[]> vectors) {
		this.vectors = vectors;
	}

	/**
	 * @param count number of images
	 * @param image by number, 8-bit grey (x, y); one that cannot be read is like no other
	 */
	public static Neighbours of(final int count,
		final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> image, final Monitor monitor)
	{
		return new Neighbours(Parallel.map("comparing images", count, monitor, i -> vector(image, i)));
	}

	/** One broken file of thousands takes nothing from the others. */
	private static float[] vector(final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> image,
		final int number)
	{
		try {
			return vector(image.apply(number));
		}
		catch (final SonoflowException.File e) {
			return null;
		}
	}

	private static float[] vector(final RandomAccessibleInterval<UnsignedByteType> image) {
		final byte[] pixels = Images.pixels(Resize.resize(image, SIDE, SIDE, Interpolation.BILINEAR_ANTIALIASED));
		double mean = 0;
		for (final byte pixel : pixels)
			mean += (pixel & 0xFF) / (double) pixels.length;
		final float[] vector = new float[pixels.length];
		double squares = 0;
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) ((pixels[i] & 0xFF) - mean);
			squares += (double) vector[i] * vector[i];
		}
		if (squares > 0) for (int i = 0; i < vector.length; i++)
			vector[i] /= (float) Math.sqrt(squares);
		return vector;
	}

	/** {@return number of images that could not be read} */
	public int leftOut() {
		return (int) vectors.stream().filter(Objects::isNull).count();
	}

	/** {@return correlation of two images that could be read, -1..1; 0 of one without any structure} */
	public double likeness(final int first, final int second) {
		final float[] a = vectors.get(first);
		final float[] b = vectors.get(second);
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += (double) a[i] * b[i];
		return sum;
	}

	/** {@return the numbers of the images most alike to one, but itself, the nearest first; none if it could not be read} */
	public int[] nearest(final int image, final int count) {
		if (vectors.get(image) == null) return new int[0];
		final double[] likeness = IntStream.range(0, vectors.size()).mapToDouble(i -> vectors.get(i) == null ? Double.NaN : likeness(
			image, i)).toArray();
		return IntStream.range(0, vectors.size()).filter(i -> i != image && vectors.get(i) != null).boxed().sorted(Comparator
			.<Integer>comparingDouble(i -> -likeness[i]).thenComparing(i -> i)).limit(count).mapToInt(Integer::intValue).toArray();
	}
}
