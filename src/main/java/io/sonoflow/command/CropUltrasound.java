package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.legacy.ActiveImage;
import io.sonoflow.legacy.Show;
import io.sonoflow.step.CropUltrasoundStep;
import io.sonoflow.step.CropUltrasoundStep.Config;
import io.sonoflow.step.CropUltrasoundStep.Result;

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
