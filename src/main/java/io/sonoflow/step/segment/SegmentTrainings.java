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
package io.sonoflow.step.segment;

import ai.djl.Device;

import com.google.gson.Gson;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Spelling;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.image.Images;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.run.Rounds;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LearnedFiles;
import io.sonoflow.train.CheckpointFolder;
import io.sonoflow.train.segment.SegmentData;
import io.sonoflow.train.segment.SegmentImages;
import io.sonoflow.train.segment.SegmentState;
import io.sonoflow.train.segment.SegmentTraining;
import io.sonoflow.train.segment.Segmenter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The trainings of a run, each of which leaves a part, and the tables made of the parts. */
final class SegmentTrainings {

	private static final int NAMED = 5;

	private final SegmentTrainer trainer;
	private final SegmentSource source;
	private final SegmentationConfig config;
	private final List<SegmentTask> tasks;
	private final SegmentImages images;
	private final HeldOut test;
	private final Device device;
	private final Monitor monitor;
	private final Appearances looks;
	private SetDigests.Recorder learned;

	SegmentTrainings(final SegmentTrainer trainer, final SegmentSource source, final List<SegmentTask> tasks, final Device device,
		final Monitor monitor)
	{
		this.trainer = trainer;
		this.source = source;
		this.tasks = tasks;
		this.device = device;
		this.monitor = monitor;
		config = trainer.config(source);
		images = new SegmentImages(source.set(), config.size(), trainer.network().crop);
		test = HeldOut.of(source, images);
		looks = new Appearances(i -> {
			final SegmentImages.Whole whole = images.whole(i);
			return Images.crop(Images.bytes(whole.image(), whole.width(), whole.height()), whole.box());
		});
	}

	private boolean isOne() {
		return tasks.size() == 1;
	}

	TrainSegmenter.Result run(final RunFolder folder) {
		folder.keeps(() -> kept(folder));
		final Rounds<SegmentTask> rounds = new Rounds<>(tasks, SegmentTask::seed, task -> part(folder, task).isPresent());
		final Monitor asked = folder.finishable(monitor, isOne()
			? "The training stops after this step; the network is tested and written as its best step so far left it."
			: "The training that is going on is given up; the tables are written of the seeds whose folds are all trained. If there " +
				"is none yet, those of the first seed are trained first.");
		for (int i = 0; i < tasks.size(); i++) {
			final SegmentTask task = tasks.get(i);
			final String stage = describe(i);
			if (!isOne()) monitor.progress("trainings", i, tasks.size());
			if (part(folder, task).isPresent()) monitor.message("Already done: " + stage);
			else if (isOne()) train(folder, task, stage, asked);
			else rounds.run(task, asked, stopping -> train(folder, task, stage, stopping));
			// Here, as the process may have been killed between the two.
			if (part(folder, task).isPresent()) CheckpointFolder.remove(checkpoints(folder, task));
		}
		monitor.offerFinish("");
		final List<SegmentTask> done = rounds.whole();
		final List<SegmentPart> parts = done.stream().map(task -> part(folder, task).orElseThrow()).toList();
		if (done.size() < tasks.size()) folder.endedEarly("with " + done.size() + " of " + tasks.size() +
			" trainings, those of the seeds whose folds are all trained", monitor);
		else if (isOne() && parts.get(0).isEarly()) folder.endedEarly("after step " + parts.get(0).steps() + " of " + parts.get(0)
			.planned(), monitor);
		final SegmentResults results = new SegmentResults(source, images, test, done, parts, folder, monitor);
		final double dice = results.write();
		return new TrainSegmenter.Result(folder.path(), model(folder, done.get(0)), dice, parts.get(0).choice().threshold());
	}

	private String describe(final int i) {
		if (isOne()) return "training";
		final SegmentTask task = tasks.get(i);
		return "training " + (i + 1) + " of " + tasks.size() + ", seed " + task.seed() + (task.fold() == 0 ? "" : ", fold " + task
			.fold());
	}

	/** {@return what a second run goes on from, as it is on the disk; empty = nothing} */
	private String kept(final RunFolder folder) {
		final long done = tasks.stream().filter(task -> part(folder, task).isPresent()).count();
		final String begun = String.join(", ", tasks.stream().filter(task -> part(folder, task).isEmpty()).map(
			task -> CheckpointFolder.saved(checkpoints(folder, task), trainer.plan(task).steps())).filter(saved -> !saved.isEmpty())
			.toList());
		if (done == 0) return begun;
		return done + " of " + tasks.size() + " trainings" + (begun.isEmpty() ? "" : ", and of the next " + begun);
	}

	private Path model(final RunFolder folder, final SegmentTask task) {
		return isOne() ? folder.resolve(TrainSegmenter.MODEL) : folder.resolve(TrainSegmenter.MODELS).resolve(task.name() +
			".safetensors");
	}

	private static Path checkpoints(final RunFolder folder, final SegmentTask task) {
		return folder.resolve("checkpoints").resolve(task.name());
	}

