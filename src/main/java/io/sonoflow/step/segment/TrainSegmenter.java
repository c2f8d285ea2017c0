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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.mask.ClipFrames;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.ComputationSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.train.segment.SegmentLengthSettings;
import io.sonoflow.train.segment.SegmentUpdateSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Trains a network that says of each pixel which structure it belongs to, told the organ, and tests it on patients that were
 * held out. These steer nothing: the step whose weights are kept and the threshold are chosen on a part of the training's
 * patients. A run that was cancelled or killed goes on from its last checkpoint when it is started again, and ends with the same
 * files as one that was not (on the CPU, with as many threads).
 */
public final class TrainSegmenter extends Step<TrainSegmenter.Result> {

	/** The menu label. */
	public static final String LABEL = "Train Segmenter...";

	/** The model's file in the output folder. */
	public static final String MODEL = "model.safetensors";

	/** The folder of the models of several trainings. */
	public static final String MODELS = "models";

	@Parameter(label = "Input", description = "A dataset.csv with the columns image, mask and organ, a folder that holds one, a " +
		"folder with the folders images and masks, or that of the UUSIC challenge.", attrs = { @Attr(name = Key.REQUIRED), @Attr(
			name = Key.EXISTS) })
	public File input;

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory", attrs = { @Attr(
		name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Values", description = "What the values of the masks mean, e.g. nerve:1,vessel:2; a name alone is one " +
		"structure, everything that is not 0. Empty = as the layout says, or found over all masks.", attrs = @Attr(name = Key.LIST))
	public String values = "";

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group("Network")
	public SegmenterNetworkSettings network = new SegmenterNetworkSettings();

	@Group("Update")
	public SegmentUpdateSettings update = new SegmentUpdateSettings();

	@Group("Length")
	public SegmentLengthSettings length = new SegmentLengthSettings();

	@Parameter(label = "Augmentation", description = "How pictures and masks are varied, alike: published = flipped, rotated, " +
		"stretched elastically, brightened or darkened; or none.", choices = { "published", "none" },
			attrs = @Attr(name = Key.HEADING,
			value = "Length"))
	public String augment = "published";

	@Group("Division")
	public SegmentDivision division = new SegmentDivision();

	@Parameter(label = "Every", description = "Steps between two looks at the validation part, which are checkpoints, too, 1 to " +
		"100000000.", min = "1", max = "100000000", attrs = @Attr(name = Key.HEADING, value = "Computation"))
	public int every = 100;

	@Parameter(label = "Precision", description = "Numbers to compute in: fp32, or bf16 = convolutions in bfloat16, faster on " +
		"newer GPUs; the weights stay float32; fp16 = the same in float16, the loss scaled, for GPUs without bfloat16; auto " +
		"= fp32, and it is said what bf16 would give.", choices = { "fp32", "bf16", "fp16", Precision.AUTO }, attrs = @Attr(
			name = Key.HEADING, value = "Computation"))
	public String precision = "fp32";

	@Group("Computation")
	public ComputationSettings computation = new ComputationSettings();

	/**
	 * @param output the folder
	 * @param model the segmenter's file; of several trainings the first one's
	 * @param dice of the held-out pictures without post-processing, the mean over organs; not a number if none was held out
	 * @param threshold of the model
	 */
	public record Result(Path output, Path model, double dice, double threshold) {
	}

	public TrainSegmenter() {
	}

	/**
	 * @param input pictures with masks
	 * @param output folder to write to
	 */
	public TrainSegmenter(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public TrainSegmenter(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static TrainSegmenter of(final Path input, final Path output) {
		return new TrainSegmenter(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Trains, tests, writes.
	 *
	 * @throws SonoflowException if something in the parameters or the data is wrong (then nothing was written), or the training
	 *           diverges (then the last checkpoint is kept)
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final SegmentTrainer trainer = new SegmentTrainer(network, update, length, augment.equals("published"), every,
			Precision.chosen(precision));
		final RunFolder.Run run = record(Stream.concat(Stream.of(input.toPath()), trainer.inputs().stream()).toList());
		RunFolder.check(run);
		final SegmentSource source = SegmentSource.read(input.toPath(), values, network.film, new ClipFrames(clips.choice(),
			false), monitor);
		final SegmentationConfig config = trainer.config(source);
		final List<SegmentTask> tasks = division.tasks(source, computation.seed, monitor);
		warnOfOrgans(source, tasks, monitor);
		trainer.check(config, monitor);
		final Device device = Devices.parse(computation.device, monitor);
		Devices.check(precision, device, monitor);
		final Result result = inFolder(run, monitor, folder -> {
			folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch.threads());
			return new SegmentTrainings(trainer, source, tasks, device, monitor).run(folder);
		});
		monitor.message("Wrote " + result.model());
		return result;
	}

	/** An organ that no picture shows from which is learned is one that the network does not know, whatever its header says. */
	private void warnOfOrgans(final SegmentSource source, final List<SegmentTask> tasks, final Monitor monitor) {
		for (final SegmentTask task : tasks) {
			final Set<String> missing = new TreeSet<>(source.organs());
			for (final int sample : task.train())
				missing.remove(source.organs().get(source.organOf()[sample]));
			if (!missing.isEmpty()) monitor.warn((tasks.size() == 1 ? "" : task.name().replace('_', ' ') + ": ") +
				"no picture from which is learned shows " + String.join(", ", missing) + ", only those held out or for validation: " +
				"its figures say nothing, and the model must not be used on it. Take " + (division.folds > 0 ? "fewer folds" :
					"another seed, a smaller holdout or validation") + ", or more patients.");
		}
	}
}
