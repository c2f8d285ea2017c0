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
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.file.Tables;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.image.augment.AugmentationSettings;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.parameter.Group;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.ComputationSettings;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.ClipSettings;
import io.sonoflow.step.data.ExtraImages;
import io.sonoflow.step.data.ExtraSettings;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.OrganLabels;
import io.sonoflow.step.data.Origins;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.step.data.SeenCheck;
import io.sonoflow.step.data.SeenScores;
import io.sonoflow.train.ClassifierTraining;
import io.sonoflow.train.Inference;
import io.sonoflow.train.SampleLossListener;
import io.sonoflow.train.SteppedTrainingSettings;
import io.sonoflow.train.TrainingCheckpoint;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.plugin.Parameter;

/**
 * Trains one classifier and tests it on patients that were held out. The held-out part steers nothing: neither when the
 * training stops nor any weight or statistic.
 */
public final class TrainClassifier extends ClassifierStep<TrainClassifier.Result> {

	/** The menu label. */
	public static final String LABEL = "Train Classifier...";

	/** The model's file in the output folder. */
	public static final String MODEL = "model.safetensors";

	@Group("Network")
	public StartedNetworkSettings network = new StartedNetworkSettings();

	@Group("Training")
	public SteppedTrainingSettings training = new SteppedTrainingSettings();

	@Group("Training")
	public ExtraSettings more = new ExtraSettings();

	@Group("Augmentation")
	public AugmentationSettings augmentation = new AugmentationSettings();

	@Group("Test")
	public HoldoutSettings test = new HoldoutSettings();

	@Group("Clips")
	public ClipSettings clips = new ClipSettings();

	@Group("Computation")
	public ComputationSettings computation = new ComputationSettings();

	/** How it is tested. */
	public static class HoldoutSettings extends TestSettings {

		@Parameter(label = "Hold out", description = "Share of the patients that is held out for testing, 0 to 0.9; 0 = none.",
			min = "0", max = "0.9")
		public double holdout = 0.2;
	}

	/**
	 * @param model the classifier's file
	 * @param losses mean training loss of each epoch
	 * @param scores on the held-out part, if there is one
	 */
	public record Result(Path model, double[] losses, Optional<ClassifierScores> scores) {
	}

	public TrainClassifier() {
	}

