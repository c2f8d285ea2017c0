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
import io.sonoflow.curate.label.LossRecorder;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.Rounds;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.classify.ClassifierTrainer;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.ClassifierTraining;
import io.sonoflow.train.Inference;
import io.sonoflow.train.TrainingCheckpoint;

import java.util.Arrays;
import java.util.List;

/** The trainings of a search for wrong labels: those of this process that are not done yet. */
final class LabelNoiseTrainings {

	private static final String TRAININGS = "trainings";

	private final List<ClassifierTrainer> trainers;
	private final LabelledImages data;
	private final List<LabelNoiseTask> tasks;
	private final LabelNoiseParts parts;
	private final boolean online;
	private final Device device;
	private final Monitor monitor;

	/** @param online whether images whose loss rises teach nothing */
	LabelNoiseTrainings(final List<ClassifierTrainer> trainers, final LabelledImages data, final List<LabelNoiseTask> tasks,
		final LabelNoiseParts parts, final boolean online, final Device device, final Monitor monitor)
	{
		this.trainers = trainers;
		this.data = data;
		this.tasks = tasks;
		this.parts = parts;
		this.online = online;
		this.device = device;
		this.monitor = monitor;
	}

	/**
	 * {@return the trainings to judge by, in their order: all if they are done, by whichever process; if the user ends the run
	 *         early, those of the seeds whose folds are all trained; none if it is the turn of others}
	 */
	List<LabelNoiseTask> run(final RunFolder folder) {
		folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
			.threads());
		final Rounds<LabelNoiseTask> rounds = new Rounds<>(tasks, task -> List.of(task.init(), task.seed()), task -> parts.find(
			folder, task).isPresent());
		folder.keeps(() -> kept(folder));
		final Monitor asked = folder.finishable(monitor, "The training that is going on is given up; labels are judged by the " +
			"seeds whose folds are all trained. If there is none yet, the folds of the first seed are trained first.");
		for (int i = 0; i < tasks.size(); i++) {
			monitor.progress(TRAININGS, i, tasks.size());
			if (!folder.shard().has(i)) continue;
			final LabelNoiseTask task = tasks.get(i);
			final String stage = "training " + (i + 1) + " of " + tasks.size() + ", " + task.describe();
			if (parts.find(folder, task).isPresent()) monitor.message("Already done: " + stage);
			else rounds.run(task, asked, stopping -> train(folder, task, stage, stopping));
			// Here, as the process may have been killed between the two.
			checkpoint(folder, task).remove();
		}
		monitor.offerFinish("");
		monitor.progress(TRAININGS, tasks.size(), tasks.size());
		return counted(folder, rounds, asked.isFinishing());
	}

	private List<LabelNoiseTask> counted(final RunFolder folder, final Rounds<LabelNoiseTask> rounds, final boolean early) {
		final long done = done(folder);
		if (done == tasks.size()) return tasks;
		final List<LabelNoiseTask> whole = early ? rounds.whole() : List.of();
		if (!whole.isEmpty()) {
			folder.endedEarly("with " + whole.size() + " of " + tasks.size() + " trainings, those of the seeds whose folds are all " +
				"trained" + (done > whole.size() ? "; " + (done - whole.size()) + " more are done but not counted" : ""), monitor);
			return whole;
		}
		monitor.message(done + " of " + tasks.size() +
			" trainings are done. The tables are written when the other shards have done theirs.");
		folder.incomplete(TRAININGS, done, tasks.size());
		return List.of();
	}

	private long done(final RunFolder folder) {
		return tasks.stream().filter(task -> parts.find(folder, task).isPresent()).count();
	}

	/** {@return what a second run goes on from, as it is on the disk; empty = nothing} */
	private String kept(final RunFolder folder) {
		final long done = done(folder);
		final List<String> begun = tasks.stream().filter(task -> parts.find(folder, task).isEmpty()).map(task -> checkpoint(folder,
			task).saved(trainers.get(task.init()).steps(task.samples(false).length))).filter(saved -> !saved.isEmpty()).toList();
		if (done == 0) return String.join(", ", begun);
		return done + " of " + tasks.size() + " trainings" + (begun.isEmpty() ? "" : ", and of the next " + String.join(", ",
			begun));
	}

	private void train(final RunFolder folder, final LabelNoiseTask task, final String stage, final Monitor stopping) {
		monitor.message("Starting " + stage + ".");
		final ClassifierTrainer trainer = trainers.get(task.init());
		final LossRecorder recorder = new LossRecorder(data.labels(), data.classes().size(), trainer.training().epochs,
			online);
		try (ImageNetwork network = trainer.start(data.classes().size(), device, task.seed(), Monitor.NONE)) {
			trainer.train(network, data.images(), task.samples(false), data.labels(), task.seed(), task.part(),
				new ClassifierTraining.Hooks(recorder, checkpoint(folder, task)), stage, stopping);
			parts.write(folder, task, new TrainingRecord(task.init(), task.seed(), task.fold(), recorder.losses(), recorder
				.margins(), judged(task), heldOut(network, task, stage, stopping)));
		}
	}

	private static TrainingCheckpoint checkpoint(final RunFolder folder, final LabelNoiseTask task) {
		return TrainingCheckpoint.of(folder.path(), task.name(), folder.key());
	}

	private boolean[] judged(final LabelNoiseTask task) {
		final boolean[] judged = new boolean[data.size()];
		for (final int sample : task.samples(false))
			judged[sample] = true;
		return judged;
	}

	private double[][] heldOut(final ImageNetwork network, final LabelNoiseTask task, final String stage,
		final Monitor stopping)
	{
		final int[] held = task.samples(true);
		final double[][] probabilities = Inference.probabilities(network, data.images(), held, trainers.get(task.init()).size(),
			"testing " + stage, stopping);
		final double[][] all = new double[data.size()][data.classes().size()];
		for (final double[] row : all)
			Arrays.fill(row, Double.NaN);
		for (int i = 0; i < held.length; i++)
			all[held[i]] = probabilities[i];
		return all;
	}
}
