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
package io.sonoflow.step.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which framework's wrapper a network lies in, by the names around it. */
final class Wrappers {

	/** Pattern of the prefix, a line break, and what stands beside; what it is. The first that fits counts. */
	private static final Map<Pattern, String> KNOWN = new LinkedHashMap<>();

	static {
		known(".*\\b(encoder_q|encoder_k)\\b.*", "MoCo");
		known(".*\\b(base_encoder|momentum_encoder)\\b.*", "MoCo v3");
		known(".*\\b(online_encoder|target_encoder|online_network|target_network|online_predictor)\\b.*", "BYOL or I-JEPA");
		known(".*\\b(student|teacher)\\w*\\b.*", "DINO and its kin, a student and its teacher");
		known(".*\\b(momentum_backbone|backbone_momentum)\\b.*", "lightly or solo-learn with a momentum encoder");
		known("[^\n]*\\bmodel_ema\\b.*", "latent-diffusion or timm with averaged weights");
		known("(model|ema\\b.*model)\\b.*\\n.*\\b(betas|alphas_cumprod)\\b.*", "diffusion processes with their network inside");
		known("[^\n]*\\w*ema\\w*\\b.*", "averaged weights (EMA)");
		known("module\\b.*\\n.*\\bn_averaged\\b.*", "PyTorch's AveragedModel (SWA)");
		known("(.*\\.)?encoder\\n.*\\bpredictor\\b.*", "SimSiam");
		known("(.*\\.)?module\\b[^\\n]*\\n.*", "DataParallel or DistributedDataParallel");
		known("state_dict\\..*", "Lightning, or of another module that holds the network");
		known("(state_dict|model_state_dict|model)\\n.*", "training programs that put the network beside other things, as MAE's do");
		known("(.*\\.)?_orig_mod\\b.*", "torch.compile");
	}

	private Wrappers() {
	}

	private static void known(final String pattern, final String what) {
		KNOWN.put(Pattern.compile(pattern, Pattern.DOTALL), what);
	}

	/** {@return a sentence, with a blank before it; empty if it is not known} */
	static String describe(final String prefix, final List<String> beside) {
		final String names = prefix + "\n" + String.join(" ", beside);
		return KNOWN.entrySet().stream().filter(entry -> entry.getKey().matcher(names).matches()).map(entry -> " Files of " +
			entry.getValue() + " have such names.").findFirst().orElse("");
	}
}
