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

import java.util.Arrays;

/** Blurring of small square images; at the border the mean is over what lies inside. */
final class Gaussian {

	private static final int REACH = 3;

	private Gaussian() {
	}

	/**
	 * @param pixels rows of side
	 * @param deviation standard deviation in pixels
	 * @return the blurred image
	 */
	static float[] blur(final float[] pixels, final int side, final double deviation) {
		final int reach = (int) Math.ceil(REACH * deviation);
		final float[] weights = new float[2 * reach + 1];
		for (int i = -reach; i <= reach; i++)
			weights[i + reach] = (float) StrictMath.exp(-i * i / (2 * deviation * deviation));
		return columns(columns(pixels, side, weights), side, weights);
	}

	/** {@return blurred along the columns and transposed; twice, that is the blurred image} */
	private static float[] columns(final float[] pixels, final int side, final float[] weights) {
		final int reach = weights.length / 2;
		final float[] target = new float[pixels.length];
		final float[] sums = new float[side];
		for (int row = 0; row < side; row++) {
			float weight = 0;
			Arrays.fill(sums, 0);
			for (int j = Math.max(0, row - reach); j <= Math.min(side - 1, row + reach); j++) {
				final float w = weights[j - row + reach];
				weight += w;
				for (int i = 0; i < side; i++)
					sums[i] += w * pixels[j * side + i];
			}
			for (int i = 0; i < side; i++)
				target[i * side + row] = sums[i] / weight;
		}
		return target;
	}
}
