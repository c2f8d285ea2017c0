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
import io.sonoflow.diffusion.GaussianNote;
import io.sonoflow.diffusion.Generation;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.diffusion.NoiseSource;
import io.sonoflow.diffusion.Sampler;
import io.sonoflow.diffusion.Samplers;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.Precision;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.Shard;
import io.sonoflow.step.classify.ClassifierRecipe;

import java.nio.file.Path;
import java.util.List;

/**
 * Draws images from a diffusion model: {@code images/}, {@code dataset.csv} and {@code sheet.png}. Image i depends on
 * (seed, i), the class, the sampler and the batch size alone: an interrupted run goes on where it stopped, processes can
 * share the work, a longer run begins with the images of a shorter one.
 */
public final class GenerateUltrasoundStep {

	/** The menu label. */
	public static final String COMMAND = "Generate Ultrasound...";

	/** Most images in one run: what six digits can number. */
	public static final int MAX_COUNT = 1_000_000;

	/** Most images in one batch. */
	public static final int MAX_BATCH = 4096;

	/** See {@link GeneratorModel#LEAST_START}. */
	public static final double LEAST_START = GeneratorModel.LEAST_START;

	private GenerateUltrasoundStep() {
	}

	/**
	 * The parameters; see COMMANDS.
	 *
	 * @param model of Train Diffusion, or weights of guided-diffusion's U-Net
	 * @param output folder to write to
	 * @param count number of images, 1..1000000
	 * @param sampler ddpm, ddim or dpm++
	 * @param steps how often the network is asked, 0..T; 0 = all for ddpm, 50 for ddim, 20 for dpm++
	 * @param eta randomness of ddim, 0..1
	 * @param class_ label of the images; empty = none
	 * @param guidance how much the class is exaggerated, at least 0; 1 = not
	 * @param batch images at a time, 1..4096; the last bits of the images depend on it
	 * @param size of weights that do not say it: side in pixels; 0 = by their multipliers
	 * @param heads of weights that do not say it: attention heads; 0 = 4
	 * @param headchannels of weights that do not say it: channels of a head; 0 = heads count
	 * @param order of weights that do not say it: legacy, new, or auto = legacy
	 * @param schedule of weights that do not say it: cosine, linear, or auto = cosine
	 * @param timesteps of weights that do not say it: T; 0 = 1000
	 * @param start share of the noise levels at which generation starts, 0.3..1: 1 = in pure noise, as published; below, in
	 *          the normal distribution of the training images, which the model's file must hold
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param precision fp32, or bf16 for convolutions and attention: other images, as good to the eye
	 * @param seed of all noise
	 * @param shard i/n: which of the batches this process does
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path model, Path output, int count, String sampler, int steps, double eta, String class_,
		double guidance, int batch, int size, int heads, int headchannels, String order, String schedule, int timesteps, double start,
		String device, String precision, long seed, String shard, boolean overwrite)
	{

		/** The defaults of the command. */
		public static Config of(final Path model, final Path output) {
			return new Config(model, output, 16, "ddpm", 0, 0, "", 1, 8, 0, 0, 0, GeneratorModel.AUTO, GeneratorModel.AUTO, 0, 1,
				"auto", "fp32", 0, "1/1", false);
		}
	}

	/**
	 * @param output the folder
	 * @param complete whether all images are there; else those of other shards are missing, and so is the table
	 * @param samples one an image; empty if not complete
	 */
	public record Result(Path output, boolean complete, List<Sample> samples) {
	}

	/**
	 * Runs it, or this process's share of it.
	 *
	 * @throws SonoflowException if something in the configuration or the model is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; finished batches are kept
	 */
	public static Result run(final Config config, final Monitor monitor) {
		ClassifierRecipe.range("count", config.count, 1, MAX_COUNT, "");
		ClassifierRecipe.range("batch", config.batch, 1, MAX_BATCH, "");
		if (!(config.start >= LEAST_START && config.start <= 1)) throw new SonoflowException.Input("start=" + config.start +
			" is out of range. Allowed: a number from " + LEAST_START + " to 1.");
		final Shard shard = Shard.parse(config.shard);
		final Precision precision = Precision.named(config.precision);
		final GeneratorModel model = GeneratorModel.open(config.model, new GeneratorModel.Hints(config.size, config.heads,
			config.headchannels, config.order, config.schedule, config.timesteps), monitor);
		final Sampler sampler = Samplers.of(config.sampler, config.steps, config.eta, model.schedule(config.start), model
			.variance());
		final NoiseSource source = model.source(config.seed, config.start, config.model);
		if (config.start == 1) GaussianNote.warnOfBlindness(model.file().config(), model.file().notes().containsKey(
			GaussianNote.START) ? "Give start=0.85." : "Train one with base=64.", monitor);
		final int label = model.classOf(config.class_, config.guidance);
		if (config.count < config.batch) monitor.message("count=" + config.count + " with batch=" + config.batch +
			": a batch is always computed in full. batch=" + config.count + " would be faster.");
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output, config.overwrite, List.of(config.model),
			shard);
		RunFolder.check(run);
		final Device device = Devices.parse(config.device, monitor);
		precision.check(device, monitor);
		Torch.inference();
		try (UNet network = model.file().network(device)) {
			network.compute(precision);
			final Generation generation = model.generation(network, sampler, config.guidance, config.batch);
			return RunFolder.execute(run, monitor, folder -> {
				folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
					.threads());
				folder.figure("steps", sampler.steps());
				return new GenerationRun(config, model, label, generation, source, folder.key(), monitor).run(folder);
			});
		}
	}
}
