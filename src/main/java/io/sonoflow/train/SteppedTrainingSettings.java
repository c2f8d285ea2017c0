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
package io.sonoflow.train;

import io.sonoflow.nn.precision.Precision;
import io.sonoflow.parameter.Key;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Training by epochs or by a number of steps. A search for wrong labels watches whole epochs, so it has no number of steps.
 */
public class SteppedTrainingSettings extends TrainingSettings {

	@Parameter(label = "Steps", description = "Number of optimiser steps of a training, whatever the number of images, 0 to " +
		"10000000; 0 = by epochs. Compare trainings on different numbers of images at equal steps.", min = "0",
		max = "10000000", attrs = @Attr(name = Key.SINCE, value = "0"))
	public int steps = 0;

	@Parameter(label = "Precision", description = "Numbers to train in: fp32; bf16 = convolutions and what lies between them (of " +
		"transformers linear layers and attention) in bfloat16, faster on newer GPUs and CPUs, while weights, statistics and the head " +
		"stay float32; fp16 = the same in float16, the loss " +
		"scaled, for GPUs without bfloat16; auto = fp32, and it is said what bf16 " +
		"would give.", choices = { "fp32", "bf16", "fp16", Precision.AUTO }, attrs = @Attr(
			name = Key.SINCE, value = "fp32"))
	public String precision = "fp32";

	@Override
	public Precision numbers() {
		return Precision.chosen(precision);
	}

	@Override
	boolean countsEpochs() {
		return steps == 0;
	}

	@Override
	public long steps(final int images) {
		return steps > 0 ? steps : super.steps(images);
	}
}
