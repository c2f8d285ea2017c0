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
package io.sonoflow.image.phantom;

/**
 * Logarithms and exponentials by table. The tables are filled by {@link StrictMath} and read by exact arithmetic, so
 * that pixels are equal on every machine, and faster than calling StrictMath per pixel.
 */
public final class Decibels {

	/** Levels of {@link #amplitude} are rounded to 1 / 32 dB, a tenth of the finest grey level step. */
	private static final int STEPS = 32;
	private static final int RANGE = 120;
	private static final float[] AMPLITUDES = new float[2 * RANGE * STEPS + 1];

	private static final int MANTISSA_BITS = 12;
	private static final float[] MANTISSAS = new float[1 << MANTISSA_BITS];
	private static final float OCTAVE = (float) (10 * StrictMath.log10(2));

	/** 10 log10 of an exponential variate (the intensity of fully developed speckle of mean 1) at equal shares. */
	private static final float[] SPECKLE = new float[256];

	static {
		for (int i = 0; i < AMPLITUDES.length; i++)
			AMPLITUDES[i] = (float) StrictMath.pow(10, (i / (double) STEPS - RANGE) / 20);
		for (int i = 0; i < MANTISSAS.length; i++)
			MANTISSAS[i] = (float) (10 * StrictMath.log10(1 + (i + 0.5) / MANTISSAS.length));
		for (int i = 0; i < SPECKLE.length; i++)
			SPECKLE[i] = (float) (10 * StrictMath.log10(-StrictMath.log((i + 0.5) / SPECKLE.length)));
	}

	private Decibels() {
	}

	/** {@return 10^(level / 20); the level (dB) is clamped to ±120} */
	public static float amplitude(final float level) {
		final float index = (Math.max(-RANGE, Math.min(RANGE, level)) + RANGE) * STEPS + 0.5f;
		return AMPLITUDES[(int) index];
	}

	/** {@return 10 log10(intensity), to 0.001 dB; about -380 for 0} */
	public static float ofIntensity(final float intensity) {
		final int bits = Float.floatToRawIntBits(intensity);
		return ((bits >>> 23) - 127) * OCTAVE + MANTISSAS[(bits & 0x7FFFFF) >>> (23 - MANTISSA_BITS)];
	}

	/**
	 * The mean grey level that fully developed speckle shows after clipping to 0..255.
	 *
	 * @param slope grey levels per dB
	 * @param low the first grey level of the table, before clipping, of the mean intensity
	 * @param length how many, one by one
	 * @return at i the mean shown where the mean intensity stands at grey level low + i
	 */
	static float[] shownMeans(final float slope, final int low, final int length) {
		final float[] means = new float[length];
		for (int i = 0; i < length; i++) {
			float sum = 0;
			for (final float level : SPECKLE)
				sum += Math.max(0, Math.min(255, low + i + slope * level));
			means[i] = sum / SPECKLE.length;
		}
		return means;
	}
}
