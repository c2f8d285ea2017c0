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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Canvas;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

class ViewsTest {

	private static final int SIZE = 64;

	private final Views views = new Views(SIZE);

	/** Bright at the left, dark at the right, and darker downwards. */
	private static ArrayImg<UnsignedByteType, ByteArray> ramp(final int width, final int height) {
		final byte[] pixels = new byte[width * height];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				pixels[y * width + x] = (byte) (220 - 120 * x / width - 60 * y / height);
		return Images.bytes(pixels, width, height);
	}

	private static ArrayImg<UnsignedByteType, ByteArray> even(final int value) {
		final byte[] pixels = new byte[100 * 100];
		Arrays.fill(pixels, (byte) value);
		return Images.bytes(pixels, 100, 100);
	}

	private byte[] first(final ArrayImg<UnsignedByteType, ByteArray> image, final long index) {
		final byte[] target = new byte[views.length()];
		views.first(image, RandomStream.of(3, "view", index, 1), target, 0);
		return target;
	}

	private byte[] second(final ArrayImg<UnsignedByteType, ByteArray> image, final List<Box> circles, final long index) {
		final byte[] target = new byte[views.length()];
		views.second(image, circles, RandomStream.of(3, "view", index, 2), target, 0);
		return target;
	}

	private static int at(final byte[] view, final int x, final int y) {
		return view[y * SIZE + x] & 255;
	}

	@Test
	void theFirstViewIsAFlippedPart() {
		final int[] flips = new int[4];
		for (int i = 0; i < 400; i++) {
			final byte[] view = first(ramp(128, 96), i);
			final boolean mirrored = at(view, 0, 32) < at(view, 63, 32);
			final boolean upset = at(view, 32, 0) < at(view, 32, 63);
			flips[(mirrored ? 1 : 0) + (upset ? 2 : 0)]++;
			for (final byte value : view)
				assertTrue((value & 255) >= 39, "nothing comes in from outside");
		}
		for (final int count : flips)
			assertEquals(100, count, 30);
	}

	/** torchvision's RandomResizedCrop. */
	@Test
	void partsHaveTheirAreaAndRatio() {
		double sum = 0;
		int whole = 0;
		for (int i = 0; i < 2000; i++) {
			final Box part = Views.PART.draw(200, 200, RandomStream.of(1, "part", i));
			final double area = part.area() / 40000.0;
			final double ratio = (double) part.w() / part.h();
			assertTrue(area > 0.79 && area < 1.01 && ratio > 0.79 && ratio < 1.26, part.toString());
			assertTrue(part.x() >= 0 && part.y() >= 0 && part.x() + part.w() <= 200 && part.y() + part.h() <= 200);
			sum += area;
			if (part.area() == 40000) whole++;
		}
		// Large areas of extreme ratio do not fit and are drawn again.
		assertEquals(0.87, sum / 2000, 0.01);
		assertTrue(whole < 50, whole + " parts are the whole image");
		assertEquals(new Box(137, 0, 25, 20), Views.PART.draw(300, 20, RandomStream.of(1, "part", 0)), "no part fits: the middle");
	}

	@Test
	void theSecondViewHasASquareAndBlackCorners() {
		int covered = 0;
		int corners = 0;
		int changed = 0;
		for (int i = 0; i < 400; i++) {
			final byte[] view = second(even(100), List.of(), i);
			final int[] sorted = IntStream.range(0, view.length).map(p -> view[p] & 255).sorted().toArray();
			// The square is as dark as what comes in from outside, but nothing comes into the circle in the middle.
			final int tissue = sorted[sorted.length / 2];
			int dark = 0;
			for (int y = 0; y < SIZE; y++)
				for (int x = 0; x < SIZE; x++)
					if (Math.hypot(x - 31.5, y - 31.5) < 30 && at(view, x, y) < tissue - 5) dark++;
			if (dark > 40) covered++;
			assertTrue(dark < 900, "a square of 24 px has 576: " + dark);
			if (at(view, 0, 0) < tissue - 5) corners++;
			if (Math.abs(tissue - 100) > 3) changed++;
		}
		assertEquals(0.7 * 400, covered, 35, "views with a square");
		assertTrue(corners > 300, corners + " views with a black corner");
		assertEquals(0.8 * 400, changed, 50, "views of another brightness");
	}

