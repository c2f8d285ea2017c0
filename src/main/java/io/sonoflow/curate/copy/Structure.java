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
 * The speckle and edges of an image of 64 x 64, as {@link MemoryAudit} compares them, in 4 KB. Places beside black are left
 * out: they show the outline of the scanner's fan and the letters on its screen, which other patients' images share.
 */
public final class Structure {

	/** Columns and rows. */
	static final int SIDE = Fingerprint.SIDE;

	/** Grey levels below this are black ground. */
	private static final float BLACK = 2;
	/** Share of the 7 x 7 around a place that may be black. */
	private static final double BLACK_SHARE = 0.1;
	private static final int RADIUS = 3;
	/** Detail is kept in steps of this, up to 4. */
	private static final float STEP = 1 / 31f;
	private static final byte NONE = Byte.MIN_VALUE;

	private final byte[] detail;

	private Structure(final byte[] detail) {
		this.detail = detail;
	}

	/**
	 * @param image (x, y), 8-bit, any size
	 * @return its structure
	 */
	public static Structure of(final RandomAccessibleInterval<UnsignedByteType> image) {
		final float[] small = Resize.resize(Images.floatPixels(image), Images.width(image), Images.height(image), SIDE, SIDE,
			Interpolation.BILINEAR_ANTIALIASED);
		final float[] fine = Fingerprint.fine(small);
		final byte[] detail = new byte[fine.length];
		for (int i = 0; i < fine.length; i++)
			detail[i] = besideBlack(small, i % SIDE, i / SIDE) ? NONE : (byte) Math.max(-Byte.MAX_VALUE, Math.min(
				Byte.MAX_VALUE, Math.round(fine[i] / STEP)));
		return new Structure(detail);
	}

	private static boolean besideBlack(final float[] pixels, final int x, final int y) {
		int count = 0;
		int black = 0;
		for (int v = Math.max(0, y - RADIUS); v <= Math.min(SIDE - 1, y + RADIUS); v++)
			for (int u = Math.max(0, x - RADIUS); u <= Math.min(SIDE - 1, x + RADIUS); u++, count++)
				if (pixels[v * SIDE + u] < BLACK) black++;
		return black > BLACK_SHARE * count;
	}

	/** {@return rows of detail, 0 where left out; a new array} */
	float[] values() {
		final float[] values = new float[detail.length];
		for (int i = 0; i < values.length; i++)
			values[i] = detail[i] == NONE ? 0 : detail[i] * STEP;
		return values;
	}

	/** {@return whether each place counts; a new array} */
	boolean[] shown() {
		final boolean[] shown = new boolean[detail.length];
		for (int i = 0; i < shown.length; i++)
			shown[i] = detail[i] != NONE;
		return shown;
	}

	/**
	 * An embedding that needs no network: the amplitudes of the spatial frequencies of the coarse structure, of which a
	 * shift changes nothing but what enters at the border, each averaged with that of the mirrored frequency.
	 *
	 * @return 17 x 17 - 1 numbers of mean 0 and norm 1; all 0 of a blank image
	 */
	float[] spectrum() {
		return spectrum(values());
	}

	/** {@return the same of the image magnified about its middle, as a crop of it would look} */
	float[] spectrum(final double zoom) {
		return spectrum(AffineFit.magnified(values(), shown(), zoom));
	}

	private static float[] spectrum(final float[] values) {
		final int n = Correlation.SIDE;
		final Fingerprint print = Fingerprint.ofDetail(values);
		final int half = n / 2 + 1;
		final float[] vector = new float[half * half - 1];
		for (int ky = 0, i = -1; ky < half; ky++)
			for (int kx = 0; kx < half; kx++, i++)
				if (i >= 0) vector[i] = (float) Math.sqrt(power(print, ky, kx) + power(print, ky, n - kx & n - 1));
		return unit(vector);
	}

	private static float power(final Fingerprint print, final int ky, final int kx) {
		final float plus = print.spectrum()[ky * Correlation.SIDE + kx];
		final float minus = print.reversed()[ky * Correlation.SIDE + kx];
		return plus * plus + minus * minus;
	}

	private static float[] unit(final float[] vector) {
		double mean = 0;
		for (final float value : vector)
			mean += value / vector.length;
		double energy = 0;
		for (final float value : vector)
			energy += (value - mean) * (value - mean);
		final double norm = Math.sqrt(energy);
		for (int i = 0; i < vector.length; i++)
			vector[i] = norm < 1e-9 ? 0 : (float) ((vector[i] - mean) / norm);
		return vector;
	}
}
