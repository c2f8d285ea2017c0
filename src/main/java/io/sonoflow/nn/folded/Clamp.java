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
package io.sonoflow.nn.folded;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The rectifier of a norm, max(0, scale x + shift), as scale clamp(x) + constant: one pass over the memory instead of two or
 * three. With t = -shift / scale it is scale (max(x, t) - t) where the scale is positive and scale (min(x, t) - t) where it is
 * negative; a channel of scale 0 is the constant max(0, shift).
 *
 * @param low (C) float64, minus infinity where there is no lower end
 * @param high (C) float64, infinity where there is no upper end
 * @param constant (C) float64
 */
public record Clamp(NDArray low, NDArray high, NDArray constant) {

	/** {@return that of the norm} */
	public static Clamp of(final Affine norm) {
		final double[] scale = norm.scale().toDoubleArray();
		final double[] shift = norm.shift().toDoubleArray();
		final double[] low = new double[scale.length];
		final double[] high = new double[scale.length];
		final double[] constant = new double[scale.length];
		for (int c = 0; c < scale.length; c++) {
			final double turn = -shift[c] / scale[c];
			final boolean flat = !(Math.abs(turn) < Float.MAX_VALUE);
			low[c] = flat ? 0 : scale[c] > 0 ? turn : Double.NEGATIVE_INFINITY;
			high[c] = flat ? 0 : scale[c] > 0 ? Double.POSITIVE_INFINITY : turn;
			constant[c] = flat ? Math.max(0, shift[c]) : shift[c];
		}
		final NDManager manager = norm.scale().getManager();
		return new Clamp(manager.create(low), manager.create(high), manager.create(constant));
	}
}
