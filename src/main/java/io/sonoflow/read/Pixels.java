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
package io.sonoflow.read;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;

import java.nio.file.Path;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** What readers share: a frame is either 8-bit values with a palette, or packed colours. */
public abstract class Pixels implements FrameReader {

	/** One frame as it is stored: exactly one of the two arrays is not null. */
	public record Frame(byte[] values, int[] palette, int[] colors) {

		int color(final int i) {
			return colors != null ? colors[i] | 0xFF000000 : palette[values[i] & 0xFF];
		}

		int size() {
			return colors != null ? colors.length : values.length;
		}

		boolean isGray() {
			if (palette == null) return false;
			for (int i = 0; i < 256; i++)
				if (palette[i] != (0xFF000000 | i * 0x010101)) return false;
			return true;
		}
	}

	/** {@return the frame's own arrays or copies; not written to} */
	public abstract Frame frame(int index);

	@Override
	public final ArrayImg<ARGBType, IntArray> color(final int index) {
		final Frame frame = frame(index);
		final int[] colors = new int[frame.size()];
		for (int i = 0; i < colors.length; i++)
			colors[i] = frame.color(i);
		return ArrayImgs.argbs(colors, width(), height());
	}

	@Override
	public final ArrayImg<UnsignedByteType, ByteArray> gray(final int index) {
		final Frame frame = frame(index);
		if (frame.isGray()) return Images.bytes(frame.values().clone(), width(), height());
		final byte[] gray = new byte[frame.size()];
		for (int i = 0; i < gray.length; i++)
			gray[i] = (byte) Luma.of(frame.color(i));
		return Images.bytes(gray, width(), height());
	}

	@Override
	public final ArrayImg<UnsignedByteType, ByteArray> mask(final int index) {
		final Frame frame = frame(index);
		final byte[] mask = new byte[frame.size()];
		for (int i = 0; i < mask.length; i++) {
			final boolean inside = frame.colors() != null ? (frame.colors()[i] & 0xFFFFFF) != 0 : frame.values()[i] != 0;
			mask[i] = inside ? (byte) 255 : 0;
		}
		return Images.bytes(mask, width(), height());
	}

	@Override
	public final byte[] values(final int index) {
		return frame(index).values();
	}

	/** {@return the palette in which value v is the grey level v} */
	public static int[] grayPalette() {
		final int[] palette = new int[256];
		for (int i = 0; i < 256; i++)
			palette[i] = 0xFF000000 | i * 0x010101;
		return palette;
	}

	/**
	 * Tells of an image with too many bits.
	 *
	 * @param bits of one pixel; over 8
	 */
	public static SonoflowException.File tooDeep(final Path path, final int bits) {
		return new SonoflowException.File("The image " + path + " has " + bits +
			" bits a pixel; its grey scale depends on the display range, so it cannot be taken as it is. In ImageJ, set " +
			"the range with Image>Adjust>Brightness/Contrast, convert with Image>Type>8-bit and save it as PNG.");
	}
}
