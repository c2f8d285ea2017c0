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

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Frames as ImageJ and Java have them, for the tests' files. */
final class ClipFiles {

	private ClipFiles() {
	}

	/** {@return whether every pixel has three equal channels} */
	static boolean isGrey(final List<int[]> frames) {
		return frames.stream().flatMapToInt(Arrays::stream).allMatch(rgb -> (rgb & 255) * 0x10101 == rgb);
	}

	/** {@return a stack, of bytes if all is grey} */
	static ImagePlus stack(final List<int[]> frames, final int width, final int height) {
		final ImageStack stack = new ImageStack(width, height);
		for (final int[] frame : frames)
			stack.addSlice(isGrey(frames) ? new ByteProcessor(width, height, bytes(frame)) : new ColorProcessor(width, height,
				frame.clone()));
		return new ImagePlus("", stack);
	}

	/** {@return an image, of bytes if all is grey} */
	static BufferedImage image(final int[] frame, final int width, final int height) {
		final boolean grey = isGrey(List.of(frame));
		final BufferedImage image = new BufferedImage(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY
			: BufferedImage.TYPE_INT_RGB);
		image.getRaster().setDataElements(0, 0, width, height, grey ? bytes(frame) : frame.clone());
		return image;
	}

	private static byte[] bytes(final int[] frame) {
		final byte[] bytes = new byte[frame.length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) frame[i];
		return bytes;
	}
}
