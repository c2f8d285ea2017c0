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
import io.sonoflow.step.synthetic.FilterSyntheticStep;
import io.sonoflow.step.synthetic.FilterSyntheticStep.Config;
import io.sonoflow.step.synthetic.FilterSyntheticStep.Result;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Keeps the generated images that resemble real ones, and finds copies. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + FilterSyntheticStep.COMMAND,
	description = "Keeps the generated images that resemble real ones, and finds those that copy a real one.")
public final class FilterSynthetic extends SonoflowCommand {

	@Parameter(label = "Real", description = "Folder of images or dataset.csv: what the generator was trained on. All images " +
		"of one size; the column patient tells which may be alike.", required = false, persist = false, attrs = { @Attr(
			name = REQUIRED), @Attr(name = EXISTS) })
	private File real;

	@Parameter(label = "Synthetic", description = "Folder of images or dataset.csv of \"Generate Ultrasound...\", of the same " +
		"size as the real ones.", required = false, persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File synthetic;

	@Parameter(label = "Output", description = "Folder for filter.csv, dataset.csv (what is kept), sheet.png and copies.png; " +
		"made if absent.", style = "directory", required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Features", description = "What compares the images: inception (see \"Install Weights...\"), or the " +
		"file of a model, e.g. of \"Train Classifier...\".", persist = false)
	private String features = "inception";

	@Parameter(label = "Resize", description = "How images are brought to Inception's size: fid = as pytorch-fid, clean = as " +
		"clean-fid, antialiased.", choices = { "fid", "clean" }, persist = false)
	private String resize = "fid";

	@Parameter(label = "Method", description = "manifold = kept is what lies within the radius about a real image (published); " +
		"coverage = the part of it that repeats itself least.", choices = { "manifold", "coverage" }, persist = false)
	private String method = "manifold";

	@Parameter(label = "k", description = "Which nearest real neighbour gives the radius about a real image, below the number " +
		"of real images; 0 = 0.057 of their number (50 of 880).", min = "0", persist = false)
	private int k;

	@Parameter(label = "Keep", description = "With method=coverage: how many images to keep; 0 = half of what manifold keeps.",
		min = "0", persist = false)
	private int keep;

	@Parameter(label = "Sweep", description = "Values of k to compare, separated by commas, e.g. 3,5,10,20,50,100; empty = none.",
		required = false, persist = false, attrs = { @Attr(name = PATTERN, value = INTEGERS), @Attr(name = ALLOWED,
			value = "whole numbers separated by commas") })
	private String sweep = "";

	@Parameter(label = "Audit", description = "Look for copies of real images, also flipped, shifted or of other gain.",
		persist = false)
	private boolean audit = true;

	@Parameter(label = "Alarm", description = "An image counts as a copy if so much likeness has at most this chance among " +
		"real images of different patients, 0 to 1.", min = "0", max = "1", persist = false)
	private double alarm = 0.001;

	@Parameter(label = "Copies", description = "What becomes of copies: report = they are named, drop = they are also left out.",
		choices = { "report", "drop" }, persist = false)
	private String copies = "report";

	@Parameter(label = "Cache", description = "Folder that keeps computed features for other runs; empty = features in the " +
		"output folder.", style = "directory", required = false, persist = false)
	private File cache;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Seed", description = "Any whole number; chooses the subsets of KID in the sweep.", persist = false)
	private long seed;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite;

	@Override
	protected void execute(final Monitor monitor) {
		final Result result = FilterSyntheticStep.run(new Config(path(real), path(synthetic), path(output), features.strip(),
			resize, method, k, keep, sweep == null ? "" : sweep.strip(), audit, alarm, copies, path(cache), device, seed, overwrite),
			monitor);
		monitor.message(result.kept() + " images kept, " + result.dropped() + " dropped (k = " + result.k() + ")" + (result
			.copies() < 0 ? "" : ", " + result.copies() + " taken for copies") + ". Wrote " + result.table());
	}
}
