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
package io.sonoflow.diffusion.training;

import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What a diffusion network learns, how long and how. The defaults are the published ones where there are such. */
public final class DiffusionSettings extends Parameters {

	private static final String LOSS_AWARE = "lossaware";

	@Parameter(label = "Classes", description = "Learn the labels too, so that images of a wanted label can be generated.")
	public boolean classes = false;

	@Parameter(label = "Label dropout", description = "Share of the images whose label is kept back, 0 to 0.9; above 0 makes " +
		"guidance possible. Of use with classes=true only.", min = "0", max = "0.9")
	public double labeldropout = 0.1;

	@Parameter(label = "Steps", description = "Steps of training, 1 to 100000000.", min = "1", max = "100000000")
	public int steps = 100000;

	@Parameter(label = "Batch", description = "Images in a step, 1 to 4096.", min = "1", max = "4096")
	public int batch = 16;

	/** The gradient is that of the whole batch, the memory that of a part. */
	@Parameter(label = "Accumulate", description = "Parts, 1 to batch, in which the images of a step go through the network: " +
		"more parts need less memory, and the result differs in the last digits only.", min = "1", max = "4096")
	public int accumulate = 1;

	@Parameter(label = "Rate", description = "Learning rate at the beginning, above 0; it falls in a straight line to 0.",
		attrs = @Attr(name = Key.ABOVE, value = "0"))
	public double rate = 1e-4;

	@Parameter(label = "Averaging", description = "Decay of the moving average of the weights that is the result, 0 to below " +
		"1 (0.999999 at most); less at the beginning.", min = "0", max = "0.999999")
	public double ema = 0.9999;

	@Parameter(label = "Flips", description = "Mirror half of the images (left and right); only if mirrored anatomy is " +
		"possible anatomy.")
	public boolean flips = false;

	@Parameter(label = "Timestep sampler", description = "Which noise levels are trained: all equally often (uniform), or " +
		"those with large losses more often (lossaware).", choices = { "uniform", LOSS_AWARE })
	public String timestepsampler = "uniform";

	@Parameter(label = "Every", description = "Steps between checkpoints with a sheet of samples, 1 to 1000000.", min = "1",
		max = "1000000")
	public int every = 1000;

	@Override
	protected void checkTogether() {
		if (accumulate > batch) throw new SonoflowException.Input("accumulate=" + accumulate +
			" is out of range. Allowed: a whole number from 1 to batch (" + batch + ").");
	}

	/** {@return probability that an image's class is kept back; 0 without classes} */
	public double keptBack() {
		return classes ? labeldropout : 0;
	}

	/** {@return whether timesteps with large losses are drawn more often} */
	boolean isLossAware() {
		return timestepsampler.equals(LOSS_AWARE);
	}

	@Override
	public DiffusionSettings clone() {
		return (DiffusionSettings) super.clone();
	}
}
