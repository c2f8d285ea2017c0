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
package io.sonoflow.dataset;

import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;

import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Frames that are in memory already, e.g. of the active image. */
public record MemoryFrames(List<ArrayImg<ARGBType, IntArray>> images) implements FrameReader {

	@Override
	public int frames() {
		return images.size();
	}

	@Override
	public int width() {
		return Images.width(images.get(0));
	}

	@Override
	public int height() {
		return Images.height(images.get(0));
	}

	@Override
	public String header() {
		return "";
	}

	@Override
	public ArrayImg<ARGBType, IntArray> color(final int frame) {
		// As of a file: who draws into it must not draw into the frame.
		return ArrayImgs.argbs(images.get(frame).update(null).getCurrentStorageArray().clone(), width(), height());
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> gray(final int frame) {
		return Luma.gray(images.get(frame));
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		final byte[] pixels = new byte[width() * height()];
		final int[] colors = images.get(frame).update(null).getCurrentStorageArray();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) ((colors[i] & 0xFFFFFF) == 0 ? 0 : 255);
		return Images.bytes(pixels, width(), height());
	}

	@Override
	public byte[] values(final int frame) {
		return null;
	}

	@Override
	public void close() {
		// Nothing is open.
	}
}
