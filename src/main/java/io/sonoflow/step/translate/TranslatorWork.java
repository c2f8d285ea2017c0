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
package io.sonoflow.step.translate;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.diffusion.translate.TrainingClips;
import io.sonoflow.diffusion.translate.TranslationCheckpoint;
import io.sonoflow.diffusion.translate.TranslationPlan;
import io.sonoflow.diffusion.translate.TranslationSamples;
import io.sonoflow.diffusion.translate.TranslationState;
import io.sonoflow.diffusion.translate.TranslationTraining;
import io.sonoflow.image.Images;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.gan.PerceptualLoss;
import io.sonoflow.nn.translate.TranslatorFile;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.translate.TrainTranslator.Result;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.CheckpointFolder;
import io.sonoflow.train.LossLog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import net.imglib2.img.array.ArrayImgs;

/**
 * The work of Train Translator in its folder.
 *
 * @param stride of frames
 * @param features of the perceptual loss; null = there is none
 */
record TranslatorWork(TranslationPlan plan, TrainingClips clips, int stride, ImageNetwork features, Checkpoint.Origin origin,
	RunFolder folder, Monitor monitor)
{

	/** The key of a model's header that says how far apart the frames of its windows were, where not 1. */
	static final String STRIDE = "stride";

	private static final String FINISH = "The training stops after this step; the averaged weights are written as they are then.";

	/** Columns of the losses that are drawn. */
	private static final List<String> DRAWN = List.of("loss", "l1", "temporal", "perceptual", "smooth", "speckle",
		"discriminator", "noise");

	private static final int COLUMNS = 4, CELL = 160;

	Result run(final Device device) {
		try (TranslationState state = begin(device)) {
			monitor.message(String.format(Locale.ROOT, "Training two networks of together %.2f million parameters on %d clips, %d " +
				"steps.", state.average().arrays().values().stream().mapToLong(array -> array.size()).sum() / 1e6, clips.count(), plan
					.settings().steps));
			final int steps = plan.settings().steps;
			folder.keeps(() -> CheckpointFolder.saved(folder.resolve(TrainTranslator.CHECKPOINT), steps));
			final String collapse = new TranslationTraining(state, clips, plan, features == null ? null : PerceptualLoss.usual(
				features), folder.finishable(monitor, FINISH)).run(() -> checkpoint(state));
			monitor.offerFinish("");
			if (state.steps() < steps) {
				sheet(state);
				folder.endedEarly("after step " + state.steps() + " of " + steps, monitor);
			}
			if (!collapse.isEmpty()) monitor.warn("At the end: " + collapse);
			final Path model = folder.resolve(TrainTranslator.MODEL);
			TranslatorFile.write(model, state.average(), notes());
			figures(state.log());
			folder.figure("steps", state.steps());
			folder.figure("collapse", collapse);
			return new Result(model, state.log(), collapse);
		}
	}

	private void figures(final LossLog log) {
		for (final String column : List.of("l1", "spread", "discriminator"))
			if (!Double.isNaN(log.last(column))) folder.figure(column, log.last(column));
		folder.figure("clips", clips.count());
		folder.figure("pairs", clips.paired());
	}

	private Map<String, String> notes() {
		final Map<String, String> notes = new LinkedHashMap<>(Map.of("seed", String.valueOf(plan.seed())));
		if (stride > 1) notes.put(STRIDE, String.valueOf(stride));
		return notes;
	}

	/** {@return the state of the unfinished run in the folder, or a new one} */
	private TranslationState begin(final Device device) {
		final Path checkpoints = folder.resolve(TrainTranslator.CHECKPOINT);
		final Optional<Path> last = folder.resumed() ? CheckpointFolder.latest(checkpoints) : Optional.empty();
		if (last.isEmpty()) {
			CheckpointFolder.clear(checkpoints);
			return TranslationState.start(device, plan);
		}
		final TranslationState state = TranslationCheckpoint.read(last.get(), device, plan, origin, monitor);
		monitor.message("Going on from step " + state.steps() + " of " + plan.settings().steps + ".");
		try {
			show(state);
			return state;
		}
		catch (final RuntimeException e) {
			state.close();
			throw e;
		}
	}

	private void checkpoint(final TranslationState state) {
		TranslationCheckpoint.write(folder.resolve(TrainTranslator.CHECKPOINT), state, plan, notes(), origin);
		show(state);
	}

	/** What is derived from a checkpoint, and made up for if the run was killed between the two. */
	private void show(final TranslationState state) {
		if (state.log().size() > 0) {
			state.log().write(folder.resolve("losses.csv"));
			plot(state.log());
		}
		if (plan.loop().isCheckpoint(state.steps())) sheet(state);
	}

	private void sheet(final TranslationState state) {
		final Path file = folder.resolve("samples").resolve(String.format(Locale.ROOT, "step_%07d.png", state.steps()));
		if (Files.exists(file)) return;
		final Sheet sheet = new Sheet(COLUMNS).cell(CELL).title("Step " + state.steps());
		final int size = plan.config().size();
		for (final TranslationSamples.Row row : TranslationSamples.of(state.average(), clips, plan)) {
			sheet.addColor(ArrayImgs.argbs(row.shown(), size, size), "hidden", Sheet.Frame.NONE);
			sheet.addColor(ArrayImgs.argbs(row.filled(), size, size), "filled", Sheet.Frame.NONE);
			sheet.addColor(ArrayImgs.argbs(row.made(), size, size), "made", Sheet.Frame.NONE);
			sheet.addColor(ArrayImgs.argbs(row.truth(), size, size), "truth", Sheet.Frame.NONE);
			monitor.preview("made", Images.bytes(ClipScores.luma(row.made()), size, size));
		}
		sheet.write(file);
	}

	private void plot(final LossLog log) {
		final double[] steps = log.column("step");
		final List<Series> curves = new ArrayList<>();
		for (final String column : DRAWN) {
			final double[] values = log.column(column);
			if (Arrays.stream(values).anyMatch(value -> !Double.isNaN(value))) curves.add(Series.of(column, steps, values));
		}
		Plots.lines(Axes.of("step", "loss").logY(), curves.toArray(Series[]::new)).write(folder.resolve("losses.png"));
	}
}
