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
package io.sonoflow.image.phantom.doppler;

/**
 * Echoes as complex samples of a part of the picture: each scatterer adds its amplitude, with the phase of its way to and fro
 * (exact, by its true place), times a Gaussian pulse and a Gaussian beam about its true place, not rounded to pixels. So
 * speckle follows scatterers by fractions of a wavelength, as the phase does. Beams that are steered give the phase along
 * their direction; the spread stays along rows and columns.
 */
final class Echoes {

	private static final int PHASES = 1 << 14;
	private static final float[] SINE = new float[PHASES];

	/** Steps of the Gaussian's table a standard deviation, and where it is cut. */
	private static final int STEPS = 1024, CUT = 3;
	private static final float[] GAUSS = new float[STEPS * CUT + 2];

	static {
		for (int i = 0; i < PHASES; i++)
			SINE[i] = (float) StrictMath.sin(2 * Math.PI * i / PHASES);
		for (int i = 0; i <= STEPS * CUT; i++)
			GAUSS[i] = (float) StrictMath.exp(-0.5 * i * i / ((double) STEPS * STEPS));
	}

	private final Beams beams;
	private final int left;
	private final int top;
	private final int width;
	private final int height;
	final float[] real;
	final float[] imaginary;
	private final float[] across = new float[256];

	/** Echoes of the rectangle whose upper left pixel is left, top. */
	Echoes(final Beams beams, final int left, final int top, final int width, final int height) {
		this.beams = beams;
		this.left = left;
		this.top = top;
		this.width = width;
		this.height = height;
		real = new float[width * height];
		imaginary = new float[width * height];
	}

	/**
	 * Adds scatterers.
	 *
	 * @param x mm
	 * @param z mm
	 * @param amplitude of each
	 */
	void add(final double[] x, final double[] z, final float[] amplitude) {
		final double step = beams.step();
		final double turns = -2 / beams.wavelength();
		final double sin = StrictMath.sin(beams.steering());
		final double cos = StrictMath.cos(beams.steering());
		final double axial = beams.axial();
		final double[] lateral = new double[4 * beams.size()];
		for (int row = 0; row < lateral.length; row++)
			lateral[row] = beams.lateral(beams.z(row - beams.size()));
		for (int i = 0; i < amplitude.length; i++) {
			final double row = z[i] / step - 0.5 - top;
			final double column = x[i] / step + 0.5 * beams.size() - 0.5 - left;
			final int at = (int) row + top + beams.size();
			if (at < 0 || at >= lateral.length) continue;
			final double wide = lateral[at];
			if (row < -CUT * axial || row > height + CUT * axial || column < -CUT * wide || column > width + CUT * wide) continue;
			final double phase = turns * (z[i] * cos + x[i] * sin);
			final int index = (int) ((phase - Math.floor(phase)) * PHASES + 0.5);
			// Unit energy: uncorrelated scatterers keep their mean intensity at every depth.
			final float level = amplitude[i] * (float) (1 / Math.sqrt(Math.PI * axial * wide));
			spread(row, column, axial, wide, level * SINE[index + PHASES / 4 & PHASES - 1], level * SINE[index & PHASES - 1]);
		}
	}

	private void spread(final double row, final double column, final double axial, final double wide, final float re,
		final float im)
	{
		final int from = Math.max(0, (int) Math.ceil(column - CUT * wide));
		final int to = Math.min(Math.min(width - 1, (int) Math.floor(column + CUT * wide)), from + across.length - 1);
		for (int k = from; k <= to; k++)
			across[k - from] = gauss(Math.abs(k - column) / wide);
		final int last = Math.min(height - 1, (int) Math.floor(row + CUT * axial));
		for (int r = Math.max(0, (int) Math.ceil(row - CUT * axial)); r <= last; r++) {
			final float along = gauss(Math.abs(r - row) / axial);
			final float a = re * along;
			final float b = im * along;
			final int base = r * width;
			for (int k = from; k <= to; k++) {
				real[base + k] += a * across[k - from];
				imaginary[base + k] += b * across[k - from];
			}
		}
	}

	private static float gauss(final double sigmas) {
		final double at = sigmas * STEPS;
		final int index = (int) at;
		if (index >= STEPS * CUT) return 0;
		final float rest = (float) (at - index);
		return GAUSS[index] + rest * (GAUSS[index + 1] - GAUSS[index]);
	}
}
