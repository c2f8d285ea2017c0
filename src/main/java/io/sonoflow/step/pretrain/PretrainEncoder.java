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
package io.sonoflow.step.pretrain;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.image.augment.contrastive.ViewSettings;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.step.ComputationSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.classify.ClassifierTrainer;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.step.data.LearnedFiles;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.contrastive.LengthSettings;
import io.sonoflow.train.contrastive.LossSettings;
import io.sonoflow.train.contrastive.Plan;
import io.sonoflow.train.contrastive.UpdateSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Pretrains an encoder on images without labels. A run that was cancelled or killed goes on from its last checkpoint when
 * it is started again, and ends with the same files as one that was not (on the CPU, with as many threads).
 */
public final class PretrainEncoder extends Step<PretrainEncoder.Result> {

	/** The menu label. */
	public static final String LABEL = "Pretrain Encoder...";

	/** The encoder's file in the output folder. */
	public static final String ENCODER = "encoder.safetensors";

	/** The folder of checkpoints in the output folder. */
	public static final String CHECKPOINT = "checkpoint";

	/** Below it, LARS cannot have learned anything worth a pretraining. */
	private static final double LITTLE = 0.05;

	@Parameter(label = "Input", description = "Folder of images, or a dataset.csv, whose column organ is used and labels are " +
		"not.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	@Parameter(label = "More", description = "Further folders or dataset.csv, separated by commas, whose images are added to " +
		"those of input; empty = none.", attrs = { @Attr(name = Key.EXISTS), @Attr(name = Key.LIST), @Attr(
			name = Key.SINCE, value = "") })
	public String more = "";

	@Parameter(label = "Organs", description = "Organ of the images of input and of each of more, separated by commas, where " +
		"no column organ tells it, e.g. testis,thyroid; empty = unknown.", attrs = { @Attr(name = Key.LIST), @Attr(
			name = Key.SINCE, value = "") })
	public String organs = "";

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Group("Network")
	public EncoderSettings network = new EncoderSettings();

	@Group("Views")
	public ViewSettings views = new ViewSettings();

	@Group("Views")
	public FrameSettings clips = new FrameSettings();

	@Group("Length")
	public LengthSettings length = new LengthSettings();

	@Group("Loss")
	public LossSettings loss = new LossSettings();

	@Group("Update")
	public UpdateSettings update = new UpdateSettings();

	@Group("Checkpoints")
	public CheckpointSettings checkpoints = new CheckpointSettings();

	@Parameter(label = "Precision", description = "Numbers to train in: fp32; bf16 = convolutions and what lies between them (of " +
		"transformers linear layers and attention) in bfloat16, faster on newer GPUs and CPUs, while weights, statistics, heads and " +
		"losses stay float32; fp16 = the same in float16, the loss " +
		"scaled, for GPUs without bfloat16; auto = fp32, and it is said what bf16 " +
		"would give.", choices = { "fp32", "bf16", "fp16", Precision.AUTO }, attrs = {
			@Attr(name = Key.HEADING, value = "Computation"), @Attr(name = Key.SINCE, value = "fp32") })
	public String precision = "fp32";

	@Group("Computation")
	public ComputationSettings computation = new ComputationSettings();

	/** Which network, and what it sees. */
	public static final class EncoderSettings extends Parameters {

		@Parameter(label = "Backbone", description = "Architecture of the network.", choices = { Networks.RESNET18,
			Networks.RESNET50, Networks.DENSENET121, Networks.DENSENET169, Networks.VIT_TINY16, Networks.VIT_SMALL16,
			Networks.VIT_BASE16 })
		public String backbone = Networks.RESNET18;

		@Parameter(label = "Weights", description = "File of weights to start from (.safetensors, .pt, .pth), or the name of " +
			"installed ones, e.g. resnet18-imagenet; empty = from scratch.", style = "open", attrs = { @Attr(name = Key.EXISTS), @Attr(
				name = Key.INSTALLED) })
		public File weights;

		@Group("Network")
		public PrefixSettings source = new PrefixSettings();

		@Parameter(label = "Size", description = "Side of the views in pixels, 32 to 1024.", min = "32", max = "1024",
			attrs = @Attr(name = Key.UNIT, value = "pixels"))
		public int size = 256;
	}

	/** When the state is saved and judged. */
	public static final class CheckpointSettings extends Parameters {

