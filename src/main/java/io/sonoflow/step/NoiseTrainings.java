package io.sonoflow.step;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.curate.label.EpochMeans;
import io.sonoflow.curate.label.Margin;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Inference;

import java.util.Arrays;
import java.util.List;

/** The trainings of a search for wrong labels: those of this process that are not done yet. */
final class NoiseTrainings {

	private final List<Recipe> recipes;
	private final LabelledImages data;
	private final List<NoiseTask> tasks;
	private final NoiseParts parts;
	private final Device device;
	private final Monitor monitor;

	NoiseTrainings(final List<Recipe> recipes, final LabelledImages data, final List<NoiseTask> tasks,
		final NoiseParts parts, final Device device, final Monitor monitor)
	{
		this.recipes = recipes;
		this.data = data;
		this.tasks = tasks;
		this.parts = parts;
		this.device = device;
		this.monitor = monitor;
	}

	/** @return whether all trainings are done, by whichever process */
	boolean run(final RunFolder folder) {
		folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
			.threads());
		for (int i = 0; i < tasks.size(); i++) {
			monitor.progress("trainings", i, tasks.size());
			if (!folder.shard().has(i)) continue;
			final String stage = "training " + (i + 1) + " of " + tasks.size() + ", " + tasks.get(i).describe();
			if (parts.find(folder, tasks.get(i)).isPresent()) monitor.message("Already done: " + stage);
			else parts.write(folder, tasks.get(i), train(tasks.get(i), stage));
		}
		monitor.progress("trainings", tasks.size(), tasks.size());
		final long done = tasks.stream().filter(task -> parts.find(folder, task).isPresent()).count();
		if (done == tasks.size()) return true;
		monitor.message(done + " of " + tasks.size() +
			" trainings are done. The tables are written when the other shards have done theirs.");
		folder.figure("trainings", done + " of " + tasks.size());
		return false;
	}

	private TrainingRecord train(final NoiseTask task, final String stage) {
		monitor.message("Starting " + stage + ".");
		final Recipe recipe = recipes.get(task.init());
		final EpochMeans losses = new EpochMeans(data.size(), recipe.epochs());
		final EpochMeans margins = new EpochMeans(data.size(), recipe.epochs());
		try (ImageNetwork network = recipe.start(data.classes().size(), device, task.seed(), Monitor.NONE)) {
			recipe.train(network, data.images(), task.samples(false), data.labels(), task.seed(), task.part(), (epoch, samples,
				loss, logits) -> {
				for (int i = 0; i < samples.length; i++) {
					losses.add(samples[i], epoch, loss[i]);
					margins.add(samples[i], epoch, Margin.of(logits, i, data.classes().size(), data.labels()[samples[i]]));
				}
			}, stage, monitor);
			return new TrainingRecord(task.init(), task.seed(), task.fold(), losses.table(), margins.table(), judged(task),
				heldOut(network, task, stage));
		}
	}

	private boolean[] judged(final NoiseTask task) {
		final boolean[] judged = new boolean[data.size()];
		for (final int sample : task.samples(false))
			judged[sample] = true;
		return judged;
	}

	private double[][] heldOut(final ImageNetwork network, final NoiseTask task, final String stage) {
		final int[] held = task.samples(true);
		final double[][] probabilities = Inference.probabilities(network, data.images(), held, recipes.get(task.init()).size(),
			"testing " + stage, monitor);
		final double[][] all = new double[data.size()][data.classes().size()];
		for (final double[] row : all)
			Arrays.fill(row, Double.NaN);
		for (int i = 0; i < held.length; i++)
			all[held[i]] = probabilities[i];
		return all;
	}
}
