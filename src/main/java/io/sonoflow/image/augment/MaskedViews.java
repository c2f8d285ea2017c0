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
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The published ways of changing an image, anew each time it is drawn, for a masked autoencoder. Parts have a ratio of their
 * sides of 3/4..4/3. Images are resized with antialiasing, as everywhere here, also where the published code takes the nearest
 * pixel. Results are 8-bit. Thread-safe: each thread has its own buffers.
 *
 * <pre>
 * MaskedViews.USF.write(image, 224, RandomStream.of(seed, "view", epoch, i), batch, offset);
 * </pre>
 */
public enum MaskedViews {

	/** USF-MAE: resized, rotated by 0..90 degrees, flipped left and right and top and bottom with probability 0.5 each, a part. */
	USF(new RandomPart(0.5, 2, 4 / 3.0)) {

		@Override
		void change(final RandomAccessibleInterval<UnsignedByteType> image, final int size, final RandomStream random,
			final Canvas canvas)
		{
			load(canvas, Resize.resize(image, size, size, Interpolation.BILINEAR_ANTIALIASED), size);
			canvas.rotate(random.uniform(0, QUARTER));
			if (random.chance(0.5)) canvas.flip();
			if (random.chance(0.5)) canvas.flipVertical();
			final Box part = part().draw(size, size, random);
			load(canvas, Resize.resize(Images.crop(canvas.image(), part), size, size, Interpolation.BILINEAR_ANTIALIASED), size);
		}
	},

	/** MAE: a part of a fifth of the area or more, resized by a cubic filter, flipped left and right with probability 0.5. */
	MAE(new RandomPart(0.2, 1, 4 / 3.0)) {

		@Override
		void change(final RandomAccessibleInterval<UnsignedByteType> image, final int size, final RandomStream random,
			final Canvas canvas)
		{
			final Box part = part().draw(Images.width(image), Images.height(image), random);
			load(canvas, Resize.resize(Images.crop(image, part), size, size, Interpolation.BICUBIC), size);
			if (random.chance(0.5)) canvas.flip();
		}
	};

	private static final double QUARTER = 90;

	private static final ThreadLocal<Canvas> CANVASES = ThreadLocal.withInitial(Canvas::new);

	private final RandomPart part;

	MaskedViews(final RandomPart part) {
		this.part = part;
	}

	/** {@return how its parts are drawn} */
	RandomPart part() {
		return part;
	}

	abstract void change(RandomAccessibleInterval<UnsignedByteType> image, int size, RandomStream random, Canvas canvas);

	private static void load(final Canvas canvas, final RandomAccessibleInterval<UnsignedByteType> image, final int size) {
		canvas.load(Images.pixels(image), size, size);
	}

	/**
	 * @param image (x, y), 8-bit, any size; left as it is
	 * @param size side of the view in pixels
	 * @param random decides what happens
	 * @param target gets size x size grey values, row by row, from offset on
	 */
	public void write(final RandomAccessibleInterval<UnsignedByteType> image, final int size, final RandomStream random,
		final byte[] target, final int offset)
	{
		final Canvas canvas = CANVASES.get();
		change(image, size, random, canvas);
		System.arraycopy(canvas.pixels(), 0, target, offset, size * size);
	}
}