	private Optional<SegmentPart> part(final RunFolder folder, final SegmentTask task) {
		if (!Files.isRegularFile(model(folder, task))) return Optional.empty();
		return SegmentPart.store(folder.path()).find(task.name(), folder.key(), part -> part.isOf(task));
	}

	private void train(final RunFolder folder, final SegmentTask task, final String stage, final Monitor stopping) {
		// Each is looked at once: now, as a drive that is gone after the training must not cost the model.
		final String range = looks.range(task.train(), monitor).encode();
		final String origin = learned(task);
		final String key = folder.key() + " " + task.name();
		final Path checkpoints = checkpoints(folder, task);
		try (SegmentState state = trainer.state(config, task, device)) {
			if (folder.resumed() && state.resume(checkpoints, key, monitor)) monitor.message("Going on from step " + state.steps() +
				" of " + trainer.plan(task).steps() + " of " + stage + ".");
			else CheckpointFolder.clear(checkpoints);
			tell(task, stage);
			new SegmentTraining(state, new SegmentData(images, task.train(), task.validation(), source.organOf(), source.annotated()),
				trainer.plan(task), stage, stopping).run(() -> state.save(checkpoints, key));
			state.choose();
			tellCut(stage);
			final SegmentState.Choice choice = state.choice();
			SegmentationConfig found = config.withThreshold(choice.threshold()).withNote("seed", Long.toString(task.seed())).withNote(
				"fold", Integer.toString(task.fold())).withNote("step", Long.toString(choice.step() > 0 ? choice.step() : state.steps()))
				.withNote(AppearanceRange.KEY, range).withNote(LearnedFrom.KEY, origin);
			if (!unlearned(task).isEmpty()) found = found.withNote(OrganStructures.UNLEARNED, new Gson().toJson(unlearned(task)));
			if (choice.step() > 0) found = found.withNote("validationdice", Double.toString(choice.dice()));
			final List<SegmentPart.Score> scores = test.run(task, Segmenter.of(state.network(), choice.threshold()), predictions(folder,
				task), isOne() ? "testing" : "testing " + stage, stopping);
			SegmentationFile.write(model(folder, task), state.network(), found);
			SegmentPart.store(folder.path()).write(task.name(), folder.key(), new SegmentPart(task.seed(), task.fold(), state.steps(),
				trainer.plan(task).steps(), choice, state.log().state().rows(), state.log().last("loss"), task.held(), scores));
		}
	}

	/** {@return which pictures and patients are learned from, here and by what it starts from; those that choose the step, too} */
	private String learned(final SegmentTask task) {
		if (learned == null) learned = SetDigests.of(source.set().samples(), source.set()::picture, monitor).recorder(tasks.get(0)
			.seed(), monitor);
		return learned.record(LearnedRole.SEGMENTER, IntStream.concat(IntStream.of(task.train()), IntStream.of(task.validation()))
			.toArray()).with(LearnedFiles.before(List.of(source.set().dataset().source()), trainer.network().weights, trainer.network()
				.classifier)).encode();
	}

	private Path predictions(final RunFolder folder, final SegmentTask task) {
		return SegmentResults.predictions(folder.path(), tasks, task.seed());
	}

	private void tell(final SegmentTask task, final String stage) {
		monitor.message(String.format(Locale.ROOT, "Starting %s: %s, %d px, on %d pictures (%s); step and threshold are chosen " +
			"on %d, " +
			"tested on %d; %d steps of %d pictures.", stage, config.shape().describe(), config.size(), task.train().length,
				organs(task),
			task.validation().length, task.held().length, trainer.plan(task).steps(), trainer.plan(task).batch()));
		if (task.validation().length == 0) monitor.warn("validation=0: the weights of the last step are kept and the threshold is " +
			SegmentationConfig.HALF + ".");
		final List<String> unlearned = unlearned(task);
		if (!unlearned.isEmpty()) monitor.warn("There is no picture of " + String.join(", ", unlearned) + " to learn from in " +
			stage +
			": what the network says of it is chance, and it lowers the figures where it is tested. Add patients, or divide otherwise.");
	}

	private void tellCut(final String stage) {
		final List<String> cut = images.cut().stream().map(source::name).toList();
		if (!cut.isEmpty()) monitor.warn("crop=true: the structures of " + cut.size() + " pictures that " + stage +
			" used reach out of the field of view as it was found, and are learned without what lies outside (" + Spelling.some(cut,
				NAMED) + "). Look at these pictures, or use crop=false.");
	}

	/** {@return organs of the data set of which no picture is learned from} */
	private List<String> unlearned(final SegmentTask task) {
		final Set<Integer> learned = new HashSet<>();
		for (final int sample : task.train())
			learned.add(source.organOf()[sample]);
		return IntStream.range(0, source.organs().size()).filter(i -> !learned.contains(i)).mapToObj(source.organs()::get).toList();
	}

	private String organs(final SegmentTask task) {
		final int[] counts = new int[source.organs().size()];
		for (final int sample : task.train())
			counts[source.organOf()[sample]]++;
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < counts.length; i++)
			text.append(i == 0 ? "" : ", ").append(source.organs().get(i)).append(' ').append(counts[i]);
		return text.toString();
	}
}
