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
package io.sonoflow.step.labelnoise;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.LabelErrorDetector;
import io.sonoflow.curate.label.LabelErrorDetectors;
import io.sonoflow.curate.label.LossSpikeDetector;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Folds;
import io.sonoflow.nn.Devices;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.Shard;
import io.sonoflow.step.classify.ClassifierRecipe;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Searches a data set for wrong labels: initialisations x seeds x folds trainings, each on all folds but one, divided by
 * patient; a judge reads from how they went which labels they could not believe. As published, an image's label is
 * suspicious if its loss rose above a threshold in several epochs of every training that had it.
 * <p>
 * Each finished training leaves a part of its own, so that an interrupted run goes on where it stopped, several processes
 * can share the work, and another verdict on the same trainings ({@link Config#trainings}) costs nothing.
 */
public final class FilterNoisyLabelsStep {

	/** The menu label. */
	public static final String COMMAND = "Filter Noisy Labels...";

	/** A class for each of two. */
	private static final int TWO = 2;

	private FilterNoisyLabelsStep() {
	}

	/**
	 * @param input folder of class folders or dataset.csv with labels; images whose label was dropped before are carried
	 *          through
	 * @param output folder to write to
	 * @param backbone architecture, e.g. resnet18
	 * @param weights files to start from, one an initialisation; null = from scratch; at least one, none twice
	 * @param seeds number of divisions, at least 1; published 4
	 * @param folds parts of a division, at least 2; published 3
	 * @param size side of the network's input in pixels, 32..1024
	 * @param epochs number of epochs, at least 1
	 * @param batch images in a batch, at least 2
	 * @param backbonerate learning rate below the head, at least 0
	 * @param headrate learning rate of the head, at least 0
	 * @param decay weight decay, at least 0
	 * @param markers strength of the marker augmentation, 0 = none, 1 = published
	 * @param method the judge: spikes (published), confident, margin or combined
	 * @param threshold of method spikes: loss in nats that counts as too high if exceeded, at least 0; published 1
	 * @param count of method spikes: in how many epochs, 1..epochs; published 3
	 * @param judgements of method spikes: in how many trainings; 0 = in all that had the image, as published
	 * @param action report (change nothing), drop (the suspicious lose their label) or flip (two classes only: they get the
	 *          other one)
	 * @param unit what is judged and acted on: view, or testis = all images of one patient's side together: those of one given
	 *          label are suspicious only if each of them is; method combined then adds up the evidence of all of them
	 * @param trainings output folder of an earlier run, whose trainings are taken instead of training anew where they are the
	 *          same; null = none
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param seed of the first division; the next ones count on
	 * @param shard i/n: which of the trainings this process does
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path input, Path output, String backbone, List<Path> weights, int seeds, int folds, int size,
		int epochs, int batch, double backbonerate, double headrate, double decay, double markers, String method,
		double threshold, int count, int judgements, String action, String unit, Path trainings, String device, long seed,
		String shard, boolean overwrite)
	{

		/** {@return one an initialisation} */
		List<ClassifierRecipe> recipes() {
			return weights.stream().map(each -> new ClassifierRecipe(backbone, each, size, epochs, 0, batch, backbonerate, headrate,
				decay, markers)).toList();
		}

		/** {@return in how many trainings an image is trained on} */
		int mostJudgements() {
			return weights.size() * seeds * (folds - 1);
		}
	}

	/**
	 * What was found of one image.
	 *
	 * @param image as the data set names it
	 * @param patient or empty
	 * @param label as given
	 * @param flags in how many judgements it was doubted
	 * @param judgements how many there were
	 * @param score the judge's own; the higher, the more suspect
	 * @param suspicious whether it is called wrong
	 * @param proposed the label it most likely has if the given one is wrong
	 * @param conflict what the other images of the same testis say against it; empty = nothing
	 */
	public record Finding(String image, String patient, String label, int flags, int judgements, double score,
		boolean suspicious, String proposed, String conflict)
	{
	}

	/**
	 * @param output the folder
	 * @param complete whether all trainings are done; else those of other shards are missing, and so are the tables
	 * @param findings one an image, the most suspect first; empty if not complete
	 */
	public record Result(Path output, boolean complete, List<Finding> findings) {
	}

	/**
	 * Runs it, or this process's share of it.
	 *
	 * @throws SonoflowException if something in the configuration or the data is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; finished trainings are kept
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final List<ClassifierRecipe> recipes = config.recipes();
		final LabelErrorDetector judge = checkKeys(config);
		final Shard shard = Shard.parse(config.shard);
		final Dataset all = Dataset.read(config.input, monitor);
		all.requireClasses();
		final LabelledImages data = LabelledImages.of(all.withoutDropped(), "", Monitor.NONE);
		checkLabels(config, data);
		final LabelUnits units = LabelUnits.of(data.dataset().samples(), config.unit.equals("testis"), monitor);
		final List<LabelNoiseTask> tasks = tasks(config, data);
		for (final ClassifierRecipe recipe : recipes)
			recipe.check(data.classes().size(), monitor);
		final Device device = Devices.parse(config.device, monitor);
		final List<Path> inputs = Stream.concat(Stream.of(config.input), config.weights.stream().filter(Objects::nonNull))
			.toList();
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output, config.overwrite, inputs, shard);
		RunFolder.check(run);
		final LabelNoiseParts parts = LabelNoiseParts.of(config, tasks, data.size(), monitor);
		return RunFolder.execute(run, monitor, folder -> {
			final boolean complete = new LabelNoiseTrainings(recipes, data, tasks, parts, device, monitor).run(folder);
			return complete ? new LabelNoiseResults(config, all, data, units, tasks, parts, monitor).write(folder, judge)
				: new Result(folder.path(), false, List.of());
		});
	}

	private static LabelErrorDetector checkKeys(final Config config) {
		ClassifierRecipe.range("seeds", config.seeds, 1, 1000, "");
		ClassifierRecipe.range("folds", config.folds, 2, 1000, "");
		if (config.method.equals(LossSpikeDetector.NAME)) {
			ClassifierRecipe.range("count", config.count, 1, config.epochs, "epochs; there are no more");
			ClassifierRecipe.range("judgements", config.judgements, 0, config.mostJudgements(),
				"trainings that have an image: initialisations x seeds x (folds - 1); 0 = all");
		}
		choice("action", config.action, List.of("report", "drop", "flip"));
		choice("unit", config.unit, List.of("view", "testis"));
		if (new HashSet<>(config.weights).size() < config.weights.size()) throw new SonoflowException.Input(
			"weights names an initialisation twice. Equal trainings would only repeat their judgement; remove one.");
		if (config.trainings != null && !Files.isDirectory(config.trainings)) throw new SonoflowException.Input("trainings=" +
			config.trainings + " is not a folder. Give the output folder of an earlier run of this command, or nothing.");
		if (config.trainings != null && config.output != null && config.trainings.toAbsolutePath().normalize().equals(
			config.output.toAbsolutePath().normalize())) throw new SonoflowException.Input("trainings=" + config.trainings +
				" is the output folder itself. Give another output, so that both verdicts are kept.");
		return LabelErrorDetectors.of(config.method, new LossSpikeDetector(config.threshold, config.count, config.judgements));
	}

	private static void choice(final String key, final String value, final List<String> choices) {
		if (!choices.contains(value)) throw new SonoflowException.Input(key + "=" + value + " does not exist. Choose " + String
			.join(", ", choices.subList(0, choices.size() - 1)) + " or " + choices.get(choices.size() - 1) + ".");
	}

	private static void checkLabels(final Config config, final LabelledImages data) {
		if (config.action.equals("flip") && data.classes().size() > TWO) throw new SonoflowException.Input(
			"action=flip exchanges two labels, but " + data.dataset().source() + " has " + data.classes().size() + ": " + String
				.join(", ", data.classes()) + ". Use action=report and correct them by hand, or action=drop.");
	}

	private static List<LabelNoiseTask> tasks(final Config config, final LabelledImages data) {
		final List<LabelNoiseTask> tasks = new ArrayList<>();
		final List<int[]> divisions = IntStream.range(0, config.seeds).mapToObj(i -> Folds.grouped(data.groups(false), data
			.labels(), data.classes(), config.folds, config.seed + i)).toList();
		for (int init = 0; init < config.weights.size(); init++)
			for (int i = 0; i < config.seeds; i++)
				for (int fold = 1; fold <= config.folds; fold++)
					tasks.add(new LabelNoiseTask(init, initName(config.weights, init), config.seed + i, fold, config.folds, divisions.get(
						i)));
		tasks.forEach(task -> data.checkTrainable(task.samples(false), "seed=" + task.seed() + ": all folds but fold " + task
			.fold()));
		return tasks;
	}

	/** {@return a short name that no other initialisation has} */
	private static String initName(final List<Path> weights, final int init) {
		if (weights.get(init) == null) return "scratch";
		final Path name = weights.get(init).getFileName();
		final boolean unique = weights.stream().filter(each -> each != null && name.equals(each.getFileName())).count() == 1;
		return unique ? name.toString() : init + 1 + " " + name;
	}
}
