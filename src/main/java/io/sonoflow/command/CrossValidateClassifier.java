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
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.crossvalidate.CrossValidateClassifierStep;
import io.sonoflow.step.crossvalidate.CrossValidateClassifierStep.Result;

import java.io.File;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Trains and tests a classifier on every division of a data set. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Cross-Validate Classifier...",
	description = "Trains and tests a classifier several times, each time on other patients, and gives mean and spread " +
		"of its figures. An interrupted run goes on where it stopped.")
public final class CrossValidateClassifier extends SteppedClassifierCommand {

	@Parameter(label = "Weights", description = "File of weights to start from (.safetensors, .pt, .pth), or the name of " +
		"installed ones, e.g. resnet18-imagenet; empty = from scratch.", required = false, persist = false, attrs = {
			@Attr(name = EXISTS), @Attr(name = INSTALLED) })
	private File weights;

	@Parameter(label = "Positive label", description = "Label whose precision, recall, F1 and AUC are given; empty = the " +
		"rarer one of two labels.", required = false, persist = false)
	private String positive = "";

	@Parameter(label = "Folds", description = "Parts into which the patients are divided, 2 to 1000; each is the test part " +
		"once.", min = "2", max = "1000", persist = false)
	private int folds = 3;

	@Parameter(label = "Seeds", description = "How often all that is repeated with another seed, 1 to 1000.", min = "1",
		max = "1000", persist = false)
	private int seeds = 4;

	@Parameter(label = "Divide by view", description = "Divide images instead of patients. Images of one patient are then " +
		"in training and test at once and the figures are too good; for comparison only.", persist = false)
	private boolean byview = false;

	@Parameter(label = "Quantify leakage", description = "Also train and test on images divided by view, with the same " +
		"seeds and folds, and write by how much that inflates the figures. Takes twice the time.", persist = false)
	private boolean leakage = false;

	@Parameter(label = "Alternate", description = "dataset.csv or folder of the same images in another version, e.g. with " +
		"other burnt-in marks, found by file name and patient; each network is tested on both. Empty = none.",
		required = false, persist = false, attrs = @Attr(name = EXISTS))
	private File alternate;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Seed", description = "Any whole number; the same seed gives the same result.", persist = false)
	private long seed = 0;

	@Parameter(label = "Shard", description = "Which part of the trainings this process does, part/count; 1/1 = all. When " +
		"all are done, the last one writes the tables.", persist = false, attrs = { @Attr(name = PATTERN, value = SHARD),
			@Attr(name = ALLOWED, value = SHARDS) })
	private String shard = "1/1";

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		final Result result = CrossValidateClassifierStep.run(new CrossValidateClassifierStep.Config(path(input), path(
			output), backbone, path(weights), positive.strip(), size, epochs, steps, batch, backbonerate, headrate, decay,
			markers, byview, leakage, folds, seeds, path(alternate), device, seed, shard, overwrite), monitor);
		if (result.complete()) Show.table("Cross-Validation", List.of("metric", "mean", "std"), result.summary().entrySet()
			.stream().map(entry -> List.of(entry.getKey(), entry.getValue().mean(), entry.getValue().std())).toList());
		monitor.message("Wrote " + result.output());
	}
}
