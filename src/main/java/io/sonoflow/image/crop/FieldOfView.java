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

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Where the picture is on a screen.
 *
 * @param box the smallest rectangle that holds it; the whole image if there is no margin
 * @param score 0..1, how far to trust it
 * @param reason why somebody should look at it; empty if nobody needs to
 */
public record FieldOfView(Box box, double score, String reason) {

	/** Below this score somebody should look. */
	public static final double CERTAIN = 0.85;

	/** {@return whether nobody needs to look at it} */
	public boolean certain() {
		return reason.isEmpty();
	}

	/**
	 * Cuts it out of an image of the screen's size.
	 *
	 * @param image (x, y), 8-bit
	 * @param size edge in pixels of the square that the cut is resized to; 0 = as it is
	 * @param interpolation for the resizing
	 */
	public ArrayImg<UnsignedByteType, ByteArray> cut(final ArrayImg<UnsignedByteType, ByteArray> image, final int size,
		final Interpolation interpolation)
	{
		final ArrayImg<UnsignedByteType, ByteArray> crop = Images.crop(image, box);
		return size == 0 ? crop : Resize.resize(crop, size, size, interpolation);
	}
}
