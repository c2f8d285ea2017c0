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
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.DivisionSettings;
import io.sonoflow.dataset.Folds;
import io.sonoflow.image.augment.AugmentationSettings;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.Summary;
import io.sonoflow.nn.Devices;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.step.ShardedComputationSettings;
import io.sonoflow.step.classify.ClassifierStep;
import io.sonoflow.step.classify.ClassifierTrainer;
import io.sonoflow.step.classify.StartedNetworkSettings;
import io.sonoflow.step.classify.TestSettings;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.ClipSettings;
import io.sonoflow.step.data.ExtraImages;
import io.sonoflow.step.data.ExtraSettings;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.Origins;
import io.sonoflow.train.SteppedTrainingSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Trains and tests a classifier on every division of a data set into training and test part: folds x seeds trainings. Each
 * sample is tested once a seed, by a network that saw no image of its patient; nothing of the test part steers the
 * training. Where labels were cleaned, networks learn the cleaned ones, and every image is scored on its label before as
 * well, also one whose label was dropped. Copies of an image under two patients, and patients under two names, are looked
 * for ({@link LeakGuard}); what a division by view would have inflated can be measured ({@link ViewDivisionLeakage}).
 * Each finished
 * training leaves a part of its own, so that an interrupted run goes on where it
 * stopped and several processes can share the work; tables and pictures are made from the parts when all are there.
 */
public final class CrossValidateClassifier extends ClassifierStep<CrossValidateClassifier.Result> {

	/** The menu label. */
	public static final String LABEL = "Cross-Validate Classifier...";

	@Group("Network")
	public StartedNetworkSettings network = new StartedNetworkSettings();

	@Group("Training")
	public SteppedTrainingSettings training = new SteppedTrainingSettings();

	@Group("Training")
	public ExtraSettings more = new ExtraSettings();

	@Group("Augmentation")
	public AugmentationSettings augmentation = new AugmentationSettings();

	@Group("Test")
	public TestSettings test = new TestSettings();

	@Group("Clips")
	public ClipSettings clips = new ClipSettings();

	@Group("Division")
	public CrossDivisionSettings division = new CrossDivisionSettings();

	@Group("Computation")
	public ShardedComputationSettings computation = new ShardedComputationSettings();

	/** What the images are divided by, and on what else the networks are tested. */
	public static class CrossDivisionSettings extends DivisionSettings {

		@Parameter(label = "Groups", description =
			"What stays together: the images of a patient, or those of a site (column site), " +
			"each of which is then left out once, whatever the number of folds.", choices = { "patient", SiteDivision.SITE },
			attrs = @Attr(name = Key.SINCE, value = "patient"))
		public String groups = "patient";

		@Parameter(label = "Divide by view", description = "Divide images instead of patients. Images of one patient are then " +
			"in training and test at once and the figures are too good; for comparison only.")
		public boolean byview = false;

		@Parameter(label = "Quantify leakage", description = "Also train and test on images divided by view, with the same " +
			"seeds and folds, and write by how much that inflates the figures. Takes twice the time.", attrs = @Attr(
				name = Key.SINCE, value = "false"))
		public boolean leakage = false;

		@Parameter(label = "Alternate", description = "dataset.csv or folder of the same images in another version, e.g. with " +
			"other burnt-in marks, found by file name and patient; each network is tested on both. Empty = none.", attrs = {
				@Attr(name = Key.EXISTS), @Attr(name = Key.SINCE, value = "") })
		public File alternate;

		@Parameter(label = "Test set", description =
			"dataset.csv or folder of labelled images of other patients, which no fold sees: " +
			"each network and the mean of all are tested on it, too. Empty = none.", attrs = { @Attr(name = Key.EXISTS), @Attr(
				name = Key.SINCE, value = "") })
		public File test;

		/** @throws SonoflowException.Input if a division by site is asked for with what is for patients */
		@Override
		protected void checkTogether() {
			if (!bySite()) return;
			if (byview) throw new SonoflowException.Input(
				"byview=true divides images and groups=site divides sites. Give one of the two.");
			if (leakage) throw new SonoflowException.Input(
				"leakage=true compares a division by patient with one by view, and groups=site " +
				"divides sites. Give one of the two.");
			if (folds != FOLDS) throw new SonoflowException.Input("folds=" + folds +
				" has no meaning with groups=site: there are as many folds as sites. Leave folds out.");
		}

		boolean bySite() {
			return groups.equals(SiteDivision.SITE);
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
	 * @param site that is held out; empty where patients are divided
	 * @param foldOf fold of each sample, from 0
	 * @param leaky whether it only serves to see what a division by view would have inflated
	 */
	record Task(long seed, int fold, String site, int[] foldOf, boolean leaky) {

		String name() {
			return FoldPart.name(seed, fold);
		}

		int[] samples(final boolean held) {
			return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold - 1 == held).toArray();
		}
	}

