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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;

class AugmentationTest {

	private static final int DRAWS = 4000;

	/** Columns are told apart by their brightness: column x of the crop has the value 1 + x * 250 / width. */
	private static ArrayImg<UnsignedByteType, ByteArray> ramp(final int width, final int height) {
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (1 + i % width * 250 / width);
		return Images.bytes(pixels, width, height);
	}

	private static ArrayImg<UnsignedByteType, ByteArray> uniform(final int width, final int height, final int value) {
		final byte[] pixels = new byte[width * height];
		Arrays.fill(pixels, (byte) value);
		return Images.bytes(pixels, width, height);
	}

	private static RandomStream stream(final long index) {
		return RandomStream.of(11, "augmentation test", index);
	}

	private static Augmentation only(final double cut, final double flip, final double shift) {
		return new Augmentation(cut, flip, 0, 0, 0, shift, 0, 0);
	}

	/** Within 4 standard deviations of the binomial: a true probability fails once in 16000. */
	private static void assertShare(final double probability, final int hits, final int draws) {
		final double deviation = Math.sqrt(draws * probability * (1 - probability));
		assertEquals(draws * probability, hits, 4 * deviation, hits + " of " + draws);
	}

	@Test
	void geometryHappensAsOftenAsPublished() {
		final Augmentation published = Augmentation.published().withMarkers(0);
		int left = 0;
		int right = 0;
		int flips = 0;
		int shifts = 0;
		final ArrayImg<UnsignedByteType, ByteArray> ramp = ramp(60, 60);
		for (int i = 0; i < DRAWS; i++) {
			final ArrayImg<UnsignedByteType, ByteArray> view = published.apply(ramp, stream(i));
			final byte[] pixels = Images.pixels(view);
			final int width = Images.width(view);
			final int first = pixels[pixels.length - width] & 255;
			final int last = pixels[pixels.length - 1] & 255;
			if (Math.min(first, last) != 1) left++;
			if (Math.max(first, last) != 1 + 59 * 250 / 60) right++;
			if (first > last) flips++;
			if (pixels[0] == 0) shifts++;
			assertEquals(60 - (Math.min(first, last) != 1 ? 5 : 0) - (Math.max(first, last) != 1 + 59 * 250 / 60 ? 5 : 0), width);
			assertEquals(60, Images.height(view));
		}
		assertShare(0.25, left, DRAWS);
		assertShare(0.25, right, DRAWS);
		assertShare(0.5, flips, DRAWS);
		// 60 px of a 300 px crop are 12 of 60; drawn 0, 1 or 2 rounds to no shift at all
		assertShare(0.2 * 57 / 60, shifts, DRAWS);
	}

	@Test
	void marksComeAsOftenAndAsManyAsPublished() {
		final int[] calls = new int[3];
		final int[] circles = new int[6];
		int circleImages = 0;
		int calipers = 0;
		for (int i = 0; i < DRAWS; i++) {
			final List<Marker> marks = new ArrayList<>();
			MarkerDraws.training(Augmentation.published().withMarkers(1), 300, 300, 1, stream(i), marks::add);
			final int count = (int) marks.stream().filter(m -> m.shape() == MarkerShape.CIRCLE).count();
			circles[count]++;
			if (count > 0) circleImages++;
			final List<Marker> lines = new ArrayList<>();
			MarkerDraws.training(new Augmentation(0, 0, 0, 0, 0.3, 0, 0, 0), 300, 300, 1, stream(i), lines::add);
			final int ends = (int) lines.stream().filter(m -> m.shape() == MarkerShape.PLUS).count();
			assertEquals(0, ends % 2);
			calipers += ends / 2;
			calls[Math.min(2, ends / 2)]++;
		}
		final double[] expected = { 0, 0, 0, 0, 0 };
		for (int n = 1; n <= 5; n++)
			for (int k = 0; k < n; k++)
				expected[k] += 0.3 / 5 / n;
		for (int k = 1; k <= 4; k++)
			assertShare(expected[k], circles[k], DRAWS);
		assertEquals(0, circles[5]);
		assertShare(1 - 0.7 - expected[0], circleImages, DRAWS);
		assertShare(0.3, calipers, 3 * DRAWS);
		assertShare(0.7 * 0.7 * 0.7, calls[0], DRAWS);
	}