	/**
	 * @param input folder of class folders, or dataset.csv with labels
	 * @param output folder to write to
	 */
	public TrainClassifier(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public TrainClassifier(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static TrainClassifier of(final Path input, final Path output) {
		return new TrainClassifier(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Trains, tests, writes.
	 *
	 * @throws SonoflowException if something in the parameters or the data is wrong; then nothing was written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final LabelledImages data = LabelledImages.read(input.toPath(), test.positive, clips, monitor);
		final ClassifierTrainer trainer = ClassifierTrainer.of(network, training, augmentation, data);
		final boolean[] held = held(data);
		data.checkTrainable(IntStream.range(0, data.size()).filter(i -> !held[i]).toArray(), "The training part");
		data.warnIfCleaned(monitor);
		trainer.check(data.classes().size(), monitor);
		final ExtraImages extra = more.read(data, monitor);
		trainer.check(extra);
		warnOfOrgans(trainer, extra, held, monitor);
		final ExtraImages learned = extra.apartFrom(IntStream.range(0, data.size()).filter(i -> held[i]).toArray(), null, monitor);
		final Device device = Devices.parse(computation.device, monitor);
		Devices.check(training.precision, device, monitor);
		final List<Path> inputs = Stream.concat(Stream.of(input, network.weights).filter(Objects::nonNull).map(File::toPath), more
			.paths().stream()).toList();
		final Result result = inFolder(record(inputs).reading(trainer.readings()), monitor, folder -> {
			folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
				.threads());
			learned.tell(folder, monitor);
			final Origins origins = Origins.of(data, learned, input.toPath(), network.sources(), computation.seed, monitor);
			return new Work(trainer, data, learned, held, origins, computation.seed, monitor).run(folder, device);
		});
		monitor.message("Wrote " + result.model());
		return result;
	}

	/** An organ's code that no image has trained says nothing. */
	private static void warnOfOrgans(final ClassifierTrainer trainer, final ExtraImages extra, final boolean[] held,
		final Monitor monitor)
	{
		final Set<String> learned = extra.organs(IntStream.range(0, held.length).filter(i -> !held[i]).toArray());
		final List<String> missing = trainer.subjects().told().stream().filter(organ -> !learned.contains(organ)).toList();
		if (!missing.isEmpty()) monitor.warn("Only held-out patients show " + String.join(", ", missing) +
			": what the network is told of it there is never learned, and its figures say nothing. Take another seed, or more " +
			"patients.");
	}

	private boolean[] held(final LabelledImages data) {
		if (test.holdout == 0) return new boolean[data.size()];
		return Folds.holdout(data.groups(false), data.strata(), data.classes(), test.holdout, computation.seed);
	}

	private record Work(ClassifierTrainer trainer, LabelledImages data, ExtraImages learned, boolean[] held, Origins origins,
		long seed, Monitor monitor)
	{

		private int[] samples(final boolean tested) {
			return IntStream.range(0, data.size()).filter(i -> held[i] == tested).toArray();
		}

		Result run(final RunFolder folder, final Device device) {
			final TrainingCheckpoint checkpoint = TrainingCheckpoint.of(folder.path(), "training", folder.key());
			final int[] own = data.trainable(samples(false));
			final int[] trained = learned.samples(samples(false));
			folder.keeps(() -> checkpoint.saved(trainer.steps(trained.length)));
			origins.look(Origins.HOLDOUT, samples(true), monitor);
			origins.write(folder);
			// Now: a drive that is gone after the training must not cost the model.
			final String looks = new Appearances(learned.images()::get).range(trained, monitor).encode();
			try (ImageNetwork network = trainer.start(data.classes().size(), device, seed, Monitor.NONE)) {
				final ClassifierTraining.Course course = trainer.train(network, learned.images(), trained, learned.labels(), seed, 0,
					new ClassifierTraining.Hooks(SampleLossListener.NONE, checkpoint), "training", folder.finishable(monitor,
						"The training stops after this step; the network is tested and written as it is then."));
				monitor.offerFinish("");
				final double[] losses = course.losses();
				final int[] tested = samples(true);
				final double[][] probabilities = Inference.probabilities(network, data.images(), tested, trainer.size(),
					"testing", monitor);
				final Path model = folder.resolve(MODEL);
				final ModelConfig config = new ModelConfig(trainer.backbone(), network.channels(), data.classes(), trainer.size())
					.withNote("positive", data.positiveName()).withNote("seed", Long.toString(seed)).withNote(AppearanceRange.KEY, looks)
					.withNote(LearnedFrom.KEY, origins.note(own));
				ModelFile.write(model, network, OrganLabels.note(ClipModels.note(config, data.images().clips()), data));
				Plots.lines(Axes.of("epoch", "training loss (nats)"), Series.of("training loss", IntStream.rangeClosed(1,
					losses.length).asDoubleStream().toArray(), losses)).write(folder.resolve("curves.png"));
				folder.figure("loss", losses[losses.length - 1]);
				folder.figure("trained", own.length);
				folder.figure("steps", course.steps());
				if (course.isEarly()) folder.endedEarly("after step " + course.steps() + " of " + course.planned(), monitor);
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
			figures.putAll(data.organFigures(tested, probabilities, data.organs(tested)));
			PredictionTables.writeMetrics(folder.resolve("metrics.csv"), figures, data);
			Plots.roc("ROC on the held-out patients", List.of(PredictionTables.roc("held out", data, tested, probabilities)))
				.write(folder.resolve("roc.png"));
			figures.forEach(folder::figure);
			final SeenScores seen = new SeenScores();
			seen.add(Origins.HOLDOUT, data, origins.check().seen(Origins.HOLDOUT), List.of(new SeenScores.Answers(tested,
				probabilities)));
			seen.write(folder);
			monitor.message("Held-out patients: " + PredictionTables.describe(scores) + ".");
			return Optional.of(scores);
		}

		private void writePredictions(final Path file, final int[] tested, final int[] predicted,
			final double[][] probabilities)
		{
			final List<List<String>> rows = new ArrayList<>();
			final boolean[] seen = origins.check().seen(Origins.HOLDOUT);
			for (int i = 0; i < tested.length; i++) {
				final Sample sample = data.dataset().samples().get(tested[i]);
				final List<String> row = PredictionTables.row(List.of(data.name(tested[i]), sample.patient(), sample.label(), data
					.classes().get(predicted[i])), probabilities[i]);
				row.addAll(PredictionTables.otherLabels(data, tested[i]));
				if (seen.length > 0) row.add(Boolean.toString(seen[tested[i]]));
				rows.add(row);
			}
			final List<String> header = PredictionTables.header(List.of("image", "patient", "label", "prediction"), data
				.classes());
			header.addAll(PredictionTables.otherLabels(data));
			if (seen.length > 0) header.add(SeenCheck.COLUMN);
			Tables.write(file, header, rows);
		}
	}
}
