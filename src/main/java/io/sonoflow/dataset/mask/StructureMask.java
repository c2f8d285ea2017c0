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
package io.sonoflow.dataset.mask;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Path;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The mask of one structure. One of many greys (of a JPEG, of soft edges) is cut at half of its range, else whatever is not 0 is
 * the structure.
 */
public final class StructureMask {

	/** More values than a mask of classes has. */
	private static final int VALUES = 8;

	private StructureMask() {
	}

	/**
	 * @param width columns of its image
	 * @param height rows of its image
	 * @return the mask (x, y), 0 and 255
	 * @throws SonoflowException.File if it cannot be read, or is of another size than its image
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> read(final Path file, final int width, final int height) {
		final var read = ImageFiles.readMask(file);
		if (Images.width(read) != width || Images.height(read) != height) throw new SonoflowException.File("The mask " + file +
			" has " + Images.width(read) + " x " + Images.height(read) + " pixels, but its image has " + width + " x " + height +
			". Give the mask that belongs to it, or none.");
		final byte[] pixels = Images.pixels(read).clone();
		final boolean[] seen = new boolean[1 << Byte.SIZE];
		int largest = 0;
		for (final byte pixel : pixels) {
			seen[pixel & 0xFF] = true;
			largest = Math.max(largest, pixel & 0xFF);
		}
		int values = 0;
		for (final boolean each : seen)
			if (each) values++;
		final int above = values > VALUES ? largest / 2 : 0;
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) ((pixels[i] & 0xFF) > above ? 0xFF : 0);
		return Images.bytes(pixels, width, height);
	}
}
