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
package io.sonoflow.image.phantom;

import io.sonoflow.image.Images;

import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A clip of a phantom: a linear probe slides sideways over a still organ and back, so the speckle moves with the tissue. The
 * frames are parts of one wide view; what electronic noise there is moves along, and tissue is neither pressed nor does it
 * pulse.
 */
public final class PhantomClip {

	private PhantomClip() {
	}

	/**
	 * @param view the wide view, as large as its rows
	 * @param width columns of a frame, fewer than the view's
	 * @param frames their number; the last is followed by the first without a jump
	 * @return frames (x, y), 8-bit
	 */
	public static List<ArrayImg<UnsignedByteType, ByteArray>> of(final ViewSpec view, final int width, final int frames) {
		final byte[] wide = Images.pixels(Phantom.of(view).image());
		final int most = view.size() - width;
		return IntStream.range(0, frames).mapToObj(frame -> {
			final double phase = 2 * Math.PI * frame / frames;
			return part(wide, view.size(), (int) Math.round(most * (1 - StrictMath.cos(phase)) / 2), width);
		}).toList();
	}

	private static ArrayImg<UnsignedByteType, ByteArray> part(final byte[] wide, final int size, final int from,
		final int width)
	{
		final byte[] pixels = new byte[width * size];
		for (int row = 0; row < size; row++)
			System.arraycopy(wide, row * size + from, pixels, row * width, width);
		return Images.bytes(pixels, width, size);
	}
}
