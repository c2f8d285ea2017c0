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
import io.sonoflow.image.marker.MarkerType;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The published training augmentation of a crop before it is resized, and its options. In this order: cut columns off the
 * left, off the right, flip, (options: rotate, jitter), circle marks, plus marks, three caliper lines, (option: marks of other
 * kinds), shift down. Lengths
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
 * @param rotation probability of a rotation
 * @param jitter probability of a change of contrast and brightness
 * @param extent how far a rotation and a change of greys go
 * @param others marks of other kinds, as many of each as circles
 */
public record Augmentation(double cut, double flip, double circles, double pluses, double calipers, double shift,
	double rotation, double jitter, Extent extent, OtherMarks others)
{

	private static final double STRONG = 0.8;

	/** Published probability of a kind of marks. */
	private static final double MARKS = 0.3;

	/** Probability of a rotation and of a change of greys, where they are wanted. */
	private static final double OPTION = 0.5;

	public Augmentation {
		for (final double p : new double[] { cut, flip, circles, pluses, calipers, shift, rotation, jitter })
			if (!(p >= 0 && p <= 1)) throw new IllegalArgumentException("probability " + p + " is not in 0..1");
	}

	/** With rotations by up to 15 degrees, contrast and brightness by factors in 0.8..1.2, no other marks. */
	public Augmentation(final double cut, final double flip, final double circles, final double pluses, final double calipers,
		final double shift, final double rotation, final double jitter)
	{
		this(cut, flip, circles, pluses, calipers, shift, rotation, jitter, Extent.USUAL, OtherMarks.NONE);
	}

	/**
	 * How far a change may go.
	 *
	 * @param degrees a rotation's angle is drawn from -degrees..degrees, 0..180
	 * @param share factors of contrast and brightness are drawn from 1-share..1+share, 0..1
	 */
	public record Extent(double degrees, double share) {

		static final Extent USUAL = new Extent(15, 0.2);

		public Extent {
			if (!(degrees >= 0 && degrees <= 180) || !(share >= 0 && share <= 1)) throw new IllegalArgumentException("a rotation by " +
				degrees + " degrees (0..180) or a change of greys by " + share + " (0..1) is out of range");
		}
	}

	/**
	 * Marks besides circles, pluses and calipers.
	 *
	 * @param probability of each kind
	 * @param kinds which; none of circles and pluses
	 */
	public record OtherMarks(double probability, Set<MarkerType> kinds) {

		static final OtherMarks NONE = new OtherMarks(0, Set.of());

		public OtherMarks {
			if (!(probability >= 0 && probability <= 1)) throw new IllegalArgumentException("probability " + probability +
				" is not in 0..1");
			// In the order of their declaration, so that draws do not depend on the set's.
			final EnumSet<MarkerType> sorted = EnumSet.noneOf(MarkerType.class);
			sorted.addAll(kinds);
			kinds = Collections.unmodifiableSet(sorted);
		}
	}

	/** {@return nothing happens} */
	public static Augmentation none() {
		return new Augmentation(0, 0, 0, 0, 0, 0, 0, 0);
	}

	/** {@return the published probabilities: cut .25, flip .5, marks .3, shift .2} */
	public static Augmentation published() {
		return new Augmentation(0.25, 0.5, MARKS, MARKS, MARKS, 0.2, 0, 0);
	}

	/** {@return option: everything at .8, but the flip at .5, where it varies most; rotation and jitter stay apart} */
	public static Augmentation strong() {
		return new Augmentation(STRONG, 0.5, STRONG, STRONG, STRONG, STRONG, 0, 0);
	}

	/** {@return as the thesis lists it: flip, rotations, small shifts, jitter of greys, marks of all kinds; no cuts} */
	public static Augmentation thesis() {
		return new Augmentation(0, 0.5, MARKS, MARKS, MARKS, 0.2, OPTION, OPTION, Extent.USUAL, new OtherMarks(MARKS, EnumSet
			.complementOf(EnumSet.of(MarkerType.CIRCLE, MarkerType.PLUS))));
	}

	/**
	 * @param probability of each of the kinds
	 * @param wanted circles and pluses among them as published, the others as {@link OtherMarks}
	 * @param lines whether there are caliper lines
	 * @return a copy with marks of these kinds instead of its own
	 */
	public Augmentation withKinds(final double probability, final Set<MarkerType> wanted, final boolean lines) {
		final Set<MarkerType> rest = new HashSet<>(wanted);
		final boolean ring = rest.remove(MarkerType.CIRCLE);
		final boolean cross = rest.remove(MarkerType.PLUS);
		return new Augmentation(cut, flip, ring ? probability : 0, cross ? probability : 0, lines ? probability : 0, shift,
			rotation, jitter, extent, rest.isEmpty() ? OtherMarks.NONE : new OtherMarks(probability, rest));
	}

	/** {@return a copy that rotates every second image, by at most so many degrees} */
	public Augmentation withRotationUpTo(final double degrees) {
		return new Augmentation(cut, flip, circles, pluses, calipers, shift, OPTION, jitter, new Extent(degrees, extent.share()),
			others);
	}

	/** {@return a copy that changes the greys of every second image, by at most this share} */
	public Augmentation withJitterUpTo(final double share) {
		return new Augmentation(cut, flip, circles, pluses, calipers, shift, rotation, OPTION, new Extent(extent.degrees(), share),
			others);
	}

	/**
	 * @param strength factor of the probabilities of all marks, which stay at most 1: 1 = as they are, 0 = no marks;
	 *          cuts, flip and shift are not touched
	 * @return a copy
	 */
	public Augmentation withMarkers(final double strength) {
		if (!(strength >= 0)) throw new IllegalArgumentException("marker strength " + strength + " is below 0");
		return new Augmentation(cut, flip, Math.min(1, circles * strength), Math.min(1, pluses * strength), Math.min(1,
			calipers * strength), shift, rotation, jitter, extent, new OtherMarks(Math.min(1, others.probability() * strength), others
				.kinds()));
	}

	/** {@return a copy with this probability of a rotation} */
	public Augmentation withRotation(final double probability) {
		return new Augmentation(cut, flip, circles, pluses, calipers, shift, probability, jitter, extent, others);
	}

	/** {@return a copy with this probability of a change of contrast and brightness} */
	public Augmentation withJitter(final double probability) {
		return new Augmentation(cut, flip, circles, pluses, calipers, shift, rotation, probability, extent, others);
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
		if (random.chance(rotation)) canvas.rotate(random.uniform(-extent.degrees(), extent.degrees()));
		if (random.chance(jitter)) {
			final double contrast = random.uniform(1 - extent.share(), 1 + extent.share());
			final double brightness = random.uniform(1 - extent.share(), 1 + extent.share());
			if (greys) canvas.jitter(contrast, brightness);
		}
		MarkerDraws.training(this, canvas.width(), canvas.height(), scale, random, marker -> {
			if (greys) canvas.draw(marker);
		});
		if (random.chance(shift)) canvas.shiftDown((int) Math.rint(random.nextInt(60) * scale));
	}
}
