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
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.vit.MaskedEncoder;
import io.sonoflow.nn.vit.Masking;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.ComputationSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.step.data.LearnedFiles;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.masked.MaskedLengthSettings;
import io.sonoflow.train.masked.MaskedPlan;
import io.sonoflow.train.masked.MaskedUpdateSettings;
import io.sonoflow.train.masked.MaskingSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Pretrains a Vision Transformer on images without labels, by painting patches that were removed. A run that was cancelled or
 * killed goes on from its last checkpoint when it is started again, and ends with the same files as one that was not (on the
 * CPU, with as many threads).
 */
public final class PretrainMaskedAutoencoder extends Step<PretrainMaskedAutoencoder.Result> {

	/** The menu label. */
	public static final String LABEL = "Pretrain Masked Autoencoder...";

	/** The file of encoder and decoder in the output folder: what another pretraining starts from. */
	public static final String MODEL = "model.safetensors";

	/** The file of the encoder alone: what a classifier starts from. */
	public static final String ENCODER = "encoder.safetensors";

	/** The folder of sheets in the output folder. */
	public static final String SAMPLES = "samples";

	/** Side of a patch of every backbone that can be chosen, pixels. */
	private static final int PATCH = 16;

	@Parameter(label = "Input", description = "Folder of images, or a dataset.csv, whose labels are not used.", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	@Parameter(label = "More", description = "Further folders or dataset.csv, separated by commas, whose images are added to " +
		"those of input; empty = none.", attrs = { @Attr(name = Key.EXISTS), @Attr(name = Key.LIST) })
	public String more = "";

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Group("Network")
	public EncoderSettings network = new EncoderSettings();

	@Group("Masking")
	public MaskingSettings masking = new MaskingSettings();

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group("Update")
	public MaskedUpdateSettings update = new MaskedUpdateSettings();

	@Group("Length")
	public MaskedLengthSettings length = new MaskedLengthSettings();

	@Group("Checkpoints")
	public PretrainEncoder.CheckpointSettings checkpoints = new PretrainEncoder.CheckpointSettings();

	@Parameter(label = "Precision", description = "Numbers to compute in: fp32, or bf16 = linear layers and attention in " +
		"bfloat16, faster on newer GPUs and CPUs; the weights stay float32; fp16 = the same in float16, " +
		"the loss scaled, for GPUs without bfloat16; auto = fp32, and it is said what bf16 would give.", choices = { "fp32",
			"bf16", "fp16", Precision.AUTO }, attrs = @Attr(
			name = Key.HEADING, value = "Computation"))
	public String precision = "fp32";

	@Group("Computation")
	public ComputationSettings computation = new ComputationSettings();

	/** Which network, and what it sees. */
	public static final class EncoderSettings extends Parameters {

		@Parameter(label = "Backbone", description = "Size of the Vision Transformer that is wanted.", choices = {
			Networks.VIT_BASE16, Networks.VIT_SMALL16, Networks.VIT_TINY16 })
		public String backbone = Networks.VIT_BASE16;

		@Parameter(label = "Weights", description = "File of weights to start from (.safetensors, .pt, .pth), e.g. MAE's or " +
			"USF-MAE's, with or without decoder, or a model.safetensors of this command; empty = from scratch.", style = "open",
			attrs = { @Attr(name = Key.EXISTS), @Attr(name = Key.INSTALLED) })
		public File weights;

		@Group("Network")
		public PrefixSettings source = new PrefixSettings();

		@Parameter(label = "Size", description = "Side of the images in pixels, a multiple of 16, 32 to 1024.", min = "32",
			max = "1024", attrs = @Attr(name = Key.UNIT, value = "pixels"))
		public int size = 224;
	}

	/**
	 * @param model the file of encoder and decoder
	 * @param encoder the file of the encoder alone
	 * @param losses over the steps
	 */
	public record Result(Path model, Path encoder, LossLog losses) {
	}

	public PretrainMaskedAutoencoder() {
	}

	/**
	 * @param input folder of images or dataset.csv; labels are not used
	 * @param output folder to write to
	 */
	public PretrainMaskedAutoencoder(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public PretrainMaskedAutoencoder(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static PretrainMaskedAutoencoder of(final Path input, final Path output) {
		return new PretrainMaskedAutoencoder(file(input), file(output));
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
		final RunFolder.Run run = record(Stream.concat(pooled.stream(), Stream.of(network.weights, checkpoints.probe).filter(
			Objects::nonNull).map(File::toPath)).toList());
		final Optional<StateDict> weights = Optional.ofNullable(network.weights).map(file -> ModelFile.weights(file.toPath(),
			new ModelFile.Reading(network.source.prefix, ModelFile.Grey.SUM, Stem.AUTO), network.backbone, monitor));
		final boolean normalised = normalised(weights, monitor);
		start(weights, normalised, Device.cpu(), monitor).close();
		Masking.keep(network.size / PATCH * (network.size / PATCH), masking.mask);
		final Precision numbers = Precision.chosen(precision);
		final Device device = Devices.parse(computation.device, monitor);
		Devices.check(precision, device, monitor);
		final PretrainingData data = PretrainingData.read(pooled, List.of(), Lists.path(checkpoints.probe), clips.choice(),
			true, monitor);
		final MaskedPlan plan = MaskedPlan.of(data.size(), network.size, PATCH, length, masking.mask, normalised, update,
			checkpoints.every, computation.seed);
		if (plan.batch() < length.batch) monitor.warn("batch=" + length.batch + ", but there are " + data.size() +
			" images: each step uses all of them, and an epoch has one step.");
		final Result result = inFolder(run.reading(data.readings()), monitor, folder -> {
			folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
				.threads());
			// Now: a drive that is gone after the training must not cost the encoder.
			final LearnedFrom learned = data.learned(LearnedRole.AUTOENCODER, computation.seed, LearnedFiles.before(pooled,
				network.weights), monitor);
			return new MaskedPretraining(this, plan, data, weights, new Appearances(data.images()::get), learned, folder, monitor).run(
				device, numbers);
		});
		monitor.message("Wrote " + result.model() + " and " + result.encoder());
		return result;
	}

	/** {@return what is painted; says so where weights were trained to paint something else} */
	private boolean normalised(final Optional<StateDict> weights, final Monitor monitor) {
		final String header = weights.map(each -> each.metadata().get(MaskedEncoder.NORMALISED)).orElse(null);
		final Boolean theirs = header == null ? null : Boolean.valueOf(header);
		final boolean ours = masking.normalised(update.recipe(), theirs);
		if (theirs != null && theirs != ours) monitor.warn("The decoder of " + weights.get().source() +
			" was trained with normalised=" + theirs + ", this run is normalised=" + ours + ": the decoder has to learn anew.");
		if (theirs == null && masking.isOpen() && weights.isPresent() && MaskedEncoder.hasDecoder(weights.get())) monitor.warn(
			weights.get().source() + " has a decoder and does not say what it was trained to paint: MAE's own files were trained " +
				"with normalised=true, USF-MAE's with false. This run is normalised=" + ours + ", as its recipe; if the decoder's is the " +
				"other, it has to learn anew. Say which with normalised=true or normalised=false.");
		return ours;
	}

	/** {@return the network before its first step} */
	MaskedEncoder start(final Optional<StateDict> weights, final boolean normalised, final Device where, final Monitor monitor) {
		final MaskedEncoder made = MaskedEncoder.create(network.backbone, where, network.size, masking.decoder(), computation.seed);
		try {
			weights.ifPresent(each -> made.load(each, normalised, monitor));
			return made;
		}
		catch (final RuntimeException e) {
			made.close();
			throw e;
		}
	}
}
