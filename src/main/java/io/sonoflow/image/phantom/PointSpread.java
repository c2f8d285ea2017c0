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
 * The imaging system's point-spread function on demodulated (complex baseband) echoes: a Gaussian pulse along the beam
 * and a Gaussian beam profile across, whose width changes with depth. It is separable row by row: a row of scatterers
 * is convolved laterally with its own kernel, then rows are mixed by the pulse. Both passes are loops over contiguous
 * floats, in a fixed order of additions. Kernels have unit energy, so uncorrelated scatterers of mean intensity 1 give a
 * field of mean intensity 1 at every depth.
 */
final class PointSpread {

	private final TissueMap map;
	private final float[] pulse;
	private final float[][] profiles;

	PointSpread(final TissueMap map, final Acquisition acquisition) {
		this.map = map;
		pulse = gaussian(acquisition.axialSigma() / map.step, TissueMap.MARGIN_Z);
		profiles = new float[map.height][];
		for (int row = 0; row < map.height; row++)
			profiles[row] = gaussian(acquisition.lateralSigma(map.z(row)) / map.step, TissueMap.MARGIN_X);
	}

	/**
	 * @param sigma standard deviation of the amplitude, samples
	 * @param limit largest radius
	 * @return the right half of the kernel from its middle, unit energy, cut at 3 sigma
	 */
	static float[] gaussian(final double sigma, final int limit) {
		final int radius = Math.max(1, Math.min(limit, (int) Math.ceil(3 * sigma)));
		final double[] half = new double[radius + 1];
		double energy = 0;
		for (int i = 0; i <= radius; i++) {
			half[i] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
			energy += (i == 0 ? 1 : 2) * half[i] * half[i];
		}
		final float[] kernel = new float[radius + 1];
		for (int i = 0; i <= radius; i++)
			kernel[i] = (float) (half[i] / Math.sqrt(energy));
		return kernel;
	}

	/**
	 * @param field real or imaginary part of the scatterers on the map's grid; left unspecified
	 * @return that part of the echo for the image proper, size by size
	 */
	float[] apply(final float[] field) {
		final int size = map.size;
		final float[] beams = new float[map.height * size];
		for (int row = 0; row < map.height; row++)
			across(field, row * map.width + TissueMap.MARGIN_X, beams, row * size, size, profiles[row]);
		final float[] image = new float[size * size];
		for (int row = 0; row < size; row++)
			along(beams, (row + TissueMap.MARGIN_Z) * size, image, row * size, size);
		return image;
	}

	private static void across(final float[] in, final int from, final float[] out, final int to, final int length,
		final float[] kernel)
	{
		final float middle = kernel[0];
		for (int i = 0; i < length; i++)
			out[to + i] = middle * in[from + i];
		for (int tap = 1; tap < kernel.length; tap++)
			addPair(in, from - tap, from + tap, out, to, length, kernel[tap]);
	}

	private void along(final float[] in, final int from, final float[] out, final int to, final int length) {
		final float middle = pulse[0];
		for (int i = 0; i < length; i++)
			out[to + i] = middle * in[from + i];
		for (int tap = 1; tap < pulse.length; tap++)
			addPair(in, from - tap * length, from + tap * length, out, to, length, pulse[tap]);
	}

	private static void addPair(final float[] in, final int before, final int after, final float[] out, final int to,
		final int length, final float weight)
	{
		for (int i = 0; i < length; i++)
			out[to + i] += weight * (in[before + i] + in[after + i]);
	}
}
