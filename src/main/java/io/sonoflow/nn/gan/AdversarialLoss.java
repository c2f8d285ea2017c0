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
package io.sonoflow.nn.gan;

import ai.djl.ndarray.NDArray;

import java.util.Locale;

/**
 * What a discriminator and a generator lose by the discriminator's scores, means over all of them; to be minimised. Scores are
 * before a sigmoid; results are numbers, new arrays of the first argument's manager.
 */
public enum AdversarialLoss {

	/** mean max(0, 1 - real) + mean max(0, 1 + made) without a half, and - mean made (Lim and Ye, 2017). */
	HINGE,

	/** Half of mean (real - 1)^2 + mean made^2, and mean (made - 1)^2 (Mao et al., ICCV 2017). */
	LSGAN,

	/** Half of the cross-entropies of real against 1 and made against 0, and that of made against 1 (Goodfellow et al., 2014). */
	BCE;

	/**
	 * @param real scores of real images, any shape
	 * @param made scores of made ones, any shape
	 */
	public NDArray discriminator(final NDArray real, final NDArray made) {
		return GanOperators.call(toString() + "_d", real, made);
	}

	/** @param made scores of made images, any shape */
	public NDArray generator(final NDArray made) {
		return GanOperators.call(toString() + "_g", made);
	}

	/** {@return as keys name it} */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
