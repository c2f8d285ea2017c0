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
import io.sonoflow.curate.label.LossSpikeDetector;
import io.sonoflow.curate.label.OnlineFilter;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.DivisionSettings;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.image.augment.AugmentationSettings;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.ShardedComputationSettings;
import io.sonoflow.step.classify.ClassifierStep;
import io.sonoflow.step.classify.ClassifierTrainer;
import io.sonoflow.step.classify.ClipCheck;
import io.sonoflow.step.classify.NetworkSettings;
import io.sonoflow.step.classify.StemSettings;
import io.sonoflow.step.data.ClipSettings;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.TrainingSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Searches a data set for wrong labels: initialisations x seeds x folds trainings, each on all folds but one, divided by
 * patient; a judge reads from how they went which labels they could not believe. As published, an image's label is
 * suspicious if its loss rose above a threshold in several epochs of every training that had it. A clip counts as one image: it
 * lies in one fold, and has one loss an epoch, one answer (pooled from its frames) and one verdict.
 * <p>
 * Each finished training leaves a part of its own, so that an interrupted run goes on where it stopped, several processes
 * can share the work, and another verdict on the same trainings ({@link #trainings}) costs nothing.
 */
public final class FilterNoisyLabels extends ClassifierStep<FilterNoisyLabels.Result> {

	/** The menu label. */
	public static final String LABEL = "Filter Noisy Labels...";

	/** Judgements of an image in the published rule: 2 initialisations x 4 seeds x 2 of 3 folds. */
	static final int PUBLISHED = 16;

	/** A class for each of two. */
	private static final int TWO = 2;

	@Group("Network")
	public NetworkSettings network = new NetworkSettings();

	@Parameter(label = "Weights", description = "Files of weights to start from (or names of installed ones), separated by " +
		"commas; each is an initialisation, and so is an empty item: from scratch. E.g. imagenet.pth, (with a comma at the " +
		"end) = both.", style = "open", attrs = { @Attr(name = Key.LIST), @Attr(name = Key.HEADING, value = "Network") })
	public String weights = "";

	@Group("Network")
	public PrefixSettings source = new PrefixSettings();

	@Group(value = "Network", rare = true)
	public StemSettings stem = new StemSettings();

	@Parameter(label = "Online", description = "While a network learns, an image whose loss rises teaches it nothing in that " +
		"epoch: from epoch 5 on, if 0.8 x its mean loss of the last 3 epochs is above that of the 3 before the last; the column skipped " +
		"says how often. The published online variant; false = all images are trained on.", attrs = { @Attr(name = Key.HEADING,
			value = "Training"), @Attr(name = Key.SINCE, value = "false") })
	public boolean online;

	@Group("Training")
	public TrainingSettings training = new TrainingSettings();

	@Group("Augmentation")
	public AugmentationSettings augmentation = new AugmentationSettings();

	@Group("Clips")
	public ClipSettings clips = new ClipSettings();

	@Group("Division")
	public DivisionSettings division = new DivisionSettings();

	@Group("Verdict")
	public VerdictSettings verdict = new VerdictSettings();

	@Parameter(label = "Trainings", description = "Output folder of an earlier run of this command on the same images: its " +
		"trainings are judged again and not repeated; empty = train.", style = "directory", attrs = {
			@Attr(name = Key.EXISTS), @Attr(name = Key.HEADING, value = "Trainings") })
	public File trainings;

	@Group("Computation")
	public ShardedComputationSettings computation = new ShardedComputationSettings();

	/**
	 * What was found of one image or clip.
	 *
	 * @param image as the data set names it; of a clip whose frames are rows that of the first
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
	 * @param findings one an image or clip, the most suspect first; empty if not complete
	 */
	public record Result(Path output, boolean complete, List<Finding> findings) {
	}

	public FilterNoisyLabels() {
	}

	/**
	 * @param input folder of class folders or dataset.csv with labels; images whose label was dropped before are carried
	 *          through
	 * @param output folder to write to
	 */
	public FilterNoisyLabels(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public FilterNoisyLabels(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static FilterNoisyLabels of(final Path input, final Path output) {
		return new FilterNoisyLabels(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** {@return the file of each initialisation; null = from scratch} */
	List<Path> starts() {
		if (weights.isBlank()) return Collections.singletonList(null);
		if (new File(weights.strip()).isFile()) return Lists.paths(weights);
		return Lists.texts(weights).stream().map(item -> item.isEmpty() ? null : Lists.path(installed("weights", new File(
			item)))).toList();
	}

	/** {@return in how many trainings an image is trained on} */
	private int mostJudgements() {
		return starts().size() * division.seeds * (division.folds - 1);
	}

	@Override
	protected void checkTogether() {
		if (verdict.method.equals(LossSpikeDetector.NAME)) {
			atMost("count", Arrays.stream(verdict.counts()).max().orElseThrow(), 1, training.epochs, "epochs=" + training.epochs +
				"; there are no more: give count and epochs that fit");
			atMost("judgements", verdict.judgements, 0, mostJudgements(),
				"trainings that have an image: initialisations x seeds x (folds - 1); 0 = all");
		}
		if (online && training.epochs < OnlineFilter.FIRST) throw new SonoflowException.Input(
			"online=true skips no image before epoch " + OnlineFilter.FIRST + ", and epochs=" + training.epochs + ". Give more epochs, or online=false.");
		if (new HashSet<>(starts()).size() < starts().size()) throw new SonoflowException.Input(
			"weights names an initialisation twice. Equal trainings would only repeat their judgement; remove one.");
		if (trainings != null && Objects.equals(Lists.path(trainings), Lists.path(output))) throw new SonoflowException.Input(
			"trainings=" + Lists.path(trainings) +
				" is the output folder itself. Give another output, so that both verdicts are kept.");
	}

	private void atMost(final String key, final int value, final int least, final int most, final String unit) {
		if (value <= most) return;
		// Who gave only the number of epochs wonders where the other one comes from.
		final boolean untouched = keys().stream().anyMatch(each -> each.name().equals(key) && each.initial().toString()
			.equals(String.valueOf(value)));
		throw new SonoflowException.Input(key + "=" + value + (untouched ? ", the default," : "") +
			" is out of range. Allowed: a whole number from " + least + " to " + most + " (" + unit + ").");
	}

	/**
	 * Runs it, or this process's share of it.
	 *
	 * @throws SonoflowException if something in the parameters or the data is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; finished trainings are kept
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final List<Path> starts = starts();
		// The record names files, wherever the reader stands.
		weights = starts.stream().map(file -> file == null ? "" : file.toString()).collect(Collectors.joining(","));
		final LabelErrorDetector judge = verdict.detector();
		final Dataset all = Dataset.read(input.toPath(), monitor);
		all.requireClasses();
		final LabelledImages data = LabelledImages.of(ClipUnits.of(all, monitor).withoutDropped(), clips, monitor);
		ClipCheck.of(network, training, data);
		checkLabels(data);
		final List<Path> decisions = Lists.paths(verdict.decisions);
		// Before hours of training.
		if (!decisions.isEmpty()) DecidedLabels.read(decisions, data);
		ClassifierTrainer.requireMasks(training, data);
		final List<ClassifierTrainer> trainers = starts.stream().map(file -> new ClassifierTrainer(network, file, stem
			.reading(source.prefix), training, augmentation, new ClassifierTrainer.Subjects(data.classes(), List.of(),
				Map.of(), data.images().clips().pooling()))).toList();
		final LabelUnits units = LabelUnits.of(data.dataset().samples(), verdict.unit.equals("testis"), monitor);
		final List<LabelNoiseTask> tasks = LabelNoiseTask.of(starts, data, division, computation.seed);
		for (final ClassifierTrainer trainer : trainers)
			trainer.check(data.classes().size(), monitor);
		tellJudgements(monitor);
		final Device device = Devices.parse(computation.device, monitor);
		final List<Path> inputs = Stream.of(Stream.of(input.toPath()), starts.stream().filter(Objects::nonNull), decisions
			.stream()).flatMap(each -> each).toList();
		final Map<Path, String> readings = new HashMap<>();
		trainers.forEach(trainer -> readings.putAll(trainer.readings()));
		final RunFolder.Run run = record(inputs).reading(readings);
		final LabelNoiseParts parts = LabelNoiseParts.of(this, tasks, data.size(), readings, monitor);
		final Result result = inFolder(run, monitor, folder -> {
			checkKind(starts, data, folder, monitor);
			final List<LabelNoiseTask> counted = new LabelNoiseTrainings(trainers, data, tasks, parts, online, device, monitor).run(
				folder);
			return counted.isEmpty() ? new Result(folder.path(), false, List.of()) : new LabelNoiseResults(this, all, data,
				units, counted, parts, monitor).write(folder, judge);
		});
		monitor.message("Wrote " + result.output());
		return result;
	}

	/** A rule of fewer judgements is another rule: before hours of training. */
	private void tellJudgements(final Monitor monitor) {
		if (!verdict.method.equals(LossSpikeDetector.NAME) || mostJudgements() >= PUBLISHED) return;
		final int needed = verdict.judgements == 0 ? mostJudgements() : verdict.judgements;
		monitor.warn("An image is suspicious if " + needed + " of " + mostJudgements() + " judgements flag it; the published rule " +
			"has " + PUBLISHED + (starts().size() > 1 ? "" : ": give two starts in weights, e.g. imagenet.pth, with a comma at the end") +
			(division.seeds < 4 ? "; seeds=" + division.seeds + " where it has 4" : "") + (division.folds == 3 ? ""
				: "; folds=" + division.folds + " where it has 3") + ".");
	}

	/** Weights that were made of other images start worse than they could. */
	private static void checkKind(final List<Path> starts, final LabelledImages data, final RunFolder folder,
		final Monitor monitor)
	{
		for (final Path start : starts)
			if (start != null) {
				final InputCheck check = InputCheck.ofWeights(start, monitor);
				check.tell("images", IntStream.range(0, data.size()).mapToObj(data::name).toList(), check.warnings(IntStream.range(0,
					data.size()).toArray(), data.images()::get, monitor), folder, monitor);
			}
	}

	private void checkLabels(final LabelledImages data) {
		if (verdict.action.equals("flip") && data.classes().size() > TWO) throw new SonoflowException.Input(
			"action=flip exchanges two labels, but " + data.dataset().source() + " has " + data.classes().size() + ": " + String
				.join(", ", data.classes()) + ". Use action=report and correct them by hand, or action=drop.");
	}
}
