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
package io.sonoflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Masks as scripts have them: of any pixel type, what is not 0 inside. */
class MasksTest {

	private static RandomAccessibleInterval<UnsignedByteType> square(final int x, final int y, final int side, final int value) {
		final byte[] pixels = new byte[50 * 40];
		for (int i = 0; i < pixels.length; i++)
			if (i % 50 >= x && i % 50 < x + side && i / 50 >= y && i / 50 < y + side) pixels[i] = (byte) value;
		return Images.bytes(pixels, 50, 40);
	}

	@Test
	void figuresOfTwoSquares() {
		final RandomAccessibleInterval<UnsignedByteType> mask = square(5, 5, 10, 7);
		final RandomAccessibleInterval<UnsignedByteType> reference = square(5, 10, 10, 255);
		assertEquals(0.5, Masks.dice(mask, reference), 1e-12);
		assertEquals(1 / 3.0, Masks.iou(mask, reference), 1e-12);
		assertEquals(1, Masks.nsd(mask, mask, 0), 0);
		assertEquals(1, Masks.nsd(mask, reference, 5), 0);
		assertTrue(Masks.nsd(mask, reference, 1) < 0.8 && Masks.nsdPixel(mask, reference, 1) < 0.8);
		assertEquals(5, Masks.hausdorff95(mask, reference, 1, 1), 0);
		assertEquals(1, Masks.hausdorff95(mask, reference, 9, 0.2), 1e-12);
		assertEquals(1, Masks.nsd(mask, reference, 1, 9, 0.2), 1e-12);
		assertEquals(Double.NaN, Masks.dice(square(0, 0, 0, 1), square(0, 0, 0, 1)));
	}

	@Test
	void postProcessingAndOutlines() {
		final RandomAccessibleInterval<UnsignedByteType> specks = square(5, 5, 10, 255);
		specks.getAt(30, 30).set(255);
		specks.getAt(9, 9).set(0);
		final RandomAccessibleInterval<BitType> better = Masks.postProcess(specks, true, 2, 0.3, 0.003);
		assertEquals(0.98, Masks.dice(better, square(5, 5, 10, 1)), 0.01, "only the corners are rounded");
		assertEquals(0, Masks.dice(better, square(30, 30, 1, 1)), 0);
		assertEquals(1, Masks.dice(better, Masks.postProcess(specks, "breast")), 0);
		assertEquals(1, Masks.dice(specks, Masks.postProcess(specks, false, 9, 0, 0)), 0);
		final RandomAccessibleInterval<UnsignedByteType> line = square(5, 5, 20, 255);
		for (int y = 6; y < 24; y++)
			for (int x = 6; x < 24; x++)
				line.getAt(x, y).set(0);
		assertEquals(1, Masks.dice(Masks.fillOutline(line), square(5, 5, 20, 1)), 0);
		line.getAt(15, 5).set(0);
		refused("gap", () -> Masks.fillOutline(line));
	}

	private static void refused(final String word, final Executable call) {
		final String message = assertThrows(SonoflowException.Input.class, call).getMessage();
		assertTrue(message.contains(word), message);
	}

	@Test
	void wrongArgumentsAreNamed() {
		final RandomAccessibleInterval<UnsignedByteType> mask = square(5, 5, 10, 1);
		refused("mask", () -> Masks.postProcess((RandomAccessibleInterval<UnsignedByteType>) null, "breast"));
		refused("organ", () -> Masks.postProcess(mask, null));
		refused("parts=0", () -> Masks.postProcess(mask, true, 0, 0.3, 0));
		refused("share=2.0", () -> Masks.postProcess(mask, true, 2, 2, 0));
		refused("hole=-1.0", () -> Masks.postProcess(mask, true, 2, 0.3, -1));
		refused("plane", () -> Masks.fillOutline(ArrayImgs.unsignedBytes(4, 4, 4)));
		refused("50 x 40", () -> Masks.dice(mask, ArrayImgs.unsignedBytes(40, 50)));
		refused("tolerance", () -> Masks.nsd(mask, mask, Double.NaN));
		refused("pixelWidth", () -> Masks.nsd(mask, mask, 1, 0, 1));
		refused("pixelHeight", () -> Masks.hausdorff95(mask, mask, 1, Double.NaN));
	}
}
