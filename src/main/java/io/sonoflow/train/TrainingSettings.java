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

import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Parameter;

/** How long and how fast a classifier is trained, by whole epochs. */
public class TrainingSettings extends Parameters {

	@Parameter(label = "Epochs", description = "Number of epochs, 1 to 100000; in each, as many images are drawn as there " +
		"are, all labels equally often.", min = "1", max = "100000")
	public int epochs = 30;

	@Parameter(label = "Batch", description = "Images in a batch, 2 to 65536.", min = "2", max = "65536")
	public int batch = 64;

	@Parameter(label = "Backbone rate", description = "Learning rate of everything below the head, at least 0; from " +
		"scratch a larger one, such as 0.0003, learns faster.", min = "0")
	public double backbonerate = 1e-5;

	@Parameter(label = "Head rate", description = "Learning rate of the last layer, at least 0.", min = "0")
	public double headrate = 1e-4;

	@Parameter(label = "Weight decay", description = "Decoupled weight decay, at least 0.", min = "0")
	public double decay = 1e-5;

	/**
	 * @param images number of images trained on
	 * @return number of optimiser steps that a training does
	 */
	public long steps(final int images) {
		return (long) epochs * Batches.count(images, batch);
	}

	@Override
	public TrainingSettings clone() {
		return (TrainingSettings) super.clone();
	}
}