	@Test
	void circlesAreBlackedOut() {
		final Box circle = new Box(40, 40, 20, 20);
		int seen = 0;
		for (int i = 0; i < 50; i++) {
			// The middle of the image stays the middle of the view, and is bright unless the square covers it.
			final int bright = at(second(even(100), List.of(), i), 32, 32);
			if (bright < 90) continue;
			seen++;
			assertTrue(at(second(even(100), List.of(circle), i), 32, 32) < bright - 10);
		}
		assertTrue(seen > 10, seen + " views");
	}

	@Test
	void theStreamAloneDecides() {
		final var image = ramp(90, 120);
		final byte[] before = Images.pixels(image).clone();
		assertArrayEquals(first(image, 7), first(image, 7));
		assertArrayEquals(second(image, List.of(), 7), second(image, List.of(), 7));
		assertFalse(Arrays.equals(first(image, 7), first(image, 8)));
		assertFalse(Arrays.equals(second(image, List.of(), 7), second(image, List.of(), 8)));
		assertArrayEquals(before, Images.pixels(image));
		assertThrows(IllegalArgumentException.class, () -> new Views(4));
	}

	/** PIL: ImageEnhance.Sharpness(image).enhance(2) of a 3 x 3 image with the middle 130 on 100. */
	@Test
	void sharpensAsPilDoes() {
		final Canvas canvas = new Canvas();
		canvas.load(new byte[] { 100, 100, 100, 100, (byte) 130, 100, 100, 100, 100 }, 3, 3);
		canvas.sharpen(2);
		// smooth = (8 * 100 + 5 * 130) / 13 = 111.5, rounded 112; 112 + 2 * (130 - 112) = 148
		assertEquals(148, canvas.pixels()[4] & 255);
		assertEquals(100, canvas.pixels()[0] & 255);
	}

	@Test
	void flipsTopAndBottom() {
		final Canvas canvas = new Canvas();
		canvas.load(new byte[] { 1, 2, 3, 4, 5, 6 }, 2, 3);
		canvas.flipVertical();
		assertArrayEquals(new byte[] { 5, 6, 3, 4, 1, 2 }, Arrays.copyOf(canvas.pixels(), 6));
		canvas.black(new Box(1, -1, 5, 2));
		assertArrayEquals(new byte[] { 5, 0, 3, 4, 1, 2 }, Arrays.copyOf(canvas.pixels(), 6));
	}

	/** Both views come about in one way, and its strengths are the user's. */
	@Test
	void theThesisDrawsOneWayTwice() {
		final ViewSettings settings = new ViewSettings();
		settings.views = ViewSettings.THESIS;
		settings.viewnoise = 0;
		settings.viewjitter = 0;
		final Views still = new Views(SIZE, settings);
		assertFalse(still.needsCircles());
		final byte[] one = new byte[still.length()];
		final byte[] other = new byte[still.length()];
		still.first(ramp(128, 96), RandomStream.of(3, "view", 1), one, 0);
		still.second(ramp(128, 96), List.of(), RandomStream.of(3, "view", 1), other, 0);
		assertArrayEquals(one, other);
		for (final byte value : one)
			assertTrue((value & 255) >= 39, "nothing comes in from outside");
		settings.viewnoise = 20;
		double most = 0;
		for (int i = 0; i < 40; i++) {
			new Views(SIZE, settings).first(even(128), RandomStream.of(3, "noise", i), one, 0);
			double squares = 0;
			for (final byte value : one)
				squares += ((value & 255) - 128) * ((value & 255) - 128);
			most = Math.max(most, Math.sqrt(squares / one.length));
		}
		assertEquals(19, most, 1.5);
		settings.viewnoise = 0;
		settings.viewjitter = 0.1;
		final java.util.Set<Byte> greys = new java.util.HashSet<>();
		for (int i = 0; i < 100; i++) {
			new Views(SIZE, settings).second(even(100), List.of(), RandomStream.of(3, "jitter", i), one, 0);
			assertTrue(Math.abs((one[0] & 255) - 100) <= 10);
			greys.add(one[0]);
		}
		assertTrue(greys.size() > 10);
	}
}
