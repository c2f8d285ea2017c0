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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.vit.MaskedAutoencoder;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Parameter;

/** What is removed, what is to be told of it, and by what. */
public final class MaskingSettings extends Parameters {

	/** What the recipe has. */
	static final String RECIPE = "recipe";

	/** Channels of a head of the decoder, as published: 512 in 16 heads. */
	private static final int HEAD = 32;

	@Parameter(label = "Mask", description = "Share of an image's patches that is removed and is to be painted, 0 to 1; at least " +
		"one patch must be kept and one removed.", min = "0", max = "1")
	public double mask = 0.75;

	@Parameter(label = "Normalised", description = "What is to be painted: true = each patch minus its mean and over its " +
		"deviation, as MAE; false = its grey values, as USF-MAE; recipe = as weights that say it were trained, else as the " +
		"recipe.", choices = { RECIPE, "true", "false" })
	public String normalised = RECIPE;

	@Parameter(label = "Decoder depth", description = "Blocks of the decoder, which is needed for the pretraining only, 1 to 32.",
		min = "1", max = "32")
	public int decoderdepth = 8;

	@Parameter(label = "Decoder width", description = "Width of the decoder, a multiple of 32, 32 to 4096.", min = "32",
		max = "4096")
	public int decoderwidth = 512;

	@Override
	protected void checkTogether() {
		if (decoderwidth % HEAD == 0) return;
		final int below = decoderwidth / HEAD * HEAD;
		throw new SonoflowException.Input("decoderwidth=" + decoderwidth + " is no multiple of " + HEAD + ", of which each head of " +
			"its attention has as many channels. Use decoderwidth=" + below + " or decoderwidth=" + (below + HEAD) + ".");
	}

	/** {@return whether the recipe or the weights say what is to be painted} */
	public boolean isOpen() {
		return normalised.equals(RECIPE);
	}

	/** {@return the sizes of the decoder} */
	public MaskedAutoencoder.Decoder decoder() {
		return new MaskedAutoencoder.Decoder(decoderwidth, decoderdepth, decoderwidth / HEAD);
	}

	/**
	 * @param recipe that holds where nothing else is said
	 * @param weights what the header of the weights to start from says; null = nothing
	 * @return whether patches are predicted minus their mean and over their deviation
	 */
	public boolean normalised(final Recipe recipe, final Boolean weights) {
		if (!isOpen()) return Boolean.parseBoolean(normalised);
		return weights != null ? weights : recipe.normalised();
	}

	@Override
	public MaskingSettings clone() {
		return (MaskingSettings) super.clone();
	}
}
