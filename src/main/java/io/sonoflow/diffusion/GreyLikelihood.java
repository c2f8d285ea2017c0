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
package io.sonoflow.diffusion;

/**
 * How likely a normal distribution, cut into 256 grey levels of [-1, 1], makes a grey level; the outermost levels reach
 * to infinity (Ho et al. 2020, eq. 13), with the tanh approximation of the normal distribution function and the limits
 * of guided-diffusion.
 */
final class GreyLikelihood {

	private static final double HALF_LEVEL = 1.0 / 255;
	private static final double EDGE = 0.999;
	private static final double FLOOR = 1e-12;
	private static final double SLOPE = Math.sqrt(2 / Math.PI);
	private static final double CUBIC = 0.044715;

	private GreyLikelihood() {
	}

	/**
	 * @param x a grey level in [-1, 1]
	 * @param mean of the distribution
	 * @param logVariance of the distribution
	 * @return -ln P(x)
	 */
	static double negativeLog(final double x, final double mean, final double logVariance) {
		return -Math.log(Math.max(FLOOR, probability(x, mean, Math.exp(-0.5 * logVariance))));
	}

	private static double probability(final double x, final double mean, final double inverse) {
		final double above = x > EDGE ? 1 : cdf(inverse * (x - mean + HALF_LEVEL));
		final double below = x < -EDGE ? 0 : cdf(inverse * (x - mean - HALF_LEVEL));
		return above - below;
	}

	/** {@return the derivative of {@link #negativeLog} with respect to the log variance; 0 where P is at its floor} */
	static double slope(final double x, final double mean, final double logVariance) {
		final double inverse = Math.exp(-0.5 * logVariance);
		final double probability = probability(x, mean, inverse);
		if (probability < FLOOR) return 0;
		final double above = inverse * (x - mean + HALF_LEVEL);
		final double below = inverse * (x - mean - HALF_LEVEL);
		// d inverse / d logVariance = -inverse / 2
		final double change = -0.5 * ((x > EDGE ? 0 : above * density(above)) - (x < -EDGE ? 0 : below * density(below)));
		return -change / probability;
	}

	private static double cdf(final double z) {
		return 0.5 * (1 + Math.tanh(SLOPE * (z + CUBIC * z * z * z)));
	}

	private static double density(final double z) {
		final double tanh = Math.tanh(SLOPE * (z + CUBIC * z * z * z));
		return 0.5 * (1 - tanh * tanh) * SLOPE * (1 + 3 * CUBIC * z * z);
	}
}
