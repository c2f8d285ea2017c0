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
package io.sonoflow.step.crossvalidate;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.Summary;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.Rounds;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.classify.ClassifierTrainer;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Fold;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Result;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Task;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.ExtraImages;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.OrganLabels;
import io.sonoflow.step.data.Origins;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.step.data.SeenScores;
import io.sonoflow.train.ClassifierTraining;
import io.sonoflow.train.Inference;
import io.sonoflow.train.SampleLossListener;
import io.sonoflow.train.TrainingCheckpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The work of a cross-validation: those trainings of this process that are not done yet, then, if all are there, the merge. */
final class CrossValidation {

	private static final String TRAININGS = "trainings";

	private final ClassifierTrainer trainer;
	private final LabelledImages data;
	private final ExtraImages learned;
	private final AlternateVersion alternate;
	private final TestSet test;
	private final List<Task> tasks;
	private final String key;
	private final Device device;
	private final Monitor monitor;
	private final Appearances looks;
	private final Origins origins;

	/**
	 * What networks learn, on what they are tested beside the fold that is held out, and where they come from.
	 *
	 * @param learned the data and extra images
	 * @param alternate the data's other version, or null
	 * @param test a data set that no fold sees, or null
	 * @param origins what they learn and start from
	 */
	record Further(ExtraImages learned, AlternateVersion alternate, TestSet test, Origins origins) {
	}

	CrossValidation(final ClassifierTrainer trainer, final LabelledImages data, final Further further, final List<Task> tasks,
		final String key, final Device device, final Monitor monitor)
	{
		this.trainer = trainer;
		this.data = data;
		this.learned = further.learned;
		this.alternate = further.alternate;
		this.test = further.test;
		this.origins = further.origins;
		this.tasks = tasks;
		this.key = key;
		this.device = device;
		this.monitor = monitor;
		this.looks = new Appearances(learned.images()::get);
	}

