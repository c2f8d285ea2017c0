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
import io.sonoflow.image.Luma;
import io.sonoflow.legacy.read.ActiveImage;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.classify.ClassifyUltrasoundStep;
import io.sonoflow.step.classify.ClassifyUltrasoundStep.Config;
import io.sonoflow.step.classify.ClassifyUltrasoundStep.Prediction;
import io.sonoflow.step.classify.ClassifyUltrasoundStep.Result;
import io.sonoflow.step.classify.ClassifyUltrasoundStep.Source;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Says what a trained classifier takes images for. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Classify Ultrasound...",
	description = "Says what a trained classifier takes each image for, and how sure it is.")
public final class ClassifyUltrasound extends SonoflowCommand {

	@Parameter(label = "Model", description = "Model file of \"Train Classifier...\" or \"Cross-Validate Classifier...\".",
		required = false, persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File model;

	@Parameter(label = "Input", description = "Image, folder of images or dataset.csv; empty = the active image.",
		required = false, persist = false, attrs = @Attr(name = EXISTS))
	private File input;

	@Parameter(label = "Output", description = "Folder for predictions.csv; empty = only show.", style = "directory",
		required = false, persist = false)
	private File output;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		final Config config = new Config(path(model), path(input), path(output), device, overwrite);
		final Result result = input == null ? ClassifyUltrasoundStep.run(config, active(), monitor) : ClassifyUltrasoundStep
			.run(config, monitor);
		final List<String> columns = new ArrayList<>(List.of("image", "prediction"));
		columns.addAll(result.classes());
		Show.table("Classification", columns, result.rows().stream().map(ClassifyUltrasound::cells).toList());
		if (output != null) monitor.message("Wrote " + path(output));
	}

	private static List<Object> cells(final Prediction row) {
		final List<Object> cells = new ArrayList<>(List.of(row.image(), row.prediction()));
		for (final double probability : row.probabilities())
			cells.add(probability);
		return cells;
	}

	private static List<Source> active() {
		final ActiveImage image = ActiveImage.require("input");
		final List<Source> sources = new ArrayList<>();
		for (int i = 0; i < image.frames().size(); i++)
			sources.add(new Source(image.title() + (image.frames().size() == 1 ? "" : " frame " + (i + 1)), Luma.gray(image
				.frames().get(i))));
		return sources;
	}
}
