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

import io.sonoflow.parameter.Parameters;
import io.sonoflow.train.Batches;

import org.scijava.plugin.Parameter;

/** How long a segmenter is trained, and on how many pictures at a time. */
public final class SegmentLengthSettings extends Parameters {

	@Parameter(label = "Epochs", description = "Number of epochs, 1 to 1000000; in each, as many pictures are drawn as there " +
		"are, all organs equally often. Not asked if steps are given.", min = "1", max = "1000000")
	public int epochs = 100;

	@Parameter(label = "Steps", description = "Steps of the optimiser, 0 to 10000000; 0 = by epochs. Equal steps make runs on " +
		"different data comparable.", min = "0", max = "10000000")
	public int steps = 0;

	@Parameter(label = "Batch", description = "Pictures in a step, 1 to 65536.", min = "1", max = "65536")
	public int batch = 8;

	/**
	 * @param pictures number of pictures trained on, at least 1
	 * @return steps of the optimiser
	 */
	public long stepsOn(final int pictures) {
		return steps > 0 ? steps : (long) epochs * Batches.count(pictures, batch);
	}

	@Override
	public SegmentLengthSettings clone() {
		return (SegmentLengthSettings) super.clone();
	}
}
