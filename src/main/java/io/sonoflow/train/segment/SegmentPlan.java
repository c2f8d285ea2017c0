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
package io.sonoflow.train.segment;

import io.sonoflow.train.StepLoop;

/**
 * What decides the training of a segmenter, but for its pictures and first weights.
 *
 * @param steps of the optimiser, at least 1
 * @param batch pictures a step
 * @param update how weights are changed
 * @param augment whether pictures and masks are varied as published
 * @param every steps between two looks at the validation part, which are checkpoints, too
 * @param seed of draws and augmentation
 * @param threads that prepare pictures, at least 1; changes no result
 */
public record SegmentPlan(long steps, int batch, SegmentUpdateSettings update, boolean augment, int every, long seed,
	int threads)
{

	/** About how many rows of losses there are at most, beside those at checkpoints. */
	private static final int ROWS = 200;

	/** Later changes of the settings change no training that runs. */
	public SegmentPlan {
		update = update.clone();
	}

	/** {@return when there are checkpoints and rows of losses} */
	StepLoop loop() {
		return new StepLoop(steps, every, steps / ROWS);
	}
}
