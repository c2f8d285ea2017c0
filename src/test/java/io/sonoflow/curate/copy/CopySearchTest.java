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
package io.sonoflow.curate.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

/** A mirrored crop under another patient is found and described; different patients are not taken for copies. */
class CopySearchTest {

	private static final int SIZE = 96;

	/** A mirrored part of 86 x 86 pixels, darker. */
	private static ArrayImg<UnsignedByteType, ByteArray> mirroredCrop(
		final RandomAccessibleInterval<UnsignedByteType> image)
	{
		final float[] pixels = Images.floatPixels(image);
		final int side = 86;
		final byte[] crop = new byte[side * side];
		for (int y = 0; y < side; y++)
			for (int x = 0; x < side; x++)
				crop[y * side + side - 1 - x] = (byte) Math.round(0.7 * pixels[(y + 4) * SIZE + x + 6]);
		return Images.bytes(crop, side, side);
	}

	@Test
	void aMirroredDarkCropIsFoundAndNothingElse() {
		final List<RandomAccessibleInterval<UnsignedByteType>> images = new ArrayList<>(Copies.phantoms(2, 10, SIZE));
		final List<String> groups = new ArrayList<>();
		for (int i = 0; i < images.size(); i++)
			groups.add("p" + i / 4);
		assertEquals(List.of(), CopySearch.across(images::get, groups, Monitor.NONE));
		images.add(mirroredCrop(images.get(5)));
		groups.add("other");
		final List<CopySearch.Copy> copies = CopySearch.across(images::get, groups, Monitor.NONE);
		assertEquals(1, copies.size(), copies::toString);
		final CopySearch.Copy copy = copies.get(0);
		assertEquals(List.of(5, 40), List.of(copy.first(), copy.second()));
		assertEquals(Flip.HORIZONTAL, copy.registration().flip());
		assertEquals(86.0 / SIZE, copy.registration().zoom(), 0.01);
		assertTrue(copy.registration().describe().startsWith("mirrored, x 0.9"), copy.registration().describe());
	}

	@Test
	void blankImagesAreLikeNothing() {
		final ArrayImg<UnsignedByteType, ByteArray> blank = Images.bytes(new byte[SIZE * SIZE], SIZE, SIZE);
		assertEquals(List.of(), CopySearch.across(i -> blank, List.of("a", "b", "c"), Monitor.NONE));
		assertEquals(0, Registration.of(Structure.of(blank), Structure.of(blank)).similarity());
	}

	@Test
	void theUserCanStopIt() {
		final ArrayImg<UnsignedByteType, ByteArray> blank = Images.bytes(new byte[SIZE * SIZE], SIZE, SIZE);
		assertThrows(SonoflowException.Cancelled.class, () -> CopySearch.across(i -> blank, List.of("a", "b"), new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		}));
	}
}
