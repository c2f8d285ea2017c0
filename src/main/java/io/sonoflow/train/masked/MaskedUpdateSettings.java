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

import io.sonoflow.parameter.Parameters;
import io.sonoflow.train.RateSchedule;

import org.scijava.plugin.Parameter;

/** How weights are changed: AdamW with betas 0.9 and 0.95, as published. */
public final class MaskedUpdateSettings extends Parameters {

	/** Images to which {@link #rate} belongs. */
	private static final double IMAGES = 256;

	@Parameter(label = "Recipe", description = "What holds for rate, normalised and clip where they are not " +
		"given, and how images " +
		"are varied: usf (3e-4, false, 1; rotated, flipped both ways, parts from half of the area on), mae (1.5e-4, true, 0; flipped, parts from " +
		"a fifth of the area on).", choices = { "usf", "mae" })
	public String recipe = "usf";

	@Parameter(label = "Rate", description = "Largest learning rate for 256 images a step; for other " +
		"batches it is in proportion. " +
		"At least 0; 0 = the recipe's.", min = "0")
	public double rate = 0;

	@Parameter(label = "Weight decay", description = "Weight decay, at least 0; not of biases and norms.", min = "0")
	public double decay = 0.05;

	@Parameter(label = "Warm-up", description = "Share of the steps over which the rate rises at first, 0 to 0.9; it falls as a " +
		"cosine then.", min = "0", max = "0.9")
	public double warmup = 0.1;

	@Parameter(label = "Clip", description = "Largest length of the gradient, to which it is shortened; 0 = " +
		"any, -1 = the recipe's.",
		min = "-1")
	public double clip = -1;

	/** {@return the recipe} */
	public Recipe recipe() {
		return Recipe.named(recipe);
	}

	/**
	 * @param batch images a step
	 * @return the largest learning rate
	 */
	double peak(final int batch) {
		return (rate > 0 ? rate : recipe().rate()) * batch / IMAGES;
	}

	/**
	 * @param batch images a step
	 * @param steps of the whole training
	 * @return the learning rate over them: from 0 in a straight line, then half a cosine; after the warm-up it never rises
	 */
	RateSchedule rates(final int batch, final int steps) {
		final double peak = peak(batch);
		final long rising = RateSchedule.rising(warmup, steps);
		final RateSchedule falling = RateSchedule.cosine(peak, Math.min(peak, recipe().least()), Math.max(1, steps - rising));
		return rising == 0 ? falling : RateSchedule.warmUpFromZero(peak, rising, falling);
	}

	/** {@return the largest length of the gradient; 0 = any} */
	double length() {
		return clip < 0 ? recipe().clip() : clip;
	}

	@Override
	public MaskedUpdateSettings clone() {
		return (MaskedUpdateSettings) super.clone();
	}
}
