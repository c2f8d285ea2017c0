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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.file.Sha256;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.InputHash;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.RunJson;
import io.sonoflow.train.TrainingSettings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the finished trainings of a search for wrong labels are: in its own folder, or in that of an earlier one. */
final class LabelNoiseParts {

	private final Path earlier;
	private final int images;
	private final Map<LabelNoiseTask, String> keys = new HashMap<>();

	private LabelNoiseParts(final Path earlier, final int images) {
		this.earlier = earlier;
		this.images = images;
	}

	/**
	 * @param readings how weights are read, where earlier versions did it otherwise
	 * @throws SonoflowException.Input if an earlier run is named and has none of the trainings
	 */
	static LabelNoiseParts of(final FilterNoisyLabels step, final List<LabelNoiseTask> tasks, final int images,
		final Map<Path, String> readings, final Monitor monitor)
	{
		final Path earlier = Lists.path(step.trainings);
		final LabelNoiseParts parts = new LabelNoiseParts(earlier, images);
		final String input = InputHash.of(step.input.toPath()).sha256();
		final String prefix = step.source.prefix.isBlank() ? "" : " " + step.source.prefix.strip();
		final List<String> weights = step.starts().stream().map(file -> file == null ? "scratch" : InputHash.of(file)
			.sha256() + prefix + readings.getOrDefault(file, "")).toList();
		for (final LabelNoiseTask task : tasks)
			parts.keys.put(task, key(step, input, weights.get(task.init()), task));
		if (earlier != null) parts.checkEarlier(step, tasks, monitor);
		return parts;
	}

	/** Everything that a training depends on, and nothing that only the verdict does. */
	private static String key(final FilterNoisyLabels step, final String input, final String weights,
		final LabelNoiseTask task)
	{
		final TrainingSettings training = step.training;
		final String text = String.join("\n", input, weights, step.network.backbone, task.name(), List.of(step.division.folds,
			step.network.size, training.epochs, training.batch, training.backbonerate, training.headrate, training.decay,
			step.augmentation.markers).toString());
		// Those that earlier versions had not, where they are not as then: trainings of then are found by their old names.
		return Sha256.of(text + changed(training.recipe) + changed(step.augmentation.what) + changed(step.clips) + (step.online
			? "\nonline=true" : ""));
	}

	private static String changed(final Parameters group) {
		return group.keys().stream().filter(key -> !key.get(group).equals(key.initial())).map(key -> "\n" + key.name() + "=" + key
			.text(key.get(group))).collect(Collectors.joining());
	}

	private void checkEarlier(final FilterNoisyLabels step, final List<LabelNoiseTask> tasks, final Monitor monitor) {
		final long found = tasks.stream().filter(task -> read(earlier, task).isPresent()).count();
		if (found == 0) throw new SonoflowException.Input("trainings=" + earlier +
			" holds none of the trainings that are asked for: " + difference(step) +
			". Give the same keys as there, or leave trainings out to train anew.");
		monitor.message(found + " of " + tasks.size() + " trainings are taken from " + earlier + ".");
	}

	/** {@return in which keys of the training the earlier run was another, in words} */
	private String difference(final FilterNoisyLabels step) {
		final Map<String, String> then = RunJson.read(earlier.resolve(RunJson.FILE), "").map(RunJson::parameters).orElse(Map.of());
		final List<Key> keys = new ArrayList<>();
		for (final Parameters group : List.of(step.network, step.training, step.division, step.augmentation, step.clips))
			keys.addAll(group.keys());
		keys.addAll(List.of(step.key("online"), step.key("seed")));
		final List<String> found = keys.stream().filter(key -> then.containsKey(key.name()) && !isSame(then.get(key.name()), now(
			step, key))).map(key -> key.name() + " was " + then.get(key.name()) + ", now " + now(step, key)).toList();
		return found.isEmpty() ? "the images, the weights or what they are called with are others" : String.join("; ", found);
	}

	private static String now(final FilterNoisyLabels step, final Key key) {
		return step.key(key.name()).text(step.get(key.name()));
	}

	/** {@return whether values are the same: 1e-5 is 1.0E-5} */
	private static boolean isSame(final String then, final String now) {
		try {
			return then.equals(now) || Double.parseDouble(then) == Double.parseDouble(now);
		}
		catch (final NumberFormatException e) {
			return false;
		}
	}

	private Optional<TrainingRecord> read(final Path folder, final LabelNoiseTask task) {
		return LabelNoisePart.store(folder).find(task.name(), keys.get(task), part -> part.isWhole(images)).map(part -> part
			.record(task));
	}

	/** {@return what the training left in the folder, copied there if only the earlier run has it} */
	Optional<TrainingRecord> find(final RunFolder folder, final LabelNoiseTask task) {
		final Optional<TrainingRecord> own = read(folder.path(), task);
		if (own.isPresent() || earlier == null) return own;
		final Optional<TrainingRecord> taken = read(earlier, task);
		taken.ifPresent(record -> write(folder, task, record));
		return taken;
	}

	void write(final RunFolder folder, final LabelNoiseTask task, final TrainingRecord record) {
		LabelNoisePart.store(folder.path()).write(task.name(), keys.get(task), LabelNoisePart.of(record));
	}
}
