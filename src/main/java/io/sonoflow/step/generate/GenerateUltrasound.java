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
package io.sonoflow.step.generate;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Sample;
import io.sonoflow.diffusion.ForeignModelSettings;
import io.sonoflow.diffusion.GaussianNote;
import io.sonoflow.diffusion.Generation;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.diffusion.NoiseSource;
import io.sonoflow.diffusion.Sampler;
import io.sonoflow.diffusion.Samplers;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Draws images from a diffusion model: {@code images/}, {@code dataset.csv} and {@code sheet.png}. Image i depends on
 * (seed, i), the class and the sampler, in its last bits also on the batch size, the device and the number of PyTorch's
 * threads: an interrupted run goes on where it stopped, processes can share the work, a longer run begins with the images
 * of a shorter one.
 */
public final class GenerateUltrasound extends Step<GenerateUltrasound.Result> {

	/** The menu label. */
	public static final String LABEL = "Generate Ultrasound...";

	@Parameter(label = "Model", description = "Model file of \"Train Diffusion...\", or weights of guided-diffusion's U-Net " +
		"(.safetensors, .pt, .pth).", style = "open", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File model;

	@Parameter(label = "Output", description = "Folder for images, dataset.csv and sheet.png; made if absent.",
		style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	/** As many as six digits can number. */
	@Parameter(label = "Count", description = "Number of images, 1 to 1000000.", min = "1", max = "1000000")
	public int count = 16;

	@Parameter(label = "Sampler", description = "ddpm = the random walk as trained, slow; ddim, dpm++ and heun need far fewer " +
		"steps; heun looks twice at each, and eta refreshes its noise.", choices = { "ddpm", "ddim", "dpm++", "heun" })
	public String sampler = "ddpm";

	@Parameter(label = "Steps", description = "How often the network is asked for each image, up to the model's time steps; " +
		"0 = all for ddpm, 50 for ddim, 20 for dpm++, 35 for heun.", min = "0")
	public int steps = 0;

	@Parameter(label = "Eta", description = "Randomness, 0 (none) to 1: of ddim (1 = as much as ddpm) and of heun (noise added " +
		"before each step, 1 = to sqrt 2 of what is there).", min = "0", max = "1")
	public double eta = 0;

	@Parameter(label = "Class", description = "Label of the images, one of the model's; empty = none.")
	public String class_ = "";

	@Parameter(label = "Guidance", description = "How much the class is exaggerated, at least 0: 1 = not, 1.5 to 4 are usual. " +
		"Needs a model trained with label dropout.", min = "0")
	public double guidance = 1;

	/** The last bits of the images depend on it. */
	@Parameter(label = "Batch", description = "Images at a time, 1 to 4096: more need more memory. Another batch may change " +
		"the last bits of an image.", min = "1", max = "4096")
	public int batch = 8;

	@Group("Weights of others")
	public ForeignModelSettings foreign = new ForeignModelSettings();

	@Group("Computation")
	public Computation computation = new Computation();

	/** From which noise, on what and how the images are computed. */
	public static final class Computation extends Parameters {

		/** Below the least value images are no normal distribution any more. */
		@Parameter(label = "Start", description = "Share of the noise levels at which images start, 0.3 to 1: 1 = in pure " +
			"noise, as published; below, as normally distributed as the training images, for models of Train Diffusion.",
			min = "" + GeneratorModel.LEAST_START, max = "1")
		public double start = 1;

		@Group("Computation")
		public DeviceSettings hardware = new DeviceSettings();

		@Parameter(label = "Precision", description = "Numbers to compute in: fp32, or bf16 = convolutions and attention in " +
			"bfloat16, faster on newer GPUs and CPUs; the images differ a little; fp16 = the same in " +
			"float16, on GPUs.", choices = { "fp32", "bf16", "fp16" })
		public String precision = "fp32";

		@Parameter(label = "Seed", description = "Any whole number; image i depends on it and on i. Another batch, " +
			"device or number of PyTorch's threads may change the last bits.")
		public long seed = 0;

		@Parameter(label = "Shard", description = "Which part of the batches this process does, part/count; 1/1 = all. When " +
			"all are done, the last one writes the table.", attrs = { @Attr(name = Key.PATTERN, value = Key.SHARD), @Attr(
				name = Key.ALLOWED, value = "part/count, e.g. 2/8"), @Attr(name = Key.FRAME) })
		public String shard = "1/1";

		@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
			name = Key.FRAME))
		public boolean overwrite = false;
	}

	/**
	 * @param output the folder
	 * @param complete whether all images are there; else those of other shards are missing, and so is the table
	 * @param samples one an image; empty if not complete
	 */
	public record Result(Path output, boolean complete, List<Sample> samples) {
	}

	public GenerateUltrasound() {
	}

	/**
	 * @param model of Train Diffusion, or weights of guided-diffusion's U-Net
	 * @param output folder to write to
	 */
	public GenerateUltrasound(final File model, final File output) {
		this.model = model;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public GenerateUltrasound(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static GenerateUltrasound of(final Path model, final Path output) {
		return new GenerateUltrasound(file(model), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Runs it, or this process's share of it.
	 *
	 * @throws SonoflowException if something in the configuration or the model is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; finished batches are kept
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final Precision precision = Precision.named(computation.precision);
		final GeneratorModel opened = GeneratorModel.open(model.toPath(), foreign, monitor);
		final Sampler walk = Samplers.of(sampler, steps, eta, opened.schedule(computation.start), opened.variance());
		final NoiseSource source = opened.source(computation.seed, computation.start, model
			.toPath());
		if (computation.start == 1) GaussianNote.warnOfBlindness(opened.file().config(), opened.prediction(), opened
			.file().notes().containsKey(GaussianNote.START) ? "Give start=0.85." : "Train one with predict=velocity.", monitor);
		final int label = opened.classOf(class_, guidance);
		if (count < batch) monitor.message("count=" + count + " with batch=" + batch +
			": a batch is always computed in full. batch=" + count + " would be faster.");
		final RunFolder.Run run = record(List.of(model.toPath()));
		final Device device = Devices.parse(computation.hardware.device, monitor);
		Devices.check(precision, device, monitor);
		Torch.inference();
		try (UNet network = opened.file().network(device); FrozenUNet frozen = new FrozenUNet(network)) {
			network.compute(precision);
			final Generation generation = opened.generation(frozen, walk, guidance, batch);
			final Result result = inFolder(run, monitor, folder -> {
				folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
					.threads());
				folder.figure("steps", walk.steps());
				return new GenerationRun(this, opened, label, generation, source, folder.key(), monitor).run(folder);
			});
			monitor.message("Wrote " + result.output());
			return result;
		}
	}
}
