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
package io.sonoflow.step.classify;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Folds;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.train.ClassifierTraining;
import io.sonoflow.train.Inference;
import io.sonoflow.train.SampleLossListener;
import io.sonoflow.train.TrainingCheckpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains one classifier and tests it on patients that were held out. The held-out part steers nothing: neither when the
 * training stops nor any weight or statistic.
 */
public final class TrainClassifierStep {

	/** The menu label. */
	public static final String COMMAND = "Train Classifier...";

	/** The model's file in the output folder. */
	public static final String MODEL = "model.safetensors";

	private TrainClassifierStep() {
	}

	/**
	 * @param input folder of class folders or dataset.csv with labels
	 * @param output folder to write to
	 * @param backbone architecture, e.g. resnet18
	 * @param weights file to start from; null = from scratch
	 * @param positive label whose precision, recall and F1 are given; empty = the rarer one
	 * @param size side of the network's input in pixels, 32..1024
	 * @param epochs number of epochs, at least 1
	 * @param steps number of optimiser steps of a training, whatever the number of images; 0 = by epochs
	 * @param batch images in a batch, at least 2
	 * @param backbonerate learning rate below the head, at least 0
	 * @param headrate learning rate of the head, at least 0
	 * @param decay weight decay, at least 0
	 * @param markers strength of the marker augmentation, 0 = none, 1 = published
	 * @param holdout share of the patients that is held out, 0..0.9; 0 = none, and nothing is tested
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param seed decides first weights, division, draws and augmentation
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path input, Path output, String backbone, Path weights, String positive, int size, int epochs,
		int steps, int batch, double backbonerate, double headrate, double decay, double markers, double holdout,
		String device, long seed, boolean overwrite)
	{

		ClassifierRecipe recipe() {
			return new ClassifierRecipe(backbone, weights, size, epochs, steps, batch, backbonerate, headrate, decay, markers);
		}
	}

	/**
	 * @param model the classifier's file
	 * @param losses mean training loss of each epoch
	 * @param scores on the held-out part, if there is one
	 */
	public record Result(Path model, double[] losses, Optional<ClassifierScores> scores) {
	}

	/**
	 * Trains, tests, writes.
	 *
	 * @throws SonoflowException if something in the configuration or the data is wrong; then nothing was written
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final ClassifierRecipe recipe = config.recipe();
		if (!(config.holdout >= 0 && config.holdout <= 0.9)) throw new SonoflowException.Input("holdout=" + config.holdout +
			" is out of range. Allowed: a number from 0 to 0.9, the share of the patients that is held out for testing.");
		final LabelledImages data = LabelledImages.read(config.input, config.positive, monitor);
		final boolean[] held = held(config, data);
		data.checkTrainable(IntStream.range(0, data.size()).filter(i -> !held[i]).toArray(), "The training part");
		data.warnIfCleaned(monitor);
		recipe.check(data.classes().size(), monitor);
		final Device device = Devices.parse(config.device, monitor);
		final List<Path> inputs = Stream.of(config.input, config.weights).filter(path -> path != null).toList();
		return RunFolder.execute(new RunFolder.Run(COMMAND, config, config.output, config.overwrite, inputs), monitor,
			folder -> {
				folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
					.threads());
				return new Work(config, recipe, data, held, monitor).run(folder, device);
			});
	}

	private static boolean[] held(final Config config, final LabelledImages data) {
		if (config.holdout == 0) return new boolean[data.size()];
		return Folds.holdout(data.groups(false), data.strata(), data.classes(), config.holdout, config.seed);
	}

	private record Work(Config config, ClassifierRecipe recipe, LabelledImages data, boolean[] held, Monitor monitor) {

		private int[] samples(final boolean tested) {
			return IntStream.range(0, data.size()).filter(i -> held[i] == tested).toArray();
		}

		Result run(final RunFolder folder, final Device device) {
			final TrainingCheckpoint checkpoint = TrainingCheckpoint.of(folder.path(), "training", folder.key());
			try (ImageNetwork network = recipe.start(data.classes().size(), device, config.seed, Monitor.NONE)) {
				final double[] losses = recipe.train(network, data.images(), data.trainable(samples(false)), data.labels(),
					config.seed, 0, new ClassifierTraining.Hooks(SampleLossListener.NONE, checkpoint), "training", monitor);
				final int[] tested = samples(true);
				final double[][] probabilities = Inference.probabilities(network, data.images(), tested, recipe.size(),
					"testing", monitor);
				final Path model = folder.resolve(MODEL);
				ModelFile.write(model, network, new ModelConfig(recipe.backbone(), network.channels(), data.classes(), recipe
					.size()).withNote("positive", data.positiveName()).withNote("seed", Long.toString(config.seed)));
				Plots.lines(Axes.of("epoch", "training loss (nats)"), Series.of("training loss", IntStream.rangeClosed(1,
					losses.length).asDoubleStream().toArray(), losses)).write(folder.resolve("curves.png"));
				folder.figure("loss", losses[losses.length - 1]);
				folder.figure("trained", data.trainable(samples(false)).length);
				folder.figure("steps", recipe.steps(data.trainable(samples(false)).length));
				folder.figure("tested", tested.length);
				folder.figure("positive", data.positiveName());
				final Result result = new Result(model, losses, test(folder, tested, probabilities));
				checkpoint.remove();
				return result;
			}
		}

		private Optional<ClassifierScores> test(final RunFolder folder, final int[] tested, final double[][] probabilities) {
			final int[] predicted = Inference.predictions(probabilities);
			writePredictions(folder.resolve(PredictionTables.PREDICTIONS), tested, predicted, probabilities);
			if (tested.length == 0) {
				monitor.warn("holdout=0: nothing was held out, so it is not known how good the classifier is.");
				Tables.write(folder.resolve("metrics.csv"), List.of("metric", "value"), List.of());
				return Optional.empty();
			}
			final ClassifierScores scores = data.labellings().get(0).scores(tested, probabilities, data.positive());
			final Map<String, Double> figures = data.figures(tested, probabilities);
			PredictionTables.writeMetrics(folder.resolve("metrics.csv"), figures, data);
			Plots.roc("ROC on the held-out patients", List.of(PredictionTables.roc("held out", data, tested, probabilities)))
				.write(folder.resolve("roc.png"));
			figures.forEach(folder::figure);
			monitor.message("Held-out patients: " + PredictionTables.describe(scores) + ".");
			return Optional.of(scores);
		}

		private void writePredictions(final Path file, final int[] tested, final int[] predicted,
			final double[][] probabilities)
		{
			final List<List<String>> rows = new ArrayList<>();
			for (int i = 0; i < tested.length; i++) {
				final Sample sample = data.dataset().samples().get(tested[i]);
				final List<String> row = PredictionTables.row(List.of(data.name(tested[i]), sample.patient(), sample.label(), data
					.classes().get(predicted[i])), probabilities[i]);
				row.addAll(PredictionTables.otherLabels(data, tested[i]));
				rows.add(row);
			}
			final List<String> header = PredictionTables.header(List.of("image", "patient", "label", "prediction"), data
				.classes());
			header.addAll(PredictionTables.otherLabels(data));
			Tables.write(file, header, rows);
		}
	}
}
