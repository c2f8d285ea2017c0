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

/** The point-spread function written out in two dimensions, sample by sample: for comparison. */
final class DirectConvolution {

	private DirectConvolution() {
	}

	static float[] apply(final TissueMap map, final Acquisition acquisition, final float[] field) {
		final float[] pulse = PointSpread.gaussian(acquisition.axialSigma() / map.step, TissueMap.MARGIN_Z);
		final float[] image = new float[map.size * map.size];
		for (int row = 0; row < map.size; row++) {
			final float[][] profiles = new float[2 * pulse.length - 1][];
			for (int j = 1 - pulse.length; j < pulse.length; j++)
				profiles[j + pulse.length - 1] = PointSpread.gaussian(acquisition.lateralSigma(map.z(row + TissueMap.MARGIN_Z +
					j)) / map.step, TissueMap.MARGIN_X);
			for (int column = 0; column < map.size; column++) {
				double sum = 0;
				for (int j = 1 - pulse.length; j < pulse.length; j++) {
					final float[] profile = profiles[j + pulse.length - 1];
					final int from = (row + TissueMap.MARGIN_Z + j) * map.width + column + TissueMap.MARGIN_X;
					for (int i = 1 - profile.length; i < profile.length; i++)
						sum += (double) pulse[Math.abs(j)] * profile[Math.abs(i)] * field[from + i];
				}
				image[row * map.size + column] = (float) sum;
			}
		}
		return image;
	}
}
