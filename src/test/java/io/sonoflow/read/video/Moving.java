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
package io.sonoflow.read.video;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Path;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Something that moves, of every grey level. */
public final class Moving {

	/** Columns. */
	public static final int W = 96;

	/** Rows. */
	public static final int H = 64;

	private Moving() {
	}

	/** {@return frame t} */
	public static ArrayImg<UnsignedByteType, ByteArray> gray(final int t, final int w, final int h) {
		final byte[] pixels = new byte[w * h];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) Math.max(0, Math.min(255, 128 + 130 * Math.sin((i % w + 2. * t) / 9) * Math.cos((i / w - t) / 7.)));
		return Images.bytes(pixels, w, h);
	}

	/** {@return frame t} */
	public static ArrayImg<ARGBType, IntArray> color(final int t, final int w, final int h) {
		final int[] pixels = new int[w * h];
		final byte[] gray = Images.pixels(gray(t, w, h));
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = 0xFF000000 | (gray[i] & 255) << 16 | (i % w * 255 / w) << 8 | i / w * 255 / h;
		return ArrayImgs.argbs(pixels, w, h);
	}

	/** Writes a grey clip. */
	public static Path write(final Path path, final ClipCodec codec, final int frames, final FrameRate rate)
		throws IOException
	{
		try (ClipWriter writer = new ClipWriter(path, codec, W, H, false, rate)) {
			for (int t = 0; t < frames; t++)
				writer.add(gray(t, W, H));
			writer.finish();
		}
		return path;
	}
}
