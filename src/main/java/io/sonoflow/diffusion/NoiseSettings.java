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

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** How images are drowned in noise. */
public final class NoiseSettings extends Parameters {

	/** The least number is the linear schedule's. */
	@Parameter(label = "Noise levels", description = "Number of noise levels (timesteps), 21 to 10000.", min = "21",
		max = "10000")
	public int timesteps = 1000;

	@Parameter(label = "Schedule", description = "How noise grows over the timesteps.", choices = { "cosine", "linear" })
	public String schedule = "cosine";

	@Parameter(label = "Predict", description = "What the network tells: noise = as published; image = the clean image; " +
		"velocity = both in parts, which keeps small networks from going astray at the highest noise.", choices = { "noise",
			"image", "velocity" }, attrs = @Attr(name = Key.SINCE, value = "noise"))
	public String predict = "noise";

	/** {@return what the network tells} */
	public Prediction prediction() {
		return Prediction.named(predict);
	}

	/** {@return a new schedule} */
	public NoiseSchedule noise() {
		return NoiseSchedule.named(schedule, timesteps);
	}
}
