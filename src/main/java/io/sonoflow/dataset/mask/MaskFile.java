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
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import net.imglib2.type.numeric.ARGBType;

/**
 * A mask as it is stored.
 *
 * @param width columns
 * @param height rows
 * @param values row by row: grey levels or numbers of a palette; of a colour its brightest part
 * @param palette whether values are numbers of a palette that is no grey scale
 * @param brightZero whether 0 is shown bright, and not because the whole scale is inverted
 */
record MaskFile(Path path, int width, int height, byte[] values, boolean palette, boolean brightZero) {

	/** Difference of two colours, each at its full brightness, up to which they are one that a lossy file has changed. */
	private static final double ALIKE = 0.25;
	/** Colours of a file that was drawn and not smoothed. */
	private static final int FEW = 16;
	private static final int HALF = 128, MOST = 255;

	/**
	 * Reads it.
	 *
	 * @throws SonoflowException.File if it cannot be read, is a clip or has several colours
	 */
	static MaskFile read(final Path path) {
		try (FrameReader reader = ImageFiles.openMask(path)) {
			if (reader.frames() != 1) throw new SonoflowException.File("The mask " + path + " has " + reader.frames() +
				" frames. A mask is one picture: split clips and their masks into images, e.g. with \"Crop Ultrasound...\".");
			return frame(path, reader, 0);
		}
	}

	/** One frame of a clip of masks; as {@link #read}. */
	static MaskFile frame(final Path path, final FrameReader reader, final int frame) {
		final byte[] stored = reader.values(frame);
		if (stored == null) return new MaskFile(path, reader.width(), reader.height(), colored(path, reader, frame), false, false);
		final byte[] gray = Images.pixels(reader.gray(frame));
		return new MaskFile(path, reader.width(), reader.height(), stored, !Arrays.equals(stored, gray), isZeroBright(stored, gray));
	}

	private static boolean isZeroBright(final byte[] stored, final byte[] gray) {
		boolean bright = false;
		boolean inverted = true;
		for (int i = 0; i < stored.length; i++)
			if (stored[i] == 0) bright |= (gray[i] & MOST) >= HALF;
			else inverted &= (gray[i] & MOST) == MOST - (stored[i] & MOST);
		return bright && !inverted;
	}

	/** {@return the values of a mask of one colour on black, or of grey levels in three channels} */
	private static byte[] colored(final Path path, final FrameReader reader, final int frame) {
		final int[] colors = reader.color(frame).update(null).getCurrentStorageArray();
		final byte[] values = new byte[colors.length];
		boolean gray = true;
		int most = 0;
		for (int i = 0; i < colors.length; i++) {
			final int r = ARGBType.red(colors[i]);
			final int g = ARGBType.green(colors[i]);
			final int b = ARGBType.blue(colors[i]);
			values[i] = (byte) Math.max(r, Math.max(g, b));
			most = Math.max(most, values[i] & MOST);
			gray &= r == g && g == b;
		}
		// Where a lossy file smears the colour, what is dark has any.
		if (!gray) requireOne(path, colors, values, isFew(colors) ? 1 : most / 2);
		return values;
	}

	/** {@return whether there are so few colours that each was meant} */
	private static boolean isFew(final int[] colors) {
		final int[] seen = new int[FEW];
		int count = 0;
		for (final int color : colors) {
			int i = 0;
			while (i < count && seen[i] != color)
				i++;
			if (i < count) continue;
			if (count == FEW) return false;
			seen[count++] = color;
		}
		return true;
	}

	private static void requireOne(final Path path, final int[] colors, final byte[] values, final int least) {
		final double[] mean = new double[3];
		for (int i = 0; i < colors.length; i++)
			if ((values[i] & MOST) >= least) for (int c = 0; c < 3; c++)
				mean[c] += part(colors[i], c) / (values[i] & MOST);
		final double top = Math.max(mean[0], Math.max(mean[1], mean[2]));
		long all = 0;
		long others = 0;
		int other = 0;
		for (int i = 0; i < colors.length; i++) {
			if ((values[i] & MOST) < least) continue;
			all++;
			for (int c = 0; c < 3; c++) {
				if (Math.abs(part(colors[i], c) / (values[i] & MOST) - mean[c] / top) <= ALIKE) continue;
				others++;
				other = colors[i];
				break;
			}
		}
		if (others * 100 > all) throw new SonoflowException.File(String.format(
			"The mask %s has several colours: %d of %d coloured pixels differ from the others (one is #%06X). One colour on black " +
				"is a mask; with several it is not clear which stands for what, or it is the picture with something drawn on it. " +
				"Save it as 8-bit grey or with a palette, with one value for each structure.", path, others, all, other & 0xFFFFFF));
	}

	private static double part(final int color, final int channel) {
		return color >> 16 - 8 * channel & MOST;
	}

	/** {@return the same of other values} */
	MaskFile with(final byte[] others) {
		return new MaskFile(path, width, height, others, palette, brightZero);
	}

	/** {@return whether it was saved with losses} */
	boolean isLossy() {
		try (InputStream in = Files.newInputStream(path)) {
			return in.read() == 0xFF && in.read() == 0xD8;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + path + ": " + AtomicFiles.reason(e) + ".", e);
		}
	}
}
