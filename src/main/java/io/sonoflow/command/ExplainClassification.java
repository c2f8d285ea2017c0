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
import io.sonoflow.step.explain.CamTable;
import io.sonoflow.step.explain.ExplainClassificationStep;
import io.sonoflow.step.explain.ExplainClassificationStep.Config;
import io.sonoflow.step.explain.ExplainClassificationStep.Result;
import io.sonoflow.step.explain.ExplainClassificationStep.Source;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows on which part of images a classifier's decision rests. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Explain Classification...",
	description = "Shows as heat maps on which part of each image a classifier's decision rests, and whether it turns to " +
		"marks such as calipers.")
public final class ExplainClassification extends SonoflowCommand {

	private static final String TITLE = "Explain Classification";

	@Parameter(label = "Model", description = "Model file of \"Train Classifier...\".", required = false,
		persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File model;

	@Parameter(label = "Input", description = "Image, folder of images or dataset.csv; empty = the active image.",
		required = false, persist = false, attrs = @Attr(name = EXISTS))
	private File input;

	@Parameter(label = "Count", description = "Images of the input to explain, spread evenly over it; 0 = all.", min = "0",
		persist = false)
	private int count = 0;

	@Parameter(label = "Method", description = "How the heat map is made; scorecam takes about a hundred times as long.",
		choices = { "gradcam++", "gradcam", "scorecam" }, persist = false)
	private String method = "gradcam++";

	@Parameter(label = "Target", description = "The class to explain: predicted (the most probable of each image) or a " +
		"label of the model.", persist = false, attrs = @Attr(name = REQUIRED))
	private String target = ExplainClassificationStep.PREDICTED;

	@Parameter(label = "Markers", description = "Explain each image also with circles, pluses and a caliper line inserted; " +
		"without, marks are measured where the column marks of dataset.csv names their masks.", persist = false)
	private boolean markers = false;

	@Parameter(label = "Output", description = "Folder for cams/ and cams.csv; empty = only show.", style = "directory",
		required = false, persist = false)
	private File output;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Seed", description = "Any whole number; decides where markers are inserted.", persist = false)
	private long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		final Config config = new Config(path(model), path(input), count, method, target, markers, path(output), device, seed,
			overwrite);
		final Result result = input == null ? ExplainClassificationStep.run(config, active(), monitor)
			: ExplainClassificationStep.run(config, monitor);
		show(result.pictures());
		if (output == null) Show.table(TITLE, List.of("image", "class", "score", "markershare", "markerarea", "markers"), result.rows()
			.stream().map(ExplainClassification::cells).toList());
		else monitor.message("Wrote " + path(output).resolve(CamTable.FILE));
	}

	private static List<Object> cells(final CamTable.Row row) {
		return Arrays.asList(row.image(), row.label(), row.score(), number(row.share()), number(row.area()), row.markers());
	}

	private static Double number(final double value) {
		return Double.isNaN(value) ? null : value;
	}

	private static List<Source> active() {
		final ActiveImage image = ActiveImage.require("input");
		final List<Source> sources = new ArrayList<>();
		for (int i = 0; i < image.frames().size(); i++)
			sources.add(new Source(image.title() + (image.frames().size() == 1 ? "" : " frame " + (i + 1)), Luma.gray(image
				.frames().get(i))));
		return sources;
	}

	/** A stack for each size of picture. */
	private static void show(final List<ArrayImg<ARGBType, IntArray>> pictures) {
		final Map<String, List<ArrayImg<ARGBType, IntArray>>> bySize = new LinkedHashMap<>();
		for (final ArrayImg<ARGBType, IntArray> picture : pictures)
			bySize.computeIfAbsent(picture.dimension(0) + "x" + picture.dimension(1), size -> new ArrayList<>()).add(picture);
		bySize.values().forEach(stack -> Show.color(TITLE, stack, List.of()));
	}
}