		@Parameter(label = "Every", description = "Steps between checkpoints, 1 to 100000000; the probe is asked as often.",
			min = "1", max = "100000000")
		public int every = 100;

		@Parameter(label = "Probe", description = "Labelled images, as for Train Classifier: at each checkpoint their labels " +
			"are guessed from the encoder by nearest neighbours and by a linear classifier; empty = none. Steers nothing.",
			attrs = @Attr(name = Key.EXISTS))
		public File probe;
	}

	/**
	 * @param encoder the network's file
	 * @param losses over the steps
	 */
	public record Result(Path encoder, LossLog losses) {
	}

	public PretrainEncoder() {
	}

	/**
	 * @param input folder of images or dataset.csv; the column organ is used, labels are not
	 * @param output folder to write to
	 */
	public PretrainEncoder(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public PretrainEncoder(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static PretrainEncoder of(final Path input, final Path output) {
		return new PretrainEncoder(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Pretrains, or goes on pretraining, and writes.
	 *
	 * @throws SonoflowException if something in the configuration or the data is wrong (then nothing was written), or the
	 *           training diverges (then the last checkpoint and its encoder are kept)
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final List<Path> pooled = Stream.concat(Stream.of(input.toPath()), Lists.paths(more).stream()).toList();
		final PretrainingData data = PretrainingData.read(pooled, Lists.texts(organs), Lists.path(checkpoints.probe), clips.choice(),
			views.ofFrames(), monitor);
		if (views.ofFrames()) data.requireClips();
		if (data.size() < 2) throw new SonoflowException.Input("input=" + input +
			" has one image only, and no other to tell it from. Give two or more, better thousands.");
		final Plan plan = Plan.of(data.size(), network.size, views, length, loss, update, checkpoints.every, computation.seed);
		final boolean told = data.tellsOrgans(loss.lambda, loss.contrastive, monitor);
		try (ImageNetwork started = start(Math.max(1, data.organNames().size()), Device.cpu(), monitor)) {
			started.checkSize(network.size, network.size);
			started.compute(Precision.chosen(precision));
		}
		warn(plan, data.size(), monitor);
		final Device device = Devices.parse(computation.device, monitor);
		Devices.check(precision, device, monitor);
		final List<Path> inputs = Stream.concat(pooled.stream(), Stream.of(network.weights, checkpoints.probe).filter(
			Objects::nonNull).map(File::toPath)).toList();
		final Map<Path, String> readings = network.weights == null ? Map.of() : ClassifierTrainer.readings(network.weights.toPath(),
			reading(), network.backbone);
		final Result result = inFolder(record(inputs).reading(readings), monitor, folder -> {
			folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
				.threads());
			// Now: a drive that is gone after the training must not cost the encoder.
			final LearnedFrom learned = data.learned(LearnedRole.ENCODER, computation.seed, LearnedFiles.before(pooled,
				network.weights), monitor);
			return new Pretraining(this, plan, data, told, new Appearances(data.images()::get), learned, folder, monitor).run(device);
		});
		monitor.message("Wrote " + result.encoder());
		return result;
	}

	/**
	 * @param classes number of classes of the organ head, at least 1
	 * @return the encoder before its first step
	 */
	ImageNetwork start(final int classes, final Device where, final Monitor monitor) {
		if (network.weights == null) return Networks.create(network.backbone, where, 1, classes, computation.seed);
		return ModelFile.start(network.weights.toPath(), new ModelFile.Start(reading(), empty -> {}), network.backbone, classes,
			where, computation.seed, monitor);
	}

	/** {@return how weights are read: as a classifier reads what comes out, so that both see the same} */
	private ModelFile.Reading reading() {
		return new ModelFile.Reading(network.source.prefix, ModelFile.Grey.SUM, Stem.AUTO);
	}

	private void warn(final Plan plan, final int images, final Monitor monitor) {
		if (plan.batch() < length.batch) monitor.warn("batch=" + length.batch + ", but there are " + images +
			" images: each step uses all of them, and an epoch has one step.");
		final double reach = plan.update().reach(plan.steps());
		if (reach < LITTLE) monitor.warn(String.format(Locale.ROOT, "optimizer=lars with rate=%s and %d steps can change a " +
			"tensor by %.2f %% of its length at most: hardly anything will be learned. Use a rate of 0.3 x batch / 256 or more " +
			"(rate=%.2g), more steps, or optimizer=adamw.", update.rate, plan.steps(), 100 * reach, 0.3 * plan.batch() / 256));
	}
}
