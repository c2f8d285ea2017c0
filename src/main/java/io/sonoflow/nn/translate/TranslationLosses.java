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
package io.sonoflow.nn.translate;

import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.gan.AdversarialLoss;

/**
 * What a translator loses, and how pictures are laid out for it. Made pictures y and true ones t are (N, C, H, W), frames of a
 * pair next to each other; w (N, 1, H, W) says where a truth is known, and only there anything is lost. All results are new
 * arrays of the first argument's manager.
 */
public final class TranslationLosses {

	private TranslationLosses() {
	}

	/** {@return (2 B, 2 W, H, W): both windows of each run of frames x with regions m, (B, W + 1, H, W)} */
	public static NDArray windows(final NDArray x, final NDArray m) {
		return TranslatorOperators.call("windows", x, m);
	}

	/** {@return (2 B, 1, H, W): the frames in the middle of both windows of (B, W + 1, H, W)} */
	public static NDArray middle(final NDArray x) {
		return TranslatorOperators.call("middle", x);
	}

	/** {@return x with y where m is 1} */
	public static NDArray compose(final NDArray x, final NDArray m, final NDArray y) {
		return TranslatorOperators.call("compose", x, m, y);
	}

	/** {@return y within -1..1 and hardly beyond, as a display would clip it, but with a gradient everywhere} */
	public static NDArray range(final NDArray y) {
		return TranslatorOperators.call("range", y);
	}

	/** {@return mean |y - t|} */
	public static NDArray l1(final NDArray y, final NDArray t, final NDArray w) {
		return TranslatorOperators.call("l1", y, t, w);
	}

	/** {@return mean (y - t)^2} */
	public static NDArray l2(final NDArray y, final NDArray t, final NDArray w) {
		return TranslatorOperators.call("l2", y, t, w);
	}

	/** {@return mean difference of both after a mean over 8 x 8 pixels: brightness and shapes, not speckle} */
	public static NDArray smooth(final NDArray y, final NDArray t, final NDArray w) {
		return TranslatorOperators.call("smooth", y, t, w);
	}

	/**
	 * {@return mean |(y[1] - y[0]) - (t[1] - t[0])| over the pairs, where both have a truth: temporal consistency, see
	 *         {@link io.sonoflow.nn.gan.TemporalConsistency}}
	 */
	public static NDArray temporal(final NDArray y, final NDArray t, final NDArray w) {
		return TranslatorOperators.call("temporal", y, t, w);
	}

	/**
	 * How unlike the speckle is: differences x, as sqrt(1 + x^2) - 1, of the variance about the mean of 9 x 9 pixels and of the
	 * covariances of pixels one and two apart, of each picture and of all together, over the truth's variance of all (and 0.002,
	 * as there may be no speckle); and ten times the differences of the correlations of all, covariance over variance, on which
	 * the width of speckle hangs: a wrong width of a tenth moves them by 0.05 only, where the loss would have next to no slope.
	 * (Where |x| itself is least, at a median, speckle is too weak.)
	 *
	 * @return 2 numbers: the loss, and the made speckle's spread over the true one's
	 */
	public static NDArray texture(final NDArray y, final NDArray t, final NDArray w) {
		return TranslatorOperators.call("texture", y, t, w);
	}

	/** {@return (B, 2 C, H, W): both frames of each pair as one picture, for a discriminator} */
	public static NDArray pairs(final NDArray y) {
		return TranslatorOperators.call("pairs", y);
	}

	/** {@return 1 for each of a discriminator's scores (B, 1, h, w) that lies in the region w, else 0} */
	public static NDArray places(final NDArray w, final NDArray scores) {
		return TranslatorOperators.call("places", w, scores);
	}

	/** {@return the hinge loss of the discriminator over the scores that count} */
	public static NDArray discriminator(final NDArray real, final NDArray made, final NDArray places) {
		// What does not count is set to where the hinge loses nothing.
		try (NDArray one = places.onesLike(); NDArray minus = one.neg(); NDArray r = TranslatorOperators.call("scored", real, places,
			one); NDArray f = TranslatorOperators.call("scored", made, places, minus); NDArray loss = AdversarialLoss.HINGE
				.discriminator(r, f))
		{
			return TranslatorOperators.call("scale", loss, places);
		}
	}

	/** {@return the hinge loss of the generator over the scores that count} */
	public static NDArray generator(final NDArray made, final NDArray places) {
		try (NDArray zero = places.zerosLike(); NDArray f = TranslatorOperators.call("scored", made, places, zero);
				NDArray loss = AdversarialLoss.HINGE.generator(f))
		{
			return TranslatorOperators.call("scale", loss, places);
		}
	}

	/** {@return the grey levels of a picture once or, for an encoder of colours, three times: (N, 1 or 3, H, W)} */
	public static NDArray grey(final NDArray y, final int channels) {
		return TranslatorOperators.call(channels == 1 ? "grey1" : "grey3", y);
	}
}
