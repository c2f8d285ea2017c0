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
import io.sonoflow.step.compare.CompareClassifiersStep;
import io.sonoflow.step.compare.CompareClassifiersStep.Config;
import io.sonoflow.step.compare.CompareClassifiersStep.Result;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Compares finished cross-validations. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + CompareClassifiersStep.COMMAND,
	description = "Compares cross-validations of the same images, e.g. with other starts or cleaned labels: mean, spread, and " +
		"differences with intervals.")
public final class CompareClassifiers extends SonoflowCommand {

	@Parameter(label = "Input", description = "Two or more output folders of \"Cross-Validate Classifier...\", finished, " +
		"separated by commas.", persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private String input = "";

	@Parameter(label = "Output", description = "Folder for comparison.csv, paired.csv and pictures; made if absent.",
		style = "directory", required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Names", description = "One name an input, separated by commas; empty = the folders' names.",
		required = false, persist = false)
	private String names = "";

	@Parameter(label = "Baseline", description = "Name of the input from which differences are taken; empty = the first.",
		required = false, persist = false)
	private String baseline = "";

	@Parameter(label = "Published", description = "Table whose published figures are shown beside inputs named as its rows: " +
		"3.1 = cleaned labels, 6.2 = starts, 6.3 = lambda, 6.4 = synthetic images.", choices = { "none", "3.1", "6.2", "6.3",
			"6.4" }, persist = false)
	private String published = "none";

	@Parameter(label = "Confidence", description = "Confidence of the intervals of the differences, 0.5 to 0.999.", min = "0.5",
		max = "0.999", persist = false)
	private double confidence = 0.95;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite;

	@Override
	protected void execute(final Monitor monitor) {
		final Result result = CompareClassifiersStep.run(new Config(paths(input), path(output), list(names), baseline.strip(),
			published, confidence, overwrite), monitor);
		Show.table("Comparison", result.columns(), result.rows());
		monitor.message("Wrote " + result.output());
	}
}
