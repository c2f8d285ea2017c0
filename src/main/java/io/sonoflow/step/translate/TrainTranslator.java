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
package io.sonoflow.step.translate;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Opened;
import io.sonoflow.diffusion.translate.TrainingClips;
import io.sonoflow.diffusion.translate.TranslationPlan;
import io.sonoflow.diffusion.translate.TranslationSettings;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.nn.translate.TranslatorConfig;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.Step;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.LossLog;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Trains two networks that translate clips, colour Doppler into grey or grey into colour: one fills a region from what is around
 * it
 * in space and time, the other restores speckle. All is decided by the seed; an interrupted training goes on where it was.
 */
public final class TrainTranslator extends Step<TrainTranslator.Result> {

	/** The menu label. */
	public static final String LABEL = "Train Translator...";

	/** The model's file in the output folder: the averaged weights. */
	public static final String MODEL = "model.safetensors";

	/** The folder of checkpoints in the output folder. */
	public static final String CHECKPOINT = "checkpoint";

	@Parameter(label = "Input", description = "Clips: a folder or dataset.csv. A column colour, or a folder colour/ beside " +
		"clips/, holds the same clips in colour.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Direction", description = "grey = colour Doppler becomes grey: what lies under the colour; colour = grey " +
		"becomes colour: what the colour could be, learned from pairs only.", choices = { "grey", "colour" })
	public String direction = "grey";

	@Group("Network")
	public Network network = new Network();

	@Group("Training")
	public TranslationSettings training = new TranslationSettings();

	@Parameter(label = "Encoder", description = "Weights of a classifier or of Pretrain Encoder whose features the perceptual " +
		"loss compares; empty = no perceptual loss.", attrs = { @Attr(name = Key.EXISTS), @Attr(name = Key.HEADING,
			value = "Features") })
	public File encoder;

	@Group("Clips")
	public WindowFrames frames = new WindowFrames();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Computation")
	public Computation computation = new Computation();

	/** Which networks. */
	public static final class Network extends Parameters {

		@Parameter(label = "Size", description = "Side of the squares that the networks see, cut out of the frames at their own " +
			"resolution, a multiple of 8, 16 to 4096.", min = "16", max = "4096", attrs = @Attr(name = Key.UNIT, value = "pixels"))
		public int size = 256;

		@Parameter(label = "Window", description = "Frames that are seen at once, odd, 1 to 65; the one in the middle is made.",
			min = "1", max = "65")
		public int window = 5;

		@Parameter(label = "Denoiser", description = "The network that restores speckle: unet = in one pass, against a " +
			"discriminator; diffusion = in 20 steps, slower.", choices = { "unet", "diffusion" })
		public String denoiser = "unet";

		@Parameter(label = "Base channels", description = "Channels of the finest level of both networks, a multiple of 8, 8 to " +
			"1024.", min = "8", max = "1024")
		public int base = 32;

		/** {@return what is trained} */
		TranslatorConfig config(final String direction) {
			return new TranslatorConfig(Direction.of(direction), size, window, base, denoiser.equals("diffusion"));
		}
	}

	/** On what and in what numbers. */
	public static final class Computation extends DeviceSettings {

		@Parameter(label = "Precision", description = "Numbers to compute in: fp32, or bf16 = convolutions in bfloat16, faster on " +
			"newer GPUs and CPUs; the weights stay float32; fp16 = the same in float16, the loss scaled, for GPUs without bfloat16; " +
			"auto = fp32, and it is said what bf16 would give.", choices = { "fp32", "bf16", "fp16", Precision.AUTO })
		public String precision = "fp32";

		@Parameter(label = "Seed", description = "Any whole number; the same seed gives the same result.")
		public long seed = 0;

		@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
			name = Key.FRAME))
		public boolean overwrite = false;
	}

	/**
	 * @param model the networks' file
	 * @param losses over the steps
	 * @param collapse what was seen of a collapse at the end; empty = none
	 */
	public record Result(Path model, LossLog losses, String collapse) {
	}

	public TrainTranslator() {
	}

	/**
	 * @param input folder of clips or dataset.csv
	 * @param output folder to write to
	 */
	public TrainTranslator(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public TrainTranslator(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static TrainTranslator of(final Path input, final Path output) {
		return new TrainTranslator(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** That there are such networks. */
	@Override
	protected void checkTogether() {
		network.config(direction);
	}

	/**
	 * Trains, or goes on training, and writes.
	 *
	 * @throws SonoflowException if something in the configuration or the data is wrong (then nothing was written), or the
	 *           training diverges (then the last checkpoint is kept)
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final RunFolder.Run run = record(Stream.of(input, encoder).filter(Objects::nonNull).map(File::toPath).toList());
		final TranslatorConfig config = network.config(direction);
		final TrainingClips clips = TrainingClips.open(ClipPairs.read(input.toPath(), monitor).stream().map(ClipPairs.Row::pair)
			.toList(), config.direction(), frames.choice(), files.strict, monitor);
		tell(config, clips, monitor);
		final Device device = Devices.parse(computation.device, monitor);
		final TranslationPlan plan = new TranslationPlan(config, training, Precision.chosen(computation.precision),
			computation.seed);
		Devices.check(computation.precision, device, monitor);
		try (ImageNetwork features = features(device, monitor)) {
			final Result result = inFolder(run, monitor, folder -> {
				folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
					.threads());
				Opened.write(folder.path(), clips.review());
				return new TranslatorWork(plan, clips, frames.stride, features, new Checkpoint.Origin(folder.key(), Torch.threads()),
					folder, monitor).run(device);
			});
			monitor.message("Wrote " + result.model());
			return result;
		}
	}

	private ImageNetwork features(final Device device, final Monitor monitor) {
		if (encoder == null) {
			if (training.perceptual > 0) monitor.message("No encoder is given: there is no perceptual loss (perceptual=0).");
			return null;
		}
		final Path file = encoder.toPath();
		final Architecture found = Architecture.of(Weights.read(file).network());
		if (!Networks.names().contains(found.name())) throw new SonoflowException.Input("encoder=" + encoder + " holds " + found
			.description() + ". Give weights of " + String.join(", ", Networks.names()) + ".");
		Torch.inference();
		final ImageNetwork features = ModelFile.start(file, found.name(), 1, ModelFile.Grey.SUM, device, computation.seed, monitor);
		features.requireGradient(false);
		return features;
	}

	private void tell(final TranslatorConfig config, final TrainingClips clips, final Monitor monitor) {
		final int alone = clips.count() - clips.paired() - clips.coloured();
		final String kinds = List.of(count(clips.paired(), "with its counterpart, whose truth is learned"), count(alone,
			"grey alone, of which drawn regions are hidden"), count(clips.coloured(),
				"in colour alone, of whose grey part drawn regions are hidden")).stream().filter(text -> !text.isEmpty()).reduce((a,
					b) -> a + "; " + b).orElse("");
		monitor.message("Clips: " + kinds + ".");
		if (config.diffusion() && (training.adversarial > 0 || training.speckle > 0)) monitor.message(
			"denoiser=diffusion learns speckle from noise: adversarial and speckle have no effect.");
	}

	private static String count(final int clips, final String what) {
		return clips == 0 ? "" : clips + " " + what;
	}
}
