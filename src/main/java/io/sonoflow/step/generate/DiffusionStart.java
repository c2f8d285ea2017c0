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
package io.sonoflow.step.generate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.diffusion.Prediction;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model that a diffusion training starts from instead of random weights. */
final class DiffusionStart {

	private DiffusionStart() {
	}

	/**
	 * @param weights file of a diffusion model, ours or of guided-diffusion
	 * @param prefix under which the network lies in it; empty = found
	 * @param wanted the network to be trained
	 * @param prediction what it is to tell
	 * @return the file's weights for that network
	 * @throws SonoflowException if it is no diffusion model, or one of another architecture or other labels; all differences
	 *           are named
	 */
	static UNetFile open(final Path weights, final String prefix, final UNetConfig wanted,
		final Prediction prediction, final Monitor monitor)
	{
		final UNetFile file = UNetFile.open(weights, new UNetHints(wanted.size(), wanted.heads(), wanted.headChannels(), wanted
			.order(), prefix), monitor);
		final Map<String, String> has = says(file.config(), GeneratorModel.noted(file, weights));
		final StringBuilder differences = new StringBuilder();
		says(wanted, prediction).forEach((key, value) -> {
			if (!value.equals(has.get(key))) differences.append(differences.isEmpty() ? "" : "; ").append(key).append(": ").append(
				value).append(" here, ").append(has.get(key)).append(" there");
		});
		if (!differences.isEmpty()) throw new SonoflowException.Input("weights=" + weights +
			" is not of the network that is to be trained (" + differences +
			"). Give the keys that it was trained with, or leave weights out to start from random ones.");
		return new UNetFile(wanted, file.notes(), file.weights());
	}

	private static Map<String, String> says(final UNetConfig config, final Prediction prediction) {
		final Map<String, String> says = new LinkedHashMap<>();
		says.put("predict", prediction.key());
		says.put("base", String.valueOf(config.shape().base()));
		says.put("multipliers", config.shape().multipliers().toString());
		says.put("blocks", String.valueOf(config.shape().blocks()));
		says.put("attention where sides shrank by", config.shape().attention().toString());
		says.put("heads", config.heads() + (config.headChannels() > 0 ? ", " + config.headChannels() + " channels each" : ""));
		says.put("order", config.order().toString());
		says.put("labels", config.classes().isEmpty() ? "none" : String.join(", ", config.classes()));
		says.put("channels in and out", config.shape().channels() + " and " + config.shape().outputs());
		says.put("scale-shift", String.valueOf(config.shape().scaleShift()));
		says.put("residual resampling", String.valueOf(config.shape().residualResampling()));
		return says;
	}
}
