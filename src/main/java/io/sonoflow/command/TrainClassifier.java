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
import io.sonoflow.step.TrainClassifierStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Trains a classifier and tests it on patients that were held out. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Train Classifier...",
	description = "Trains a network to tell the labels of ultrasound images apart, and tests it on patients that were " +
		"held out.")
public final class TrainClassifier extends SonoflowCommand {

	@Parameter(label = "Input", description = "dataset.csv with a column label, or a folder whose sub-folders are the " +
		"classes.", required = false, persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File input;

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory",
		required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Backbone", description = "Architecture of the network.", choices = { "resnet18" },
		persist = false)
	private String backbone = "resnet18";

	@Parameter(label = "Weights", description = "File of weights to start from (.safetensors, .pt, .pth), or the name of " +
		"installed ones, e.g. resnet18-imagenet; empty = from scratch.", required = false, persist = false, attrs = {
			@Attr(name = EXISTS), @Attr(name = INSTALLED) })
	private File weights;

	@Parameter(label = "Positive label", description = "Label whose precision, recall, F1 and AUC are given; empty = the " +
		"rarer one of two labels.", required = false, persist = false)
	private String positive = "";

	@Parameter(label = "Size", description = "Side of the network's input in pixels, 32 to 1024.", min = "32",
		max = "1024", persist = false)
	private int size = 256;

	@Parameter(label = "Epochs", description = "Number of epochs, 1 to 100000; in each, as many images are drawn as there " +
		"are, all labels equally often.", min = "1", max = "100000", persist = false)
	private int epochs = 30;

	@Parameter(label = "Batch", description = "Images in a batch, 2 to 65536.", min = "2", max = "65536", persist = false)
	private int batch = 64;

	@Parameter(label = "Backbone rate", description = "Learning rate of everything below the head, at least 0; from " +
		"scratch a larger one, such as 0.0003, learns faster.", min = "0", persist = false)
	private double backbonerate = 1e-5;

	@Parameter(label = "Head rate", description = "Learning rate of the last layer, at least 0.", min = "0",
		persist = false)
	private double headrate = 1e-4;

	@Parameter(label = "Weight decay", description = "Decoupled weight decay, at least 0.", min = "0", persist = false)
	private double decay = 1e-5;

	@Parameter(label = "Markers", description = "Strength of the marker augmentation, at least 0: 1 = as published, " +
		"0 = no marks.", min = "0", persist = false)
	private double markers = 1;

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
			output), backbone, path(weights), positive.strip(), size, epochs, batch, backbonerate, headrate, decay, markers,
			holdout, device, seed, overwrite), monitor);
		monitor.message("Wrote " + result.model());
	}
}
