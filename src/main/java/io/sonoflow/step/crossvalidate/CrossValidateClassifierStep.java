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
import io.sonoflow.dataset.Folds;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.Summary;
import io.sonoflow.nn.Devices;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.Shard;
import io.sonoflow.step.classify.ClassifierRecipe;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Trains and tests a classifier on every division of a data set into training and test part: folds x seeds trainings. Each
 * sample is tested once a seed, by a network that saw no image of its patient; nothing of the test part steers the
 * training. Where labels were cleaned, networks learn the cleaned ones, and every image is scored on its label before as
 * well, also one whose label was dropped. Copies of an image under two patients, and patients under two names, are looked
 * for ({@link LeakGuard}); what a division by view would have inflated can be measured ({@link ViewDivisionLeakage}). Each finished
 * training leaves a part of its own, so that an interrupted run goes on where it
 * stopped and several processes can share the work; tables and pictures are made from the parts when all are there.
 */
public final class CrossValidateClassifierStep {

	/** The menu label. */
	public static final String COMMAND = "Cross-Validate Classifier...";

	private CrossValidateClassifierStep() {
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
	 * @param byview divide images instead of patients, as the published code did: leaks
	 * @param leakage whether to also train and test on images divided as byview does, to see what that would have inflated
	 * @param folds parts of a division, at least 2
	 * @param seeds number of divisions, at least 1
	 * @param alternate the same images in another version, on which the networks are tested as well; null = none
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param seed of the first division; the next ones count on
	 * @param shard i/n: which of the trainings this process does
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path input, Path output, String backbone, Path weights, String positive, int size, int epochs,
		int steps, int batch, double backbonerate, double headrate, double decay, double markers, boolean byview,
		boolean leakage, int folds, int seeds, Path alternate, String device, long seed, String shard, boolean overwrite)
	{

		ClassifierRecipe recipe() {
			return new ClassifierRecipe(backbone, weights, size, epochs, steps, batch, backbonerate, headrate, decay, markers);
		}
	}

	/**
	 * One training's test.
	 *
	 * @param seed of the training
	 * @param fold held out, from 1
	 * @param scores on the held-out fold, of the images that have a label
	 * @param figures the scores by the names of their columns; if labels were cleaned, also those on the labels as they were
	 *          before (originalaccuracy, ...), and if the truth is known and differs, those on it (truthaccuracy, ...); if
	 *          there is an alternate version, those on it (alternateaccuracy, ..., alternatedrop) at the end
	 */
	public record Fold(long seed, int fold, ClassifierScores scores, Map<String, Double> figures) {
	}

	/**
	 * @param output the folder
	 * @param complete whether all trainings are done; else those of other shards are missing, and so are the tables
	 * @param folds one a training, by seed and fold; empty if not complete
	 * @param summary mean and standard deviation of each figure; empty if not complete
	 */
	public record Result(Path output, boolean complete, List<Fold> folds, Map<String, Summary> summary) {
	}

	/**
	 * A training to be done.
	 *
	 * @param seed of the training
	 * @param fold held out, from 1
	 * @param foldOf fold of each sample, from 0
	 * @param leaky whether it only serves to see what a division by view would have inflated
	 */
	record Task(long seed, int fold, int[] foldOf, boolean leaky) {

		String name() {
			return FoldPart.name(seed, fold);
		}

		int[] samples(final boolean held) {
			return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold - 1 == held).toArray();
		}
	}

	/**
	 * Runs it, or this process's share of it.
	 *
	 * @throws io.sonoflow.SonoflowException if something in the configuration or the data is wrong; then nothing was written
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it; finished trainings are kept
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final ClassifierRecipe recipe = config.recipe();
		ClassifierRecipe.range("folds", config.folds, 2, 1000, "");
		ClassifierRecipe.range("seeds", config.seeds, 1, 1000, "");
		final Shard shard = Shard.parse(config.shard);
		final LabelledImages data = LabelledImages.read(config.input, config.positive, monitor);
		if (config.leakage) ViewDivisionLeakage.require(data, config.byview, config.input);
		final List<Task> tasks = new ArrayList<>(tasks(config, data, config.byview, false));
		LeakGuard.tellOverlap(data, tasks, config.byview, monitor);
		if (config.leakage) tasks.addAll(tasks(config, data, true, true));
		data.warnIfCleaned(monitor);
		final AlternateVersion alternate = config.alternate == null ? null : AlternateVersion.read(config.alternate, data,
			monitor);
		recipe.check(data.classes().size(), monitor);
		final Device device = Devices.parse(config.device, monitor);
		final List<Path> inputs = Stream.of(config.input, config.weights, config.alternate).filter(path -> path != null).toList();
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output, config.overwrite, inputs, shard);
		return RunFolder.execute(run, monitor, folder -> {
			LeakGuard.look(data, folder, monitor).write(folder);
			return new CrossValidation(recipe, data, alternate, tasks, folder.key(), device, monitor).run(folder);
		});
	}

	private static List<Task> tasks(final Config config, final LabelledImages data, final boolean byView,
		final boolean leaky)
	{
		final List<String> groups = data.groups(byView);
		final List<Task> tasks = LongStream.range(config.seed, config.seed + config.seeds).boxed().flatMap(seed -> {
			final int[] foldOf = Folds.grouped(groups, data.strata(), data.classes(), config.folds, seed);
			return LongStream.rangeClosed(1, config.folds).mapToObj(fold -> new Task(seed, (int) fold, foldOf, leaky));
		}).toList();
		tasks.forEach(task -> data.checkTrainable(task.samples(false), "seed=" + task.seed + ": all folds but fold " +
			task.fold));
		return tasks;
	}
}
