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

import java.awt.image.Raster;
import java.nio.file.Path;

/**
 * Masks of more than 8 bits a pixel, as ImageJ makes them of labels: what counts are the values themselves, so that none is
 * scaled. Values of structures are 1 to 255; one that is larger and the only one is white.
 */
public final class DeepLabels {

	private static final int MOST = 255;

	private DeepLabels() {
	}

	/**
	 * @param raster of one sample a pixel
	 * @param orientation see {@link Bitmap#upright}
	 * @return the mask, in 8 bits
	 * @throws SonoflowException.File if a value is no whole number, or not one that a structure has
	 */
	public static FrameReader of(final Path path, final Raster raster, final int orientation) {
		final int width = raster.getWidth();
		final int height = raster.getHeight();
		final double[] row = new double[width];
		final byte[] values = new byte[width * height];
		double large = 0;
		double first = 0;
		double other = 0;
		for (int y = 0; y < height; y++) {
			raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
			for (int x = 0; x < width; x++) {
				final double value = row[x];
				if (!(value >= 0) || value != Math.rint(value) || Double.isInfinite(value)) throw new SonoflowException.File("The mask " +
					path + " holds the value " + value + ". Values of masks are whole numbers: 0 is background, 1 to 255 are structures. " +
					"It may be a picture, or probabilities: threshold these, and save the mask in 8 bits.");
				if (value > 0 && first == 0) first = value;
				if (value > 0 && value != first) other = value;
				large = Math.max(large, value);
				values[y * width + x] = (byte) Math.min(MOST, value);
			}
		}
		if (large > MOST && other > 0) throw new SonoflowException.File("The mask " + path + " holds the value " + (long) large +
			" beside " + (long) (other == large ? first : other) + ". Values of structures are 1 to 255. If each object has a " +
			"number of its own, give those of one structure the same value, or make them white on black; a picture is no mask.");
		return new StillFrame(Bitmap.ofGray(width, height, values).upright(orientation));
	}
}
