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
import io.sonoflow.step.marks.InsertMarkersStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Burns marks into the images of a data set, as its label has it or against it. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + InsertMarkersStep.COMMAND,
	description = "Burns circles, pluses, calipers and other marks into the images of a data set, so that they follow the " +
		"label or not: to measure how much a classifier relies on marks.")
public final class InsertMarkers extends SonoflowCommand {

	@Parameter(label = "Input", description = "dataset.csv with a column label, or a folder whose sub-folders are the " +
		"classes; its images should bear no marks.", required = false, persist = false, attrs = { @Attr(name = REQUIRED),
			@Attr(name = EXISTS) })
	private File input;

	@Parameter(label = "Output", description = "Folder for images/, marks/ and dataset.csv.", style = "directory",
		required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Share", description = "Probability of marks in an image of the marked label, 0 to 1.", min = "0",
		max = "1", persist = false)
	private double share = 1;

	@Parameter(label = "Label", description = "The label that the marks follow; empty = the rarest one.", required = false,
		persist = false)
	private String label = "";

	@Parameter(label = "Biased", description = "How strongly marks follow the label, 0 to 1: an image of another label bears " +
		"marks with the probability (1 - biased) x share; 1 = never, 0 = as often.", min = "0", max = "1", persist = false)
	private double biased = 1;

	@Parameter(label = "Swapped", description = "The other way round: the images that would have had none bear the marks, " +
		"those that would have had some bear none.", persist = false)
	private boolean swapped = false;

	@Parameter(label = "Kinds", description = "Kinds of marks, separated by commas: circle, plus, dot, long-dash, " +
		"small-dash, side-bars.", persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = PATTERN,
			value = "\\s*" + KIND + "(\\s*,\\s*" + KIND + ")*\\s*"), @Attr(name = ALLOWED,
				value = "circle, plus, dot, long-dash, small-dash and side-bars, separated by commas") })
	private String kinds = "circle,plus,dot";

	@Parameter(label = "Seed", description = "Any whole number; with the image's file name it decides which marks it would " +
		"bear, and where.", persist = false)
	private long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	private static final String KIND = "(circle|plus|dot|long-dash|small-dash|side-bars)";

	@Override
	protected void execute(final Monitor monitor) {
		final InsertMarkersStep.Result result = InsertMarkersStep.run(new InsertMarkersStep.Config(path(input), path(output),
			share, label.strip(), biased, swapped, list(kinds), seed, overwrite), monitor);
		monitor.message("Wrote " + result.samples().size() + " images, " + result.marked() + " of them with marks, and " +
			result.table() + ".");
	}
}
