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
package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.step.classify.TrainClassifierStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Trains a classifier and tests it on patients that were held out. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Train Classifier...",
	description = "Trains a network to tell the labels of ultrasound images apart, and tests it on patients that were " +
		"held out.")
public final class TrainClassifier extends SteppedClassifierCommand {

	@Parameter(label = "Weights", description = "File of weights to start from (.safetensors, .pt, .pth), or the name of " +
		"installed ones, e.g. resnet18-imagenet; empty = from scratch.", required = false, persist = false, attrs = {
			@Attr(name = EXISTS), @Attr(name = INSTALLED) })
	private File weights;

	@Parameter(label = "Positive label", description = "Label whose precision, recall, F1 and AUC are given; empty = the " +
		"rarer one of two labels.", required = false, persist = false)
	private String positive = "";

	@Parameter(label = "Hold out", description = "Share of the patients that is held out for testing, 0 to 0.9; 0 = none.",
		min = "0", max = "0.9", persist = false)
	private double holdout = 0.2;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Seed", description = "Any whole number; the same seed gives the same result.", persist = false)
	private long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		final TrainClassifierStep.Result result = TrainClassifierStep.run(new TrainClassifierStep.Config(path(input), path(
			output), backbone, path(weights), positive.strip(), size, epochs, steps, batch, backbonerate, headrate, decay,
			markers, holdout, device, seed, overwrite), monitor);
		monitor.message("Wrote " + result.model());
	}
}
