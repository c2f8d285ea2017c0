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
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.vit.MaskedEncoder;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.run.RunFolder;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.masked.MaskedPlan;
import io.sonoflow.train.masked.MaskedState;
import io.sonoflow.train.masked.MaskedTraining;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The work of {@link PretrainMaskedAutoencoder} in its folder. */
record MaskedPretraining(PretrainMaskedAutoencoder step, MaskedPlan plan, PretrainingData data, Optional<StateDict> weights,
	Appearances looks, LearnedFrom learned, RunFolder folder, Monitor monitor)
{

	PretrainMaskedAutoencoder.Result run(final Device device, final Precision precision) {
		// Each is looked at once: now, as a drive that is gone after the training must not cost the encoder.
		looks.range(IntStream.range(0, data.size()).toArray(), monitor);
		final var saved = new SavedPretraining<MaskedState>(folder, plan.steps(), this::show, monitor);
		final MaskedEncoder network = step.start(weights, plan.normalised(), device, Monitor.NONE);
		network.autoencoder().compute(precision);
		try (MaskedState state = saved.begin(new MaskedState(network, plan), () -> {})) {
			tell();
			new MaskedTraining(state, data.images(), data.probe(), plan, folder.finishable(monitor,
				"The pretraining stops after this step; encoder and decoder are written as they are then.")).run(() -> saved
					.checkpoint(state));
			monitor.offerFinish("");
			if (state.steps() < plan.steps()) {
				sheet(state);
				folder.endedEarly("after step " + state.steps() + " of " + plan.steps(), monitor);
			}
			figures(state);
			return new PretrainMaskedAutoencoder.Result(folder.resolve(PretrainMaskedAutoencoder.MODEL), folder.resolve(
				PretrainMaskedAutoencoder.ENCODER), state.log());
		}
	}

	private void tell() {
		monitor.message(String.format(Locale.ROOT, "Pretraining %s on %d images, %d steps of %d images, of " +
			"which the encoder sees %d " +
			"of %d patches. Recipe %s: rate %.3g%s, %s; the targets are %s.", step.network.backbone, data.size(), plan.steps(), plan
				.batch(), plan.kept(), plan.patches(), plan.update().recipe, plan.peak(), plan.batch() == 256 ? "" : " (of " + plan
					.batch() + " images a step)", plan.clip() > 0 ? "gradients of a length of at most " + (float) plan.clip()
						: "gradients of any length", plan.normalised() ? "normalised patch by patch" : "grey values"));
	}

	private void figures(final MaskedState state) {
		folder.figure("images", data.size());
		// The first figures are those of the report's headline.
		final LossLog log = state.log();
		for (final String name : List.of("loss", "imagemean", "neighbours", "linear"))
			if (!Double.isNaN(log.last(name))) folder.figure(name, (float) log.last(name));
		folder.figure("steps", state.steps());
		folder.figure("patches", plan.patches());
		folder.figure("kept", plan.kept());
		folder.figure("rate", plan.peak());
		folder.figure("normalised", plan.normalised());
		folder.figure("clip", plan.clip());
		final double loss = log.last("loss");
		final double mean = log.last("imagemean");
		final String text = String.format(Locale.ROOT, "The loss on removed patches is %.4g; saying each " +
			"image's mean would give %.4g",
			loss, mean);
		if (loss < mean) monitor.message(text + ".");
		else monitor.warn(text + ": nothing was learned of what the images show. More steps or another rate may help.");
	}

	/** What is derived from a checkpoint, and made up for if the run was killed between the two. */
	private void show(final MaskedState state) {
		write(state, PretrainMaskedAutoencoder.MODEL, true);
		write(state, PretrainMaskedAutoencoder.ENCODER, false);
		if (plan.loop().isCheckpoint(state.steps())) sheet(state);
		if (state.log().size() == 0) return;
		state.log().write(folder.resolve("losses.csv"));
		plot(state.log());
	}

	private void write(final MaskedState state, final String file, final boolean decoder) {
		final MaskedEncoder network = state.network();
		final Map<String, String> notes = new LinkedHashMap<>();
		notes.put("architecture", network.architecture());
		notes.put("channels", Integer.toString(network.channels()));
		notes.put("size", Integer.toString(plan.size()));
		notes.put("normalisation", "classifier");
		notes.put("pretraining", "masked");
		notes.put(MaskedEncoder.NORMALISED, Boolean.toString(plan.normalised()));
		notes.put("mask", Double.toString(plan.mask()));
		if (decoder) {
			notes.put("decoderdepth", Integer.toString(network.autoencoder().decoder().depth()));
			notes.put("decoderwidth", Integer.toString(network.autoencoder().decoder().width()));
		}
		notes.put("recipe", plan.update().recipe);
		notes.put("steps", Long.toString(state.steps()));
		notes.put("seed", Long.toString(plan.seed()));
		notes.putAll(network.header());
		notes.put(LearnedFrom.KEY, learned.encode());
		notes.put(AppearanceRange.KEY, looks.range(IntStream.range(0, data.size()).toArray(), Monitor.NONE).encode());
		ModelFile.write(folder.resolve(file), network, name -> decoder || !MaskedEncoder.isDecoder(name), notes);
	}

	private void sheet(final MaskedState state) {
		final Path sheet = folder.resolve(PretrainMaskedAutoencoder.SAMPLES).resolve(String.format(Locale.ROOT, "step_%07d.png", state
			.steps()));
		if (!Files.exists(sheet)) new ReconstructionSheet(plan, data.images()).write(sheet, state.network().autoencoder(), state
			.steps(), monitor);
	}

	private void plot(final LossLog log) {
		final List<Series> series = new ArrayList<>();
		add(series, log, "loss", "loss");
		add(series, log, "imagemean", "each image's mean");
		add(series, log, "neighbours", "neighbours");
		add(series, log, "linear", "linear");
		if (!series.isEmpty()) Plots.lines(Axes.of("step", step.checkpoints.probe == null ? "mean squared error"
			: "mean squared error; shares 0 to 1"), series.toArray(Series[]::new)).write(folder.resolve("losses.png"));
	}

	/** Only where there is something: probes are rare. */
	private static void add(final List<Series> series, final LossLog log, final String column, final String name) {
		if (!Double.isNaN(log.last(column))) series.add(Pretraining.series(log, column, name));
	}
}