	public CrossValidateClassifier() {
	}

	/**
	 * @param input folder of class folders, or dataset.csv with labels
	 * @param output folder to write to
	 */
	public CrossValidateClassifier(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public CrossValidateClassifier(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static CrossValidateClassifier of(final Path input, final Path output) {
		return new CrossValidateClassifier(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Runs it, or this process's share of it.
	 *
	 * @throws SonoflowException if something in the parameters or the data is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; finished trainings are kept
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final LabelledImages data = LabelledImages.read(input.toPath(), test.positive, clips, monitor);
		final ClassifierTrainer trainer = ClassifierTrainer.of(network, training, augmentation, data);
		if (division.leakage) ViewDivisionLeakage.require(data, division.byview, input.toPath());
		final List<Task> tasks = new ArrayList<>(division.bySite() ? siteTasks(data, monitor) : tasks(data, division.byview, false));
		if (!division.bySite()) LeakGuard.tellOverlap(data, tasks, division.byview, monitor);
		if (division.leakage) tasks.addAll(tasks(data, true, true));
		data.warnIfCleaned(monitor);
		if (division.alternate != null && ClipModels.seesWindows(network.backbone)) throw new SonoflowException.Input("alternate " +
			"is a version of images, and backbone=" + network.backbone + " sees clips. Leave alternate out, or use a backbone of images.");
		final AlternateVersion alternate = division.alternate == null ? null : AlternateVersion.read(division.alternate
			.toPath(), data, monitor);
		final TestSet unseen = division.test == null ? null : TestSet.read(division.test.toPath(), data, monitor);
		if (alternate != null) alternate.images().organs().check(trainer.subjects().told());
		if (unseen != null) unseen.data().images().organs().check(trainer.subjects().told());
		trainer.check(data.classes().size(), monitor);
		final ExtraImages learned = learned(data, trainer, unseen, monitor);
		final Device device = Devices.parse(computation.device, monitor);
		Devices.check(training.precision, device, monitor);
		final List<Path> inputs = Stream.concat(Stream.of(input, network.weights, division.alternate, division.test).filter(
			Objects::nonNull).map(File::toPath), more.paths().stream()).toList();
		final Result result = inFolder(record(inputs).reading(trainer.readings()), monitor, folder -> {
			LeakGuard.look(data, division.bySite(), input.toPath(), folder, monitor).write(folder);
			if (unseen != null) new TestGuard(data, unseen.data()).look(List.of(input.toPath(), division.test.toPath()), folder,
				monitor);
			learned.tell(folder, monitor);
			final Origins origins = Origins.of(data, learned, input.toPath(), network.sources(), computation.seed, monitor);
			origins.look(Origins.FOLDS, IntStream.range(0, data.size()).toArray(), monitor);
			if (unseen != null) origins.look(Origins.TEST, unseen.data(), monitor);
			origins.write(folder);
			return new CrossValidation(trainer, data, new CrossValidation.Further(learned, alternate, unseen, origins), tasks, folder
				.key(), device, monitor).run(folder);
		});
		monitor.message("Wrote " + result.output());
		return result;
	}

	/** {@return what is learned beside the folds: none of it is of a patient that is tested, and each is, once a seed} */
	private ExtraImages learned(final LabelledImages data, final ClassifierTrainer trainer, final TestSet unseen,
		final Monitor monitor)
	{
		final ExtraImages extra = more.read(data, monitor);
		trainer.check(extra);
		if (division.bySite()) SiteDivision.requireElsewhere(extra, data, monitor);
		return extra.apartFrom(IntStream.range(0, data.size()).toArray(), unseen == null ? null : unseen.data(), monitor);
	}

	private List<Task> tasks(final LabelledImages data, final boolean byView, final boolean leaky) {
		final List<String> groups = data.groups(byView);
		final List<Task> tasks = LongStream.range(computation.seed, computation.seed + division.seeds).boxed().flatMap(seed -> {
			final int[] foldOf = Folds.grouped(groups, data.strata(), data.classes(), division.folds, seed);
			return LongStream.rangeClosed(1, division.folds).mapToObj(fold -> new Task(seed, (int) fold, "",
				foldOf, leaky));
		}).toList();
		tasks.forEach(task -> data.checkTrainable(task.samples(false), "seed=" + task.seed + ": all folds but fold " +
			task.fold));
		return tasks;
	}

	private List<Task> siteTasks(final LabelledImages data, final Monitor monitor) {
		final SiteDivision sites = SiteDivision.of(data, monitor);
		return LongStream.range(computation.seed, computation.seed + division.seeds).boxed().flatMap(seed -> IntStream.range(0, sites
			.sites().size()).mapToObj(i -> new Task(seed, i + 1, sites.sites().get(i), sites.foldOf(), false))).toList();
	}
}