	Result run(final RunFolder folder) {
		folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
			.threads());
		final Rounds<Task> rounds = new Rounds<>(tasks, task -> List.of(task.leaky(), task.seed()), task -> part(folder, task)
			.isPresent());
		folder.keeps(() -> kept(folder));
		final Monitor asked = folder.finishable(monitor, "The training that is going on is given up; the tables are written of " +
			"the seeds whose folds are all trained. If there is none yet, the folds of the first seed are trained first.");
		for (int i = 0; i < tasks.size(); i++) {
			monitor.progress(TRAININGS, i, tasks.size());
			if (!folder.shard().has(i)) continue;
			final String stage = describe(i);
			final Task task = tasks.get(i);
			if (part(folder, task).isPresent()) monitor.message("Already done: " + stage);
			else rounds.run(task, asked, stopping -> train(folder, task, stage, stopping));
			// Here, as the process may have been killed between the two.
			checkpoint(folder, task).remove();
		}
		monitor.offerFinish("");
		monitor.progress(TRAININGS, tasks.size(), tasks.size());
		return folder.alone(monitor, () -> conclude(folder, rounds, asked.isFinishing()));
	}

	private Result conclude(final RunFolder folder, final Rounds<Task> rounds, final boolean early) {
		final long done = done(folder);
		if (done == tasks.size()) return merge(folder, tasks);
		final List<Task> whole = early ? rounds.whole() : List.of();
		if (!whole.isEmpty()) {
			folder.endedEarly("with " + whole.size() + " of " + tasks.size() + " trainings, those of the seeds whose folds are all " +
				"trained" + (done > whole.size() ? "; " + (done - whole.size()) + " more are done but not counted" : ""), monitor);
			return merge(folder, whole);
		}
		monitor.message(done + " of " + tasks.size() +
			" trainings are done. The tables are written when the other shards have done theirs.");
		folder.incomplete(TRAININGS, done, tasks.size());
		return new Result(folder.path(), false, List.of(), Map.of());
	}

	private long done(final RunFolder folder) {
		return tasks.stream().filter(task -> part(folder, task).isPresent()).count();
	}

	/** {@return what a second run goes on from, as it is on the disk; empty = nothing} */
	private String kept(final RunFolder folder) {
		final long done = done(folder);
		final List<String> begun = tasks.stream().filter(task -> part(folder, task).isEmpty()).map(task -> checkpoint(folder, task)
			.saved(trainer.steps(learned.samples(task.samples(false)).length))).filter(saved -> !saved.isEmpty()).toList();
		if (done == 0) return String.join(", ", begun);
		return done + " of " + tasks.size() + " trainings" + (begun.isEmpty() ? "" : ", and of the next " + String.join(", ",
			begun));
	}

	private String describe(final int i) {
		final Task task = tasks.get(i);
		return "training " + (i + 1) + " of " + tasks.size() + ", seed " + task.seed() + ", fold " + task.fold() + (task.site()
			.isEmpty() ? "" : " (site " + task.site() + ")") + (task.leaky() ? ", divided by view" : "");
	}

	private static Path file(final RunFolder folder, final String kind, final Task task, final String extension) {
		return folder.path().resolve(kind).resolve(task.name() + extension);
	}

	private Optional<FoldPart> part(final RunFolder folder, final Task task) {
		if (task.leaky()) return FoldPart.leakyStore(folder.path()).find(task.name(), key, part -> part.isOf(task));
		if (!Files.isRegularFile(file(folder, "models", task, ".safetensors"))) return Optional.empty();
		return FoldPart.store(folder.path()).find(task.name(), key, part -> part.isOf(task) && part.has(alternate, test));
	}

	private static TrainingCheckpoint checkpoint(final RunFolder folder, final Task task) {
		return TrainingCheckpoint.of(folder.path(), task.name() + (task.leaky() ? "_byview" : ""), folder.key());
	}

	private void train(final RunFolder folder, final Task task, final String stage, final Monitor stopping) {
		monitor.message("Starting " + stage + ".");
		final int[] samples = learned.samples(task.samples(false));
		final int[] held = task.samples(true);
		// Each is looked at once: now, as a drive that is gone after the training must not cost the model.
		if (!task.leaky()) looks.range(samples, monitor);
		try (ImageNetwork network = trainer.start(data.classes().size(), device, task.seed(), Monitor.NONE)) {
			final double[] losses = trainer.train(network, learned.images(), samples, learned.labels(), task.seed(), task.fold(),
				new ClassifierTraining.Hooks(SampleLossListener.NONE, checkpoint(folder, task)), stage, stopping).losses();
			final double[][] probabilities = Inference.probabilities(network, data.images(), held, trainer.size(),
				"testing " + stage, stopping);
			final double[][] others = alternate == null || task.leaky() ? null : Inference.probabilities(network, alternate
				.images(), held, trainer.size(), "testing the alternate version, " + stage, stopping);
			final double[][] unseen = test == null || task.leaky() ? null : test.probabilities(network, trainer.size(), stage,
				stopping);
			final FoldPart part = new FoldPart(task.seed(), task.fold(), losses, held, probabilities, others, unseen);
			if (task.leaky()) FoldPart.leakyStore(folder.path()).write(task.name(), key, part);
			else keep(folder, task, network, part);
			monitor.message("Done " + stage + ": " + PredictionTables.describe(scores(part)) + ".");
		}
	}

	/** {@return optimiser steps of a training: a number, or "least to most" where folds of unequal size make it differ} */
	private Object steps() {
		final LongSummaryStatistics steps = tasks.stream().filter(task -> !task.leaky()).mapToLong(task -> trainer.steps(learned
			.samples(task.samples(false)).length)).summaryStatistics();
		return steps.getMin() == steps.getMax() ? (Object) steps.getMin() : steps.getMin() + " to " + steps.getMax();
	}

	private void keep(final RunFolder folder, final Task task, final ImageNetwork network, final FoldPart part) {
		Dataset.write(file(folder, "splits", task, ".csv"), Arrays.stream(part.samples()).mapToObj(i -> data.dataset()
			.samples().get(i)).toList());
		final ModelConfig config = new ModelConfig(trainer.backbone(), network.channels(), data.classes(), trainer.size()).withNote(
			"positive", data.positiveName()).withNote("seed", Long.toString(task.seed())).withNote("fold", Integer.toString(task
				.fold())).withNote(AppearanceRange.KEY, looks.range(learned.samples(task.samples(false)), monitor).encode())
			.withNote(LearnedFrom.KEY, origins.note(data.trainable(task.samples(false))));
		ModelFile.write(file(folder, "models", task, ".safetensors"), network, OrganLabels.note(ClipModels.note(config, data.images()
			.clips()), data));
		FoldPart.store(folder.path()).write(task.name(), key, part);
	}

	private ClassifierScores scores(final FoldPart part) {
		return data.labellings().get(0).scores(part.samples(), part.probabilities(), data.positive());
	}

	private List<FoldPart> parts(final RunFolder folder, final List<Task> counted, final boolean leaky) {
		return counted.stream().filter(task -> task.leaky() == leaky).map(task -> part(folder, task).orElseThrow()).toList();
	}

	private List<Fold> folds(final List<FoldPart> parts) {
		return parts.stream().map(part -> new Fold(part.seed(), part.fold(), scores(part), figures(part))).toList();
	}

	private Map<String, Double> figures(final FoldPart part) {
		final Map<String, Double> figures = data.figures(part.samples(), part.probabilities());
		figures.putAll(data.organFigures(part.samples(), part.probabilities(), data.organs()));
		if (part.alternate() != null) figures.putAll(alternate.figures(data, part));
		return figures;
	}

	/** What is left of the scores without the patients whom a start has seen. */
	private void writeSeen(final List<FoldPart> parts, final RunFolder folder) {
		final SeenScores scores = new SeenScores();
		scores.add(Origins.FOLDS, data, origins.check().seen(Origins.FOLDS), parts.stream().map(part -> new SeenScores.Answers(part
			.samples(), part.probabilities())).toList());
		if (test != null) scores.add(Origins.TEST, test.data(), origins.check().seen(Origins.TEST), parts.stream().map(
			part -> new SeenScores.Answers(IntStream.range(0, test.size()).toArray(), part.test())).toList());
		scores.write(folder);
	}

	/** @param counted those that count; if not all, whole seeds of either division */
	private Result merge(final RunFolder folder, final List<Task> counted) {
		final List<FoldPart> parts = parts(folder, counted, false);
		final List<Fold> folds = folds(parts);
		final boolean[] seen = origins.check().seen(Origins.FOLDS);
		final CrossValidationResults results = new CrossValidationResults(folder.path(), data, alternate, parts, folds,
			counted.stream().anyMatch(task -> !task.site().isEmpty()), seen);
		final Map<String, Summary> summary = results.summary();
		results.write();
		folder.merged();
		folder.figure("trainings", parts.size());
		folder.figure("steps", steps());
		folder.figure("positive", data.positiveName());
		final List<String> sites = counted.stream().map(Task::site).filter(site -> !site.isEmpty()).distinct().toList();
		if (!sites.isEmpty()) folder.figure("sites", sites);
		summary.forEach((name, value) -> {
			folder.figure(name + ".mean", value.mean());
			folder.figure(name + ".std", value.std());
		});
		results.describe().forEach(monitor::message);
		if (test != null) test.write(parts, origins.check().seen(Origins.TEST), folder, monitor);
		writeSeen(parts, folder);
		final List<Fold> leaky = folds(parts(folder, counted, true));
		if (!leaky.isEmpty()) ViewDivisionLeakage.of(folds.stream().filter(fold -> leaky.stream().anyMatch(each -> each
			.seed() == fold.seed())).toList(), leaky).write(folder, monitor);
		return new Result(folder.path(), true, folds, summary);
	}
}