	@Test
	void plusMarksAreDrawnLikeCircles() {
		int images = 0;
		final Augmentation pluses = new Augmentation(0, 0, 0, 0.3, 0, 0, 0, 0);
		for (int i = 0; i < DRAWS; i++) {
			final List<Marker> marks = new ArrayList<>();
			MarkerDraws.training(pluses, 300, 300, 1, stream(i), marks::add);
			assertTrue(marks.size() <= 4 && marks.stream().allMatch(m -> m.shape() == MarkerShape.PLUS));
			if (!marks.isEmpty()) images++;
		}
		final double none = (1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0 + 1 / 5.0) / 5;
		assertShare(0.3 * (1 - none), images, DRAWS);
	}

	@Test
	void marksLieInsideTheImageAndScaleWithIt() {
		for (int i = 0; i < 300; i++) {
			final List<Marker> marks = new ArrayList<>();
			MarkerDraws.training(Augmentation.strong(), 150, 200, 0.5, stream(i), marks::add);
			for (final Marker mark : marks) {
				assertEquals(0.5, mark.scale());
				final double half = mark.shape().width() / 4;
				assertTrue(mark.x() >= half && mark.x() <= 150 - half && mark.y() >= half && mark.y() <= 200 - half, mark
					.toString());
			}
		}
	}

	@Test
	void shiftIsUniformOverZeroToFiftyNine() {
		final int[] histogram = new int[60];
		for (int i = 0; i < 6000; i++) {
			final byte[] pixels = Images.pixels(only(0, 0, 1).apply(uniform(300, 300, 9), stream(i)));
			int rows = 0;
			while (pixels[rows * 300] == 0)
				rows++;
			for (int j = rows * 300; j < pixels.length; j += 301)
				assertEquals(9, pixels[j]);
			histogram[rows]++;
		}
		double chi = 0;
		for (final int count : histogram)
			chi += (count - 100.0) * (count - 100.0) / 100;
		assertTrue(chi < 112, "chi-square of 59 degrees of freedom is below 112 in all but 1 of 30000: " + chi);
	}

	@Test
	void cutFlipAndShiftMoveThePixelsTheyShould() {
		final ArrayImg<UnsignedByteType, ByteArray> image = Images.bytes(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 3, 3);
		final Canvas canvas = new Canvas();
		canvas.load(Images.pixels(image), 3, 3);
		canvas.cutLeft(1);
		assertArrayEquals(new byte[] { 2, 3, 5, 6, 8, 9 }, Images.pixels(canvas.image()));
		canvas.flip();
		assertArrayEquals(new byte[] { 3, 2, 6, 5, 9, 8 }, Images.pixels(canvas.image()));
		canvas.shiftDown(2);
		assertArrayEquals(new byte[] { 0, 0, 0, 0, 3, 2 }, Images.pixels(canvas.image()));
		canvas.cutRight(1);
		assertArrayEquals(new byte[] { 0, 0, 3 }, Images.pixels(canvas.image()));
		canvas.cutRight(5);
		canvas.shiftDown(99);
		assertArrayEquals(new byte[3], Images.pixels(canvas.image()));
	}

	@Test
	void rotationByAQuarterIsExactAndClockwise() {
		final Canvas canvas = new Canvas();
		canvas.load(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 3, 3);
		canvas.rotate(90);
		assertArrayEquals(new byte[] { 7, 4, 1, 8, 5, 2, 9, 6, 3 }, Images.pixels(canvas.image()));
	}

	@Test
	void jitterStretchesAroundTheMean() {
		final Canvas canvas = new Canvas();
		canvas.load(new byte[] { 50, 100, (byte) 150 }, 3, 1);
		canvas.jitter(1.2, 1);
		assertArrayEquals(new byte[] { 40, 100, (byte) 160 }, Images.pixels(canvas.image()));
		canvas.jitter(1, 2);
		assertArrayEquals(new byte[] { 80, (byte) 200, (byte) 255 }, Images.pixels(canvas.image()));
	}

