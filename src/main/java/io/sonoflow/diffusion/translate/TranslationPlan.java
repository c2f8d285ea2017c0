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
package io.sonoflow.diffusion.translate;

import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.translate.TranslatorConfig;
import io.sonoflow.train.StepLoop;

/**
 * How a translator is trained.
 *
 * @param config what is trained
 * @param settings how long and by which losses; copied
 * @param precision in which the networks compute; weights are float32 always
 * @param seed decides everything random
 */
public record TranslationPlan(TranslatorConfig config, TranslationSettings settings, Precision precision, long seed) {

	/** About how many rows of losses there are at most, beside those at checkpoints. */
	private static final int ROWS = 200;
	/** Pairs of frames of whose losses a row is the mean, at least. */
	private static final int PAIRS = 40;

	/** Later changes of the settings change no training that runs. */
	public TranslationPlan {
		settings = settings.clone();
	}

	/** {@return when there are checkpoints and rows of losses} */
	public StepLoop loop() {
		return new StepLoop(settings.steps, settings.every, Math.max(settings.steps / ROWS, (PAIRS + settings.batch - 1) /
			settings.batch));
	}

	/** {@return whether there is a discriminator} */
	boolean isAdversarial() {
		return !config.diffusion() && settings.adversarial > 0;
	}
}
