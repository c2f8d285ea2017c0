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
package io.sonoflow.step.data;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;

import java.nio.file.Path;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The masks in the columns marks and mask of a data set: what is burnt into its images, and what they show. */
public final class MarkMasks {

	private MarkMasks() {
	}

	/**
	 * @param file the mask, or null if there is none
	 * @param image that it belongs to, (x, y)
	 * @return row by row, true on marks; null if there is no mask
	 * @throws SonoflowException.File if it cannot be read or is of another size than the image
	 */
	public static boolean[] mask(final Path file, final RandomAccessibleInterval<UnsignedByteType> image) {
		return mask(file, image, Sample.MARKS, "mask of marks");
	}

	/** {@return the same of the column mask: true on whatever structure is in it} */
	public static boolean[] ofStructure(final Path file, final RandomAccessibleInterval<UnsignedByteType> image) {
		return mask(file, image, "mask", "mask");
	}

	/**
	 * {@return the same of a frame of a clip of masks}
	 *
	 * @param reader of the file
	 * @param frame of the mask, from 0
	 * @param column that names it: marks or mask
	 */
	public static boolean[] frame(final FrameReader reader, final int frame, final Path file,
		final RandomAccessibleInterval<UnsignedByteType> image, final String column)
	{
		if (frame >= reader.frames()) throw new SonoflowException.File("The mask " + file + " has " + reader.frames() +
			" frames, fewer than its clip. Empty the column " + column + " of that clip, or give the mask that belongs to it.");
		return checked(reader.mask(frame), file, image, column, column.equals(Sample.MARKS) ? "mask of marks" : "mask");
	}

	private static boolean[] mask(final Path file, final RandomAccessibleInterval<UnsignedByteType> image, final String column,
		final String what)
	{
		return file == null ? null : checked(ImageFiles.readMask(file), file, image, column, what);
	}

	private static boolean[] checked(final ArrayImg<UnsignedByteType, ByteArray> read, final Path file,
		final RandomAccessibleInterval<UnsignedByteType> image, final String column, final String what)
	{
		if (Images.width(read) != Images.width(image) || Images.height(read) != Images.height(image))
			throw new SonoflowException.File("The " + what + " " + file + " has " + Images.width(read) + " x " + Images.height(
				read) + " pixels, but its image has " + Images.width(image) + " x " + Images.height(image) +
				". Empty the column " + column + " of that image, or give the mask that belongs to it.");
		final byte[] pixels = Images.pixels(read);
		final boolean[] mask = new boolean[pixels.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = pixels[i] != 0;
		return mask;
	}

	/** {@return share of the pixels that are on marks, 0..1} */
	public static double area(final boolean[] mask) {
		int covered = 0;
		for (final boolean each : mask)
			if (each) covered++;
		return (double) covered / mask.length;
	}
}
