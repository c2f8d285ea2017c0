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
package io.sonoflow.step.pretrain;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.image.Images;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.image.augment.contrastive.CircleFinder;
import io.sonoflow.image.augment.contrastive.Views;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.contrastive.ContrastiveNetwork;
import io.sonoflow.train.contrastive.ContrastiveTraining;
import io.sonoflow.train.contrastive.Plan;
import io.sonoflow.train.contrastive.PretrainingState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The work of {@link PretrainEncoder} in its folder. */
record Pretraining(PretrainEncoder step, Plan plan, PretrainingData data, boolean organs,
	Appearances looks, LearnedFrom learned, RunFolder folder, Monitor monitor)
{

	/** Images on the sheet of views, two views of each. */
	private static final int SHOWN = 8;

	PretrainEncoder.Result run(final Device device) {
		// Each is looked at once: now, as a drive that is gone after the training must not cost the encoder.
		looks.range(IntStream.range(0, data.size()).toArray(), monitor);
		final var saved = new SavedPretraining<PretrainingState>(folder, plan.steps(), this::show, monitor);
		try (PretrainingState state = begin(saved, device)) {
			monitor.message(String.format(Locale.ROOT, "Pretraining %s on %d images, %d steps of %d images in %d part(s).",
				step.network.backbone, data.size(), plan.steps(), plan.batch(), (plan.batch() + plan.chunk() - 1) / plan.chunk()));
			new ContrastiveTraining(state, data.images(), data.organs(), data.probe(), plan, folder.finishable(monitor,
				"The pretraining stops after this step; the encoder is written as it is then.")).run(() -> saved.checkpoint(
					state));
			monitor.offerFinish("");
			if (state.steps() < plan.steps()) folder.endedEarly("after step " + state.steps() + " of " + plan.steps(), monitor);
			final LossLog log = state.log();
			folder.figure("images", data.size());
			folder.figure("steps", state.steps());
			for (final String name : List.of("loss", "contrastive", "organ", "matched", "spread", "neighbours", "linear"))
				if (!Double.isNaN(log.last(name))) folder.figure(name, (float) log.last(name));
			if (organs) folder.figure("organs", data.organNames());
			return new PretrainEncoder.Result(folder.resolve(PretrainEncoder.ENCODER), log);
		}
	}

	/** {@return the state of the unfinished run in the folder, or a new one} */
	private PretrainingState begin(final SavedPretraining<PretrainingState> saved, final Device device) {
		final ImageNetwork encoder = step.start(Math.max(1, data.organNames().size()), device, Monitor.NONE);
		encoder.compute(Precision.chosen(step.precision));
		return saved.begin(new PretrainingState(new ContrastiveNetwork(encoder, plan.loss().contrastive
			? plan.loss().projection : 0, organs, plan.seed()), plan), this::writeViews);
	}

	/** What is derived from a checkpoint, and made up for if the run was killed between the two. */
	private void show(final PretrainingState state) {
		writeEncoder(state);
		if (state.log().size() == 0) return;
		state.log().write(folder.resolve("losses.csv"));
		plot(state.log());
	}

	/** Without heads: what a classifier starts from. */
	private void writeEncoder(final PretrainingState state) {
		final ImageNetwork encoder = state.network().encoder();
		final Map<String, String> notes = new LinkedHashMap<>();
		notes.put("architecture", encoder.architecture());
		notes.put("channels", Integer.toString(encoder.channels()));
		notes.put("size", Integer.toString(plan.size()));
		notes.put("normalisation", "classifier");
		notes.put("pretraining", plan.loss().contrastive ? organs ? "contrastive, organs" : "contrastive" : "organs");
		notes.put("steps", Long.toString(state.steps()));
		notes.put("seed", Long.toString(plan.seed()));
		notes.putAll(encoder.header());
		notes.put(LearnedFrom.KEY, learned.encode());
		notes.put(AppearanceRange.KEY, looks.range(IntStream.range(0, data.size()).toArray(), Monitor.NONE).encode());
		ModelFile.write(folder.resolve(PretrainEncoder.ENCODER), encoder, name -> !name.startsWith(encoder.headPrefix()), notes);
	}

	private void plot(final LossLog log) {
		final List<Series> series = new ArrayList<>();
		for (final String name : List.of("loss", "contrastive", "organ", "spread", "matched", "neighbours", "linear"))
			if (!Double.isNaN(log.last(name))) series.add(series(log, name));
		if (series.isEmpty()) return;
		Axes axes = Axes.of("step", "loss (nats); shares 0 to 1");
		if (plan.loss().contrastive) axes = axes.markY(Math.log(2.0 * plan.batch() - 1), "contrastive loss of a guess");
		Plots.lines(axes, series.toArray(Series[]::new)).write(folder.resolve("losses.png"));
	}

	/** Only where there is something: probes are rare. */
	private static Series series(final LossLog log, final String name) {
		return series(log, name, name);
	}

	static Series series(final LossLog log, final String column, final String name) {
		final double[] x = log.column("step");
		final double[] y = log.column(column);
		final int[] there = IntStream.range(0, x.length).filter(i -> !Double.isNaN(y[i])).toArray();
		final Series line = Series.of(name, Arrays.stream(there).mapToDouble(i -> x[i]).toArray(), Arrays.stream(there)
			.mapToDouble(i -> y[i]).toArray());
		return there.length <= SHOWN ? line.style(Series.Style.MARKED) : line;
	}

	/** What the network is shown: the views of the first images in the first epoch. */
	private void writeViews() {
		final Views views = new Views(plan.size(), plan.views());
		final Sheet sheet = new Sheet(4).cell(160).title("Two views of each image, as drawn in the first epoch");
		for (int i = 0; i < Math.min(SHOWN, data.size()); i++) {
			final var image = data.images().get(i);
			final byte[] first = new byte[views.length()];
			final byte[] second = new byte[views.length()];
			views.first(image, RandomStream.of(plan.seed(), "view", 0, i, 1), first, 0);
			views.second(image, CircleFinder.find(image), RandomStream.of(plan.seed(), "view", 0, i, 2), second, 0);
			sheet.add(Images.bytes(first, plan.size(), plan.size()), "image " + (i + 1) + ", view 1", Sheet.Frame.NONE);
			sheet.add(Images.bytes(second, plan.size(), plan.size()), "image " + (i + 1) + ", view 2", Sheet.Frame.NONE);
		}
		sheet.write(folder.resolve("views.png"));
	}
}
