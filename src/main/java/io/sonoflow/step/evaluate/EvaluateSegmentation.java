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
package io.sonoflow.step.evaluate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.mask.ClipFrames;
import io.sonoflow.dataset.mask.PredictedMasks;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.metric.segment.SegmentSummary;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.TakenFrames;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Scores predicted masks against the true ones: {@code scores.csv} by picture and structure, {@code summary.csv} by organ and
 * structure with intervals over patients, {@code worst.png}.
 */
public final class EvaluateSegmentation extends Step<EvaluateSegmentation.Result> {

	/** The menu label. */
	public static final String LABEL = "Evaluate Segmentation...";

	/** Distances in pixels. */
	static final String PIXELS = "px";
	/** Distances in millimetres. */
	static final String MILLIMETRES = "mm";
	/** A picture without a prediction ends the run before work. */
	static final String REFUSE = "refuse";
	/** A picture without a prediction is a failure. */
	static final String FAILURE = "failure";

	@Parameter(label = "Input", description = "The reference: dataset.csv with the column mask, a folder with images and masks, " +
		"or the challenge's folder.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	@Parameter(label = "Predictions", description = "What is scored: dataset.csv of \"Segment Ultrasound...\", or a folder of " +
		"masks named like the pictures or like their masks.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File predictions;

	@Parameter(label = "Output", description = "Folder for scores.csv, summary.csv and worst.png; made if absent.",
		style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Values", description = "What the values of the masks mean, e.g. nerve:1,vessel:2; empty = found over the " +
		"whole reference. One structure may have any single value in each file.", attrs = @Attr(name = Key.LIST))
	public String values = "";

	@Group("Clips")
	public TakenFrames clips = new TakenFrames();

	@Parameter(label = "Tolerance", description = "How far two contours may be apart and still agree in NSD, in the unit of " +
		"distances, 0 to 1000; 1 pixel is the challenge's.", min = "0", max = "1000", attrs = @Attr(name = Key.HEADING,
			value = "Measures"))
	public double tolerance = 1;

	@Parameter(label = "Unit", description = "Unit of distances: px = pixels of the image as it is; mm = millimetres, from the " +
		"columns pixelwidth and pixelheight (mm) of the reference's dataset.csv.", choices = { PIXELS, MILLIMETRES })
	public String unit = PIXELS;

	@Parameter(label = "Missing", description = "Pictures without a prediction: refuse = stop and name them; failure = score " +
		"them as missed.", choices = { REFUSE, FAILURE })
	public String missing = REFUSE;

	@Parameter(label = "Seed", description = "Any whole number; draws the patients of the intervals.", attrs = @Attr(
		name = Key.HEADING, value = "Computation"))
	public long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
		name = Key.FRAME))
	public boolean overwrite = false;

	/**
	 * @param output the folder
	 * @param columns of summary.csv
	 * @param rows of summary.csv, numbers as texts, empty = undefined
	 */
	public record Result(Path output, List<String> columns, List<List<String>> rows) {
	}

	public EvaluateSegmentation() {
	}

	/**
	 * @param input the reference, a dataset.csv or folder with masks
	 * @param predictions dataset.csv or folder of masks
	 * @param output folder to write to
	 */
	public EvaluateSegmentation(final File input, final File predictions, final File output) {
		this.input = input;
		this.predictions = predictions;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public EvaluateSegmentation(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static EvaluateSegmentation of(final Path input, final Path predictions, final Path output) {
		return new EvaluateSegmentation(file(input), file(predictions), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @throws SonoflowException if masks do not fit their pictures or each other, or pictures have no prediction; then nothing was
	 *           written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final SegmentationSet reference = SegmentationSet.read(input.toPath(), values, new ClipFrames(clips.choice(), true), monitor);
		final PixelSizes sizes = PixelSizes.of(reference, unit);
		final PredictedMasks predicted = PredictedMasks.read(reference, predictions.toPath(), monitor);
		requireAll(reference, predicted, monitor);
		final RunFolder.Run run = record(List.of(input.toPath(), predictions.toPath()));
		RunFolder.check(run);
		return inFolder(run, monitor, folder -> {
			final List<ScoredStructure> scored = new SegmentationScoring(reference, predicted, sizes, tolerance).score(monitor);
			final List<SegmentSummary.Row> rows = SegmentSummary.of(scored.stream().map(ScoredStructure::item).toList(), seed);
			final EvaluationTables tables = new EvaluationTables(scored, rows, unit);
			final List<ScoredStructure> worst = tables.worst();
			tables.writeScores(folder, worst);
			tables.writeSummary(folder);
			new WorstSheet(reference, predicted).write(folder, worst, scored.size());
			tables.figures(folder, reference, predicted);
			tables.tell(monitor);
			monitor.message("Scored " + reference.size() + (reference.size() == 1 ? " picture" : " pictures") + ". Wrote " + output);
			return new Result(folder.path(), EvaluationTables.SUMMARY_COLUMNS, tables.summary());
		});
	}

	private void requireAll(final SegmentationSet reference, final PredictedMasks predicted, final Monitor monitor) {
		final int without = reference.size() - predicted.size();
		if (without == 0) return;
		final String which = without + " of " + reference.size() + " pictures have no prediction (" + predicted.missing() + ")";
		if (missing.equals(REFUSE)) throw new SonoflowException.Input("predictions=" + predictions + ": " + which +
			". A picture without a prediction must be no advantage: predict these, too (an empty mask if nothing was found), or give " +
			"missing=failure, which scores them as missed.");
		monitor.warn(which + " and count as missed: Dice 0, infinite distance.");
	}
}
