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
package io.sonoflow.train.masked;

import io.sonoflow.image.augment.MaskedViews;

import java.util.Locale;

/**
 * Two published ways to train a masked autoencoder.
 */
public enum Recipe {

	/** USF-MAE, on ultrasound: plain grey values as targets, gradients clipped, the rate falling to 1e-5. */
	USF(3e-4, 1e-5, false, 1, MaskedViews.USF),

	/** MAE (He et al., CVPR 2022), on photographs: targets normalised patch by patch, no clipping, the rate falling to 0. */
	MAE(1.5e-4, 0, true, 0, MaskedViews.MAE);

	private final double rate;
	private final double least;
	private final boolean normalised;
	private final double clip;
	private final MaskedViews views;

	Recipe(final double rate, final double least, final boolean normalised, final double clip, final MaskedViews views) {
		this.rate = rate;
		this.least = least;
		this.normalised = normalised;
		this.clip = clip;
		this.views = views;
	}

	/** {@return the recipe of a name, as keys have it} */
	public static Recipe named(final String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	/** {@return the largest learning rate for 256 images a step} */
	double rate() {
		return rate;
	}

	/** {@return the learning rate at the end} */
	double least() {
		return least;
	}

	/** {@return whether patches are predicted minus their mean and over their deviation} */
	public boolean normalised() {
		return normalised;
	}

	/** {@return the largest length of the gradient; 0 = any} */
	double clip() {
		return clip;
	}

	/** {@return how images are varied} */
	MaskedViews views() {
		return views;
	}

	/** {@return as keys name it} */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
