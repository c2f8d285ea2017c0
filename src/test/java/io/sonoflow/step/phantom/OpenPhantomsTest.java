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
package io.sonoflow.step.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.image.Images;

import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

class OpenPhantomsTest {

	private static byte[] row(final ArrayImg<UnsignedByteType, ByteArray> frame, final int row) {
		final int width = Images.width(frame);
		return Arrays.copyOfRange(Images.pixels(frame), row * width, (row + 1) * width);
	}

	@Test
	void theScreenIsAlwaysTheSame() {
		final ArrayImg<UnsignedByteType, ByteArray> screen = OpenPhantomScreen.of().run(Monitor.NONE).image();
		assertEquals(800, Images.width(screen));
		assertEquals(600, Images.height(screen));
		assertArrayEquals(Images.pixels(screen), Images.pixels(OpenPhantomScreen.of().run(Monitor.NONE).image()));
	}

	/** What moves is the probe: each row of a frame is found again in the next one, a little to the side. */
	@Test
	void theProbeSlidesToAndFro() {
		final OpenPhantomClip.Result clip = OpenPhantomClip.of().run(Monitor.NONE);
		assertEquals(32, clip.frames().size());
		assertEquals(300, Images.width(clip.frames().get(0)));
		assertEquals(400, Images.height(clip.frames().get(0)));
		int moved = 0;
		for (int frame = 0; frame < 32; frame++) {
			final byte[] here = row(clip.frames().get(frame), 200);
			final byte[] next = row(clip.frames().get((frame + 1) % 32), 200);
			int shift = 0;
			while (shift <= 12 && !same(here, next, shift) && !same(next, here, shift))
				shift++;
			assertTrue(shift <= 10, "frame " + frame + " has no neighbour");
			if (shift > 0) moved++;
		}
		assertTrue(moved > 25, "frames that moved: " + moved);
		assertFalse(Arrays.equals(row(clip.frames().get(0), 200), row(clip.frames().get(16), 200)));
	}

	/** {@return whether b is a, so far to the left} */
	private static boolean same(final byte[] a, final byte[] b, final int shift) {
		return Arrays.equals(a, shift, a.length, b, 0, b.length - shift);
	}
}
