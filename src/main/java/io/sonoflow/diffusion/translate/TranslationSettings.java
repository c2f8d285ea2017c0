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

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** How long a translator learns, and by which losses. */
public final class TranslationSettings extends Parameters {

	@Parameter(label = "Adversarial", description = "Weight of the adversarial loss of denoiser=unet: a discriminator tells made " +
		"pairs of frames from real ones, at least 0; 0 = no discriminator. The pixel-wise loss has weight 1.", min = "0")
	public double adversarial = 0.01;

	@Parameter(label = "Perceptual", description = "Weight of the perceptual loss, differences of the encoder's features, at " +
		"least 0; without encoder 0.", min = "0")
	public double perceptual = 0.1;

	@Parameter(label = "Speckle", description = "Weight of the difference of speckle statistics (variance and correlation of " +
		"neighbours) of denoiser=unet, at least 0.", min = "0")
	public double speckle = 0.3;

	@Parameter(label = "Temporal", description = "Weight of temporal consistency: how otherwise than the truth the filled region " +
		"changes from frame to frame, at least 0.", min = "0")
	public double temporal = 0.5;

	@Parameter(label = "Steps", description = "Steps of training, 1 to 100000000.", min = "1", max = "100000000")
	public int steps = 20000;

	@Parameter(label = "Batch", description = "Pairs of neighbouring frames in a step, 1 to 1024.", min = "1", max = "1024")
	public int batch = 4;

	@Parameter(label = "Rate", description = "Learning rate at the beginning, above 0; it falls in a straight line to 0.",
		attrs = @Attr(name = Key.ABOVE, value = "0"))
	public double rate = 1e-4;

	@Parameter(label = "Every", description = "Steps between checkpoints, at least 1.", min = "1")
	public int every = 100;

	@Override
	public TranslationSettings clone() {
		return (TranslationSettings) super.clone();
	}
}
