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
package io.sonoflow.curate.copy;

import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What is compared of an image: its speckle and edges, without gain, offset, slow shading and the finest grain. The image
 * is brought to 64 x 64, then a difference of Gaussians (standard deviations 0.8 and 4 pixels) is divided by its local
 * contrast, so that no bright capsule outweighs everything else.
 *
 * @param fine 64 x 64, rows
 * @param spectrum Hartley spectrum of the 32 x 32 version, of mean 0 and norm 1, that fades out at its border
 * @param reversed the spectrum at negated frequencies
 * @param mirrored the spectrum of the same with left and right exchanged
 * @param blank whether nothing is in the image, not even noise: it resembles nothing
 */
record Fingerprint(float[] fine, float[] spectrum, float[] reversed, float[] mirrored, boolean blank) {

	/** Columns and rows of the fine version. */
	static final int SIDE = 2 * Correlation.SIDE;

	private static final double GRAIN = 0.8;
	private static final double SHADING = 4;

	/** In grey levels: contrast below it is rounding of dark pixels rather than tissue. */
	private static final double FLOOR = 2;

	private static final int FADE = 4;

	/** {@return the fingerprint of an image (x, y) of any size} */
	static Fingerprint of(final RandomAccessibleInterval<UnsignedByteType> image) {
		final float[] fine = fine(Resize.resize(Images.floatPixels(image), Images.width(image), Images.height(image), SIDE,
			SIDE, Interpolation.BILINEAR_ANTIALIASED));
		return ofDetail(fine);
	}

	/** {@return the fingerprint of what {@link #fine(float[])} gave, perhaps altered after; not copied} */
	static Fingerprint ofDetail(final float[] fine) {
		final float[] coarse = coarse(fine);
		final boolean blank = !normalise(coarse);
		final float[] spectrum = Correlation.spectrum(coarse);
		return new Fingerprint(fine, spectrum, Correlation.reversed(spectrum), Correlation.spectrum(Flip.HORIZONTAL.apply(coarse,
			Correlation.SIDE)), blank);
	}

	/**
	 * @param pixels 64 x 64, 0..255
	 * @return its structure, without gain and shading; a new array
	 */
	static float[] fine(final float[] pixels) {
		final float[] shading = Gaussian.blur(pixels, SIDE, SHADING);
		final float[] detail = Gaussian.blur(pixels, SIDE, GRAIN);
		final float[] energy = new float[pixels.length];
		double total = 0;
		for (int i = 0; i < detail.length; i++) {
			detail[i] -= shading[i];
			energy[i] = detail[i] * detail[i];
			total += energy[i];
		}
		final double floor = FLOOR * FLOOR + 0.1 * total / energy.length;
		final float[] local = Gaussian.blur(energy, SIDE, SHADING);
		for (int i = 0; i < detail.length; i++)
			detail[i] /= (float) Math.sqrt(local[i] + floor);
		return detail;
	}

	private static float[] coarse(final float[] fine) {
		final float[] coarse = new float[Correlation.SIDE * Correlation.SIDE];
		for (int row = 0; row < Correlation.SIDE; row++)
			for (int column = 0; column < Correlation.SIDE; column++) {
				final int from = 2 * row * SIDE + 2 * column;
				coarse[row * Correlation.SIDE + column] = (fine[from] + fine[from + 1] + fine[from + SIDE] + fine[from + SIDE +
					1]) * fade(row) * fade(column) / 4;
			}
		return coarse;
	}

	/** What a shift brings in from the other side is faint. */
	private static float fade(final int at) {
		final int border = Math.min(at, Correlation.SIDE - 1 - at);
		return border >= FADE ? 1 : (float) (0.5 - 0.5 * StrictMath.cos(StrictMath.PI * (border + 0.5) / FADE));
	}

	/** {@return whether there was anything to normalise} */
	private static boolean normalise(final float[] pixels) {
		double mean = 0;
		for (final float pixel : pixels)
			mean += pixel / pixels.length;
		double energy = 0;
		for (int i = 0; i < pixels.length; i++) {
			pixels[i] -= (float) mean;
			energy += (double) pixels[i] * pixels[i];
		}
		if (energy < 1e-6) return false;
		final float scale = (float) (1 / Math.sqrt(energy));
		for (int i = 0; i < pixels.length; i++)
			pixels[i] *= scale;
		return true;
	}
}
