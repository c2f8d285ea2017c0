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

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The published training augmentation of a crop before it is resized, and its options. In this order: cut columns off the
 * left, off the right, flip, (options: rotate, jitter), circle marks, plus marks, three caliper lines, shift down. Lengths
 * are in pixels of a 300 px crop and are scaled by the crop's shorter side / 300. What comes in from outside is black.
 *
 * <pre>
 * Augmentation training = Augmentation.published().withMarkers(strength);
 * ArrayImg&lt;UnsignedByteType, ByteArray&gt; view = training.apply(crop, RandomStream.of(seed, "augment", epoch, index));
 * </pre>
 *
 * The result depends on the pixels and the stream alone. Immutable, thread-safe.
 *
 * @param cut probability of cutting 25 px off the left; the same, drawn anew, for the right
 * @param flip probability of swapping left and right
 * @param circles probability of circle marks: 0..n-1 of them, n drawn from 1..5
 * @param pluses probability of plus marks, as many
 * @param calipers probability of a dotted line between two plus marks, drawn three times
 * @param shift probability of moving the image down by 0..59 px
 * @param rotation probability of a rotation by an angle in -15..15 degrees
 * @param jitter probability of a change of contrast and brightness by factors in 0.8..1.2
 */
public record Augmentation(double cut, double flip, double circles, double pluses, double calipers, double shift,
	double rotation, double jitter)
{

	private static final double STRONG = 0.8;

	public Augmentation {
		for (final double p : new double[] { cut, flip, circles, pluses, calipers, shift, rotation, jitter })
			if (!(p >= 0 && p <= 1)) throw new IllegalArgumentException("probability " + p + " is not in 0..1");
	}

	/** {@return nothing happens} */
	public static Augmentation none() {
		return new Augmentation(0, 0, 0, 0, 0, 0, 0, 0);
	}

	/** {@return the published probabilities: cut .25, flip .5, marks .3, shift .2} */
	public static Augmentation published() {
		return new Augmentation(0.25, 0.5, 0.3, 0.3, 0.3, 0.2, 0, 0);
	}

	/** {@return option: everything at .8, but the flip at .5, where it varies most; rotation and jitter stay apart} */
	public static Augmentation strong() {
		return new Augmentation(STRONG, 0.5, STRONG, STRONG, STRONG, STRONG, 0, 0);
	}

	/**
	 * @param strength factor of the probabilities of circles, pluses and calipers, which stay at most 1: 1 = as they are,
	 *          0 = no marks; cuts, flip and shift are not touched
	 * @return a copy
	 */
	public Augmentation withMarkers(final double strength) {
		if (!(strength >= 0)) throw new IllegalArgumentException("marker strength " + strength + " is below 0");
		return new Augmentation(cut, flip, Math.min(1, circles * strength), Math.min(1, pluses * strength), Math.min(1,
			calipers * strength), shift, rotation, jitter);
	}

	/** {@return a copy with this probability of a rotation} */
	public Augmentation withRotation(final double probability) {
		return new Augmentation(cut, flip, circles, pluses, calipers, shift, probability, jitter);
	}

	/** {@return a copy with this probability of a change of contrast and brightness} */
	public Augmentation withJitter(final double probability) {
		return new Augmentation(cut, flip, circles, pluses, calipers, shift, rotation, probability);
	}

	/**
	 * @param image (x, y), at least 1 x 1; left as it is
	 * @return a new image, as high, and as wide or cut
	 */
	public ArrayImg<UnsignedByteType, ByteArray> apply(final RandomAccessibleInterval<UnsignedByteType> image,
		final RandomStream random)
	{
		final Canvas canvas = new Canvas();
		canvas.load(Images.pixels(image), Images.width(image), Images.height(image));
		apply(canvas, random);
		return canvas.image();
	}

	void apply(final Canvas canvas, final RandomStream random) {
		apply(canvas, random, true);
	}

	/** Moves a mask as {@link #apply(Canvas, RandomStream)} moves its image: the same draws, no marks, no other greys. */
	void follow(final Canvas canvas, final RandomStream random) {
		apply(canvas, random, false);
	}

	private void apply(final Canvas canvas, final RandomStream random, final boolean greys) {
		final double scale = canvas.scale();
		if (random.chance(cut)) canvas.cutLeft((int) Math.rint(25 * scale));
		if (random.chance(cut)) canvas.cutRight((int) Math.rint(25 * scale));
		if (random.chance(flip)) canvas.flip();
		if (random.chance(rotation)) canvas.rotate(random.uniform(-15, 15));
		if (random.chance(jitter)) {
			final double contrast = random.uniform(0.8, 1.2);
			final double brightness = random.uniform(0.8, 1.2);
			if (greys) canvas.jitter(contrast, brightness);
		}
		MarkerDraws.training(this, canvas.width(), canvas.height(), scale, random, marker -> {
			if (greys) canvas.draw(marker);
		});
		if (random.chance(shift)) canvas.shiftDown((int) Math.rint(random.nextInt(60) * scale));
	}
}
