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
package io.sonoflow.image.crop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Screens whose field of view is known. */
class SectorCropTest {

	@Test
	void findsTheFieldOfViewOfSyntheticScreens() {
		final int n = 60;
		double sum = 0;
		final List<String> failures = new ArrayList<>();
		int unflagged = 0;
		for (int seed = 0; seed < n; seed++) {
			final Screens.Known known = Screens.of(seed);
			final FieldOfView found = SectorCrop.crop(Images.bytes(known.pixels(), known.width(), known.height()), 5);
			final double iou = found.box().iou(known.truth());
			sum += iou;
			if (iou >= 0.95) continue;
			failures.add(seed + " " + known.kind() + " " + known.truth() + " " + found + " IoU " + iou);
			if (found.certain()) unflagged++;
		}
		assertTrue(failures.size() <= n / 20, failures.size() + " failures: " + String.join("\n", failures));
		assertTrue(unflagged <= failures.size() / 2, unflagged + " unflagged of " + String.join("\n", failures));
		assertTrue(sum / n > 0.97, "mean IoU " + sum / n);
	}

	/** Where nothing is lit down to the end no rule can tell it; then the crop must be flagged. */
	@Test
	void aFieldThatFadesOutIsFitted() {
		final int n = 60;
		int good = 0;
		double sum = 0;
		final List<String> unflagged = new ArrayList<>();
		for (int seed = 0; seed < n; seed++) {
			final Screens.Known known = FadingScreens.of(seed);
			final FieldOfView found = SectorCrop.crop(Images.bytes(known.pixels(), known.width(), known.height()), 5);
			final double iou = found.box().iou(known.truth());
			sum += iou;
			if (iou >= 0.95) good++;
			else if (found.certain()) unflagged.add(seed + " " + known.kind() + " " + known.truth() + " " + found);
		}
		assertTrue(good >= n * 0.6, "only " + good + " of " + n);
		assertTrue(sum / n > 0.9, "mean IoU " + sum / n);
		assertTrue(unflagged.size() <= 1, () -> String.join("\n", unflagged));
	}

	@Test
	void barsOfTextAboveAndBelowThePictureAreNoPartOfIt() {
		final RandomStream random = RandomStream.of(3, "bars");
		final byte[] pixels = new byte[300 * 200];
		for (int y = 0; y < 200; y++)
			for (int x = 0; x < 300; x++) {
				final boolean bar = y < 20 || y >= 190;
				final boolean letter = bar && y % 20 > 6 && y % 20 < 14 && x % 9 < 3 && x < 200;
				final boolean picture = y >= 24 && y < 180 && Math.abs(x - 150) < 40 + (y - 24) / 2;
				pixels[y * 300 + x] = (byte) (letter ? 220 : bar ? 40 : picture ? 30 + random.nextInt(150) : 0);
			}
		final Screen screen = Screen.ofGray(Images.bytes(pixels, 300, 200));
		assertEquals(new Box(20, 24, 260, 166 - 10), TextBars.trim(screen, new Box(20, 0, 260, 200), List.of(0)));
		assertEquals(new Box(20, 24, 260, 156), TextBars.trim(screen, new Box(20, 24, 260, 156), List.of(0)), "no bar");
		assertEquals(new Box(20, 0, 260, 200), TextBars.trim(screen, new Box(20, 0, 260, 200), List.of(40)), "bars are margin");
	}

	@Test
	void aPictureWithoutMarginStaysWhole() {
		final RandomStream random = RandomStream.of(1, "speckle");
		final byte[] pixels = new byte[200 * 150];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (20 + random.nextInt(150));
		final FieldOfView found = SectorCrop.crop(Images.bytes(pixels, 200, 150), 5);
		assertEquals(new FieldOfView(new Box(0, 0, 200, 150), 1, ""), found);
	}

	@Test
	void imagesOfNothingAreWholeAndSmallOnesWork() {
		for (final int[] size : new int[][] { { 1, 1 }, { 2, 1 }, { 1, 9 }, { 5, 5 }, { 64, 64 } })
			for (final int level : new int[] { 0, 77, 255 }) {
				final byte[] pixels = new byte[size[0] * size[1]];
				java.util.Arrays.fill(pixels, (byte) level);
				final FieldOfView found = SectorCrop.crop(Images.bytes(pixels, size[0], size[1]), 5);
				assertEquals(new Box(0, 0, size[0], size[1]), found.box());
			}
	}

	/** One lit row below a dark one has sides, but no column of two pixels: the fitted field is empty, and that is no error. */
	@Test
	void oneLitRowHasABox() {
		final RandomStream random = RandomStream.of(3, "row");
		final byte[] pixels = new byte[122 * 2];
		for (int x = 6; x < 33; x++)
			pixels[122 + x] = (byte) (100 + random.nextInt(150));
		final FieldOfView found = SectorCrop.crop(Images.bytes(pixels, 122, 2), 5);
		assertTrue(!found.certain() && new Box(0, 0, 122, 2).share(found.box()) > 0 && found.box().w() < 40, found.toString());
	}

	@Test
	void aFlatImageIsDoubtful() {
		assertTrue(!SectorCrop.crop(Images.bytes(64, 64), 5).certain());
	}

	@Test
	void aTinyPictureIsDoubtful() {
		final RandomStream random = RandomStream.of(2, "speckle");
		final byte[] pixels = new byte[400 * 300];
		for (int y = 100; y < 150; y++)
			for (int x = 100; x < 150; x++)
				pixels[y * 400 + x] = (byte) (60 + random.nextInt(150));
		final FieldOfView found = SectorCrop.crop(Images.bytes(pixels, 400, 300), 5);
		assertTrue(found.box().iou(new Box(100, 100, 50, 50)) > 0.9, found.toString());
		assertTrue(!found.certain() && found.reason().contains("10 %"), found.toString());
	}
}
