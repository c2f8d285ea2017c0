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
import io.sonoflow.nn.weights.install.WeightsStore;
import io.sonoflow.step.labelnoise.FilterNoisyLabelsStep;
import io.sonoflow.step.labelnoise.FilterNoisyLabelsStep.Finding;
import io.sonoflow.step.labelnoise.FilterNoisyLabelsStep.Result;

import java.io.File;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Searches a data set for wrong labels. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + FilterNoisyLabelsStep.COMMAND,
	description = "Searches labels that are probably wrong: trains classifiers several times and finds the images whose " +
		"label they cannot believe. An interrupted run goes on where it stopped.")
public final class FilterNoisyLabels extends ClassifierCommand {

	@Parameter(label = "Weights", description = "Files of weights to start from (or names of installed ones), separated by " +
		"commas; each is an initialisation, and so is an empty item: from scratch. E.g. imagenet.pth, (with a comma at the " +
		"end) = both.", required = false, persist = false)
	private String weights = "";

	@Parameter(label = "Seeds", description = "How often the patients are divided anew, 1 to 1000.", min = "1",
		max = "1000", persist = false)
	private int seeds = 4;

	@Parameter(label = "Folds", description = "Parts into which the patients are divided, 2 to 1000; each training leaves one " +
		"out.", min = "2", max = "1000", persist = false)
	private int folds = 3;

	@Parameter(label = "Method", description = "Who judges: spikes = high losses in training, as published; confident = " +
		"confident learning on held-out images; margin = area under the margin; combined = our own, from all of them.",
		choices = { "spikes", "confident", "margin", "combined" }, persist = false)
	private String method = "spikes";

	@Parameter(label = "Threshold", description = "Of spikes: a loss above this counts, in nats, at least 0.", min = "0",
		persist = false)
	private double threshold = 1;

	@Parameter(label = "Count", description = "Of spikes: in how many epochs of a training it must be above to flag the " +
		"image, 1 to epochs.", min = "1", persist = false)
	private int count = 3;

	@Parameter(label = "Judgements", description = "Of spikes: how many trainings must flag the image to make it suspicious, " +
		"up to initialisations x seeds x (folds - 1); 0 = all.", min = "0", persist = false)
	private int judgements = 0;

	@Parameter(label = "Action", description = "What becomes of suspicious labels in dataset.csv: report = nothing, drop = " +
		"empty, flip = the other of two. The label before is kept in the column original.", choices = { "report", "drop",
			"flip" }, persist = false)
	private String action = "report";

	@Parameter(label = "Unit", description = "What is judged: each view, or the testis = all images of one patient and side " +
		"together, suspicious if each of them with that label is; combined then adds up what all of them say.", choices = { "view", "testis" }, persist = false)
	private String unit = "view";

	@Parameter(label = "Trainings", description = "Output folder of an earlier run of this command on the same images: its " +
		"trainings are judged again and not repeated; empty = train.", style = "directory", required = false,
		persist = false, attrs = @Attr(name = EXISTS))
	private File trainings;

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
		final Result result = FilterNoisyLabelsStep.run(new FilterNoisyLabelsStep.Config(path(input), path(output), backbone,
			starts(weights), seeds, folds, size, epochs, batch, backbonerate, headrate, decay, markers, method, threshold, count,
			judgements, action, unit, path(trainings), device, seed, shard, overwrite), monitor);
		final List<Finding> suspicious = result.findings().stream().filter(Finding::suspicious).toList();
		if (!suspicious.isEmpty()) Show.table("Suspicious Labels", List.of("image", "patient", "label", "proposed", "flags",
			"judgements", "conflict"), suspicious.stream().map(each -> List.of(each.image(), each.patient(), each.label(), each
				.proposed(), each.flags(), each.judgements(), each.conflict())).toList());
		monitor.message("Wrote " + result.output());
	}

	/** {@return one an item of the list; null = from scratch} */
	private static List<Path> starts(final String text) {
		if (text.isBlank()) return Collections.singletonList(null);
		if (new File(text.strip()).isFile()) return paths(text);
		return list(text).stream().map(item -> item.isEmpty() ? null : path(WeightsStore.resolve(
			"weights", Path.of(item)).toFile())).toList();
	}
}