	@Test
	void optionsHappenWhenAsked() {
		final ArrayImg<UnsignedByteType, ByteArray> ramp = ramp(50, 40);
		int rotated = 0;
		int jittered = 0;
		for (int i = 0; i < 1000; i++) {
			final byte[] a = Images.pixels(Augmentation.none().withRotation(0.8).apply(ramp, stream(i)));
			final byte[] b = Images.pixels(Augmentation.none().withJitter(0.3).apply(ramp, stream(i)));
			if (!Arrays.equals(a, Images.pixels(ramp))) rotated++;
			if (!Arrays.equals(b, Images.pixels(ramp))) jittered++;
		}
		assertShare(0.8, rotated, 1000);
		assertShare(0.3, jittered, 1000);
	}

	@Test
	void sameStreamSamePixelsAndTheInputStays() {
		final Augmentation all = Augmentation.strong().withRotation(0.8).withJitter(0.8);
		for (int i = 0; i < 50; i++) {
			final ArrayImg<UnsignedByteType, ByteArray> image = ramp(90, 70);
			final ArrayImg<UnsignedByteType, ByteArray> first = all.apply(image, stream(i));
			assertArrayEquals(Images.pixels(ramp(90, 70)), Images.pixels(image));
			assertArrayEquals(Images.pixels(first), Images.pixels(all.apply(image, stream(i))));
			assertArrayEquals(Images.pixels(first), Images.pixels(all.apply(Views.translate(image, 0, 0), stream(i))));
		}
	}

	@Test
	void noneChangesNothingAndStrengthScalesMarksAlone() {
		final ArrayImg<UnsignedByteType, ByteArray> ramp = ramp(30, 20);
		assertArrayEquals(Images.pixels(ramp), Images.pixels(Augmentation.none().apply(ramp, stream(0))));
		assertEquals(new Augmentation(0.25, 0.5, 0, 0, 0, 0.2, 0, 0), Augmentation.published().withMarkers(0));
		assertEquals(new Augmentation(0.25, 0.5, 0.15, 0.15, 0.15, 0.2, 0, 0), Augmentation.published().withMarkers(0.5));
		assertEquals(new Augmentation(0.25, 0.5, 1, 1, 1, 0.2, 0, 0), Augmentation.published().withMarkers(7));
		assertEquals(Augmentation.published(), Augmentation.published().withMarkers(1));
		assertThrows(IllegalArgumentException.class, () -> Augmentation.published().withMarkers(-0.1));
		assertThrows(IllegalArgumentException.class, () -> Augmentation.published().withMarkers(Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> Augmentation.published().withJitter(1.1));
	}

	@Test
	void tinyAndNarrowImagesSurvive() {
		final Augmentation certain = new Augmentation(1, 1, 1, 1, 1, 1, 1, 1);
		for (final int[] size : new int[][] { { 1, 1 }, { 2, 1 }, { 1, 2 }, { 3, 400 }, { 400, 3 }, { 60, 60 } })
			for (int i = 0; i < 20; i++) {
				final ArrayImg<UnsignedByteType, ByteArray> view = certain.apply(ramp(size[0], size[1]), stream(i));
				assertEquals(size[1], Images.height(view));
				final int cut = (int) Math.rint(25 * Marker.scaleFor(size[0], size[1]));
				assertEquals(Math.max(1, size[0] - 2 * cut), Images.width(view));
			}
	}

	@Test
	void circlesAreWhiteRings() {
		final ArrayImg<UnsignedByteType, ByteArray> black = uniform(300, 300, 0);
		boolean seen = false;
		for (int i = 0; i < 20; i++) {
			int sum = 0;
			for (final byte pixel : Images.pixels(new Augmentation(0, 0, 1, 0, 0, 0, 0, 0).apply(black, stream(i))))
				sum += pixel & 255;
			final double rings = sum / 255.0 / (Math.PI * 16);
			seen |= rings > 0.9;
			assertTrue(rings < 4.2);
		}
		assertTrue(seen);
	}
}
