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
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.legacy.read.ActiveImage;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.crop.CropUltrasoundStep;
import io.sonoflow.step.crop.CropUltrasoundStep.Config;
import io.sonoflow.step.crop.CropUltrasoundStep.Result;

import java.io.File;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Cuts the ultrasound pictures out of scanner screens. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + CropUltrasoundStep.COMMAND,
	description = "Cuts the ultrasound pictures out of scanner screens and clips: finds the field of view, or takes fixed " +
		"rectangles. Doubtful crops are listed in review.csv.")
public final class CropUltrasound extends SonoflowCommand {

	@Parameter(label = "Input",
		description = "Image or clip, folder of images, folder of class folders or dataset.csv; empty = the active image.",
		required = false, persist = false, attrs = @Attr(name = EXISTS))
	private File input;

	@Parameter(label = "Output", description = "Folder for images, masks, dataset.csv and review.csv; needed with input.",
		style = "directory", required = false, persist = false)
	private File output;

	@Parameter(label = "Mode",
		description = "sector finds the field of view, views cuts fixed rectangles, uusic is the published rule for sectors.",
		choices = { "sector", "views", "uusic" }, persist = false)
	private String mode = "sector";

	@Parameter(label = "Views",
		description = "Rectangles x,y,w,h in pixels for mode views, separated by semicolons; default: two Esaote views.",
		persist = false)
	private String views = FixedViews.ESAOTE;

	@Parameter(label = "Tolerance", description = "Grey levels round a margin's level that still count as margin, 0 to 255.",
		min = "0", max = "255", persist = false)
	private int tolerance = 5;

	@Parameter(label = "Size", description = "Edge in pixels that crops are resized to, as squares; 0 = keep.", min = "0",
		max = "4096", persist = false)
	private int size = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		final Config config = new Config(path(input), path(output), mode, views, tolerance, size, overwrite);
		if (input == null) {
			final ActiveImage image = ActiveImage.require("input");
			final Result result = CropUltrasoundStep.run(config, image.title(), image.frames(), monitor);
			for (int i = 0; i < result.crops().size(); i++)
				Show.gray(image.title() + " crop" + (result.crops().size() > 1 ? " " + (i + 1) : ""), result.crops().get(i), List
					.of());
			result.review().forEach(row -> monitor.warn(row.get(0) + ": " + row.get(1) + "."));
			return;
		}
		final Result result = CropUltrasoundStep.run(config, monitor);
		if (!result.review().isEmpty()) Show.table("Crops to Review", List.of("image", "reason"), result.review());
		monitor.message("Wrote " + result.images() + " crops and " + result.table() + ".");
	}
}
