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
import io.sonoflow.step.synthetic.EvaluateSyntheticStep;
import io.sonoflow.step.synthetic.EvaluateSyntheticStep.Config;
import io.sonoflow.step.synthetic.EvaluateSyntheticStep.Result;

import java.io.File;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Scores generated images against real ones. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + EvaluateSyntheticStep.COMMAND,
	description = "Scores generated images against real ones: FID, KID, inception score, precision, recall, density, coverage.")
public final class EvaluateSynthetic extends SonoflowCommand {

	@Parameter(label = "Real", description = "Folder of images or dataset.csv, all of one size.", required = false,
		persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File real;

	@Parameter(label = "Synthetic", description = "Folder of images or dataset.csv of \"Generate Ultrasound...\" or \"Filter " +
		"Synthetic...\", of the same size as the real ones.", required = false, persist = false, attrs = { @Attr(
			name = REQUIRED), @Attr(name = EXISTS) })
	private File synthetic;

	@Parameter(label = "Output", description = "Folder for scores.csv; made if absent.", style = "directory",
		required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Features", description = "What compares the images: inception (see \"Install Weights...\"), or the " +
		"file of a model, e.g. of \"Train Classifier...\".", persist = false)
	private String features = "inception";

	@Parameter(label = "Resize", description = "How images are brought to Inception's size: fid = as pytorch-fid, clean = as " +
		"clean-fid, antialiased.", choices = { "fid", "clean" }, persist = false)
	private String resize = "fid";

	@Parameter(label = "k", description = "Neighbours of precision, recall, density and coverage, at least 1 and below the " +
		"number of images of either set; 3 is usual.", min = "1", persist = false)
	private int k = 3;

	@Parameter(label = "Cache", description = "Folder that keeps computed features for other runs; empty = features in the " +
		"output folder.", style = "directory", required = false, persist = false)
	private File cache;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Seed", description = "Any whole number; chooses the subsets of KID.", persist = false)
	private long seed;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite;

	@Override
	protected void execute(final Monitor monitor) {
		final Result result = EvaluateSyntheticStep.run(new Config(path(real), path(synthetic), path(output), features.strip(),
			resize, k, path(cache), device, seed, overwrite), monitor);
		Show.table("Synthetic Scores", result.columns(), List.of(result.values()));
	}
}
