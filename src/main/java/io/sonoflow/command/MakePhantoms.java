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
import io.sonoflow.step.phantom.MakePhantomsStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes synthetic ultrasound images with known truth, to try and test the other commands on. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + MakePhantomsStep.COMMAND,
	description = "Makes synthetic ultrasound images of testes and thyroids with masks and known truth.")
public final class MakePhantoms extends SonoflowCommand {

	@Parameter(label = "Output", description = "Folder for images, masks and dataset.csv.", style = "directory",
		required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Patients", description = "Number of patients, each with two sides of two views.", min = "1",
		max = "9999", persist = false)
	private int patients = 24;

	@Parameter(label = "Organs", description = "testis, thyroid, or both separated by commas: patients get them in turn.",
		persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = PATTERN,
			value = "\\s*(testis|thyroid)\\s*(,\\s*(testis|thyroid)\\s*)*"), @Attr(name = ALLOWED,
				value = "testis, thyroid, or both separated by commas") })
	private String organs = "testis";

	@Parameter(label = "Size", description = "Edge of a single view in pixels; views on screens are always 300.",
		min = "64", max = "1024", persist = false)
	private int size = 256;

	@Parameter(label = "Screens",
		description = "Scanner screens of 800 x 600 pixels with two views, header text, ruler and caliper marks, instead of single views.",
		persist = false)
	private boolean screens = true;

	@Parameter(label = "Inhomogeneous", description = "Share of testes (and thyroids) with inhomogeneous parenchyma, 0 to 1.",
		min = "0", max = "1", persist = false)
	private double inhomogeneous = 0.2;

	@Parameter(label = "Noise", description = "Share of wrong labels, 0 to 1; the column truth keeps the right ones.",
		min = "0", max = "1", persist = false)
	private double noise;

	@Parameter(label = "Markers", description = "Share of views with burnt-in markers, 0 to 1.", min = "0", max = "1",
		persist = false)
	private double markers = 0.3;

	@Parameter(label = "Biased",
		description = "How strongly markers follow the label, 0 to 1: at 1 only views labelled inhomogeneous bear any.",
		min = "0", max = "1", persist = false)
	private double biased;

	@Parameter(label = "Seed", description = "Whole number; the same seed gives the same pixels.", persist = false)
	private long seed;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite;

	@Override
	protected void execute(final Monitor monitor) {
		final MakePhantomsStep.Result result = MakePhantomsStep.run(new MakePhantomsStep.Config(path(output), patients,
			organs, size, screens, inhomogeneous, noise, markers, biased, seed, overwrite), monitor);
		monitor.message("Wrote " + result.samples().size() + " images and " + result.table() + ".");
	}
}
