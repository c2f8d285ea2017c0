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
package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.image.resize.Resizer;

import java.util.List;
import java.util.function.Supplier;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The way of a crop into a network's batch: augmented, resized to size x size, normalised, written as float32 into the
 * batch's array. Thread-safe: each thread has its own buffers, which it keeps, so that filling batches makes no garbage.
 *
 * <pre>
 * NetworkInput input = NetworkInput.classifier(256);
 * float[] batch = new float[n * input.length()]; // (N, 1, H, W)
 * input.write(crop, augmentation, RandomStream.of(seed, "augment", epoch, i), batch, k * input.length());
 * </pre>
 */
public final class NetworkInput {

	/** What one thread works with. */
	private record Bench(Canvas canvas, Resizer resizer) {
	}

	private final int size;
	private final ThreadLocal<Bench> benches;

	/**
	 * @param size side of the input in pixels, at least 1
	 * @param interpolation how crops become size x size; the aspect ratio is not kept
	 * @param normalisation the network's value range
	 */
	public NetworkInput(final int size, final Interpolation interpolation, final Normalisation normalisation) {
		this.size = new Resizer(size, interpolation, normalisation).size();
		this.benches = ThreadLocal.withInitial(() -> new Bench(new Canvas(), new Resizer(size, interpolation,
			normalisation)));
	}

	/**
	 * @param size side in pixels
	 * @return a classifier's input: bilinear with antialiasing, (x / 255 - 0.5) / 0.25
	 */
	public static NetworkInput classifier(final int size) {
		return new NetworkInput(size, Interpolation.BILINEAR_ANTIALIASED, Normalisation.CLASSIFIER);
	}

	/** {@return side in pixels} */
	public int size() {
		return size;
	}

	/** {@return number of floats an image takes: size * size} */
	public int length() {
		return size * size;
	}

	/**
	 * @param mask of an image (x, y): 0, or 255 on the structure
	 * @param augmentation that of the image
	 * @param random as it was before the image's augmentation
	 * @return left, top, right and bottom of what is left of the structure, as shares of width and height; null if nothing is
	 */
	public float[] box(final RandomAccessibleInterval<UnsignedByteType> mask, final Augmentation augmentation,
		final RandomStream random)
	{
		final Canvas canvas = benches.get().canvas();
		canvas.load(Images.pixels(mask), Images.width(mask), Images.height(mask));
		augmentation.follow(canvas, random);
		final int width = canvas.width();
		final int height = canvas.height();
		final byte[] pixels = canvas.pixels();
		int left = width;
		int top = height;
		int right = -1;
		int bottom = -1;
		for (int i = 0; i < width * height; i++)
			if (pixels[i] < 0) {
				left = Math.min(left, i % width);
				right = Math.max(right, i % width);
				top = Math.min(top, i / width);
				bottom = i / width;
			}
		return right < 0 ? null : new float[] { (float) left / width, (float) top / height, (right + 1f) / width, (bottom + 1f) /
			height };
	}

	/** Writes the image as it is, without augmentation: test and prediction. See the other method. */
	public void write(final RandomAccessibleInterval<UnsignedByteType> image, final float[] batch, final int offset) {
		benches.get().resizer().resize(Images.pixels(image), Images.width(image), Images.height(image), batch, offset);
	}

	/**
	 * @param image crop (x, y), 8-bit, any size; left as it is
	 * @param augmentation what may happen to it
	 * @param random decides what happens
	 * @param batch gets {@link #length()} values, rows (H, W), from offset on
	 */
	public void write(final RandomAccessibleInterval<UnsignedByteType> image, final Augmentation augmentation,
		final RandomStream random, final float[] batch, final int offset)
	{
		final Bench bench = benches.get();
		final Canvas canvas = bench.canvas();
		canvas.load(Images.pixels(image), Images.width(image), Images.height(image));
		augmentation.apply(canvas, random);
		bench.resizer().resize(canvas.pixels(), canvas.width(), canvas.height(), batch, offset);
	}

	/**
	 * Writes frames of one clip, to all of which the same happens.
	 *
	 * @param frames crops (x, y), 8-bit, all of one size; left as they are
	 * @param augmentation what may happen to them
	 * @param random gives, for each frame anew, the stream of numbers that decides, at its beginning
	 * @param batch gets {@link #length()} values a frame, (T, H, W), from offset on
	 */
	public void write(final List<? extends RandomAccessibleInterval<UnsignedByteType>> frames, final Augmentation augmentation,
		final Supplier<RandomStream> random, final float[] batch, final int offset)
	{
		for (int t = 0; t < frames.size(); t++)
			write(frames.get(t), augmentation, random.get(), batch, offset + t * length());
	}
}
