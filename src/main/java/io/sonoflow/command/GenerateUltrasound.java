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
package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.generate.GenerateUltrasoundStep;
import io.sonoflow.step.generate.GenerateUltrasoundStep.Config;
import io.sonoflow.step.generate.GenerateUltrasoundStep.Result;

import java.io.File;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws images from a diffusion model. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>" + GenerateUltrasoundStep.COMMAND,
	description = "Draws new ultrasound images from a diffusion model. An interrupted run goes on where it stopped.")
public final class GenerateUltrasound extends SonoflowCommand {

	/** Most images that are shown. */
	private static final int SHOWN = 64;

	@Parameter(label = "Model", description = "Model file of \"Train Diffusion...\", or weights of guided-diffusion's U-Net " +
		"(.safetensors, .pt, .pth).", style = "open", required = false, persist = false, attrs = { @Attr(name = REQUIRED),
			@Attr(name = EXISTS) })
	private File model;

	@Parameter(label = "Output", description = "Folder for images, dataset.csv and sheet.png; made if absent.",
		style = "directory", required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Count", description = "Number of images, 1 to 1000000.", min = "1", max = "1000000",
		persist = false)
	private int count = 16;

	@Parameter(label = "Sampler", description = "ddpm = the random walk as trained, slow; ddim and dpm++ need far fewer steps.",
		choices = { "ddpm", "ddim", "dpm++" }, persist = false)
	private String sampler = "ddpm";

	@Parameter(label = "Steps", description = "How often the network is asked for each image, up to the model's time steps; " +
		"0 = all for ddpm, 50 for ddim, 20 for dpm++.", min = "0", persist = false)
	private int steps;

	@Parameter(label = "Eta", description = "Randomness of ddim, 0 (none) to 1 (as much as ddpm).", min = "0", max = "1",
		persist = false)
	private double eta;

	@Parameter(label = "Class", description = "Label of the images, one of the model's; empty = none.", required = false,
		persist = false)
	private String class_ = "";

	@Parameter(label = "Guidance", description = "How much the class is exaggerated, at least 0: 1 = not, 1.5 to 4 are usual. " +
		"Needs a model trained with label dropout.", min = "0", persist = false)
	private double guidance = 1;

	@Parameter(label = "Batch", description = "Images at a time, 1 to 4096: more need more memory. Another batch may change " +
		"the last bits of an image.", min = "1", max = "4096", persist = false)
	private int batch = 8;

	@Parameter(label = "Size", description = "Side of the images in pixels, for weights of others that do not say it; " +
		"0 = the model's, or usual.", min = "0", max = "4096", persist = false)
	private int size;

	@Parameter(label = "Attention heads", description = "For weights of others, which do not say it: heads of each attention " +
		"layer; 0 = the model's, or 4.", min = "0", max = "1024", persist = false)
	private int heads;

	@Parameter(label = "Head channels", description = "For weights of others, instead of heads: channels of each head; " +
		"0 = heads count.", min = "0", max = "4096", persist = false)
	private int headchannels;

	@Parameter(label = "Attention order", description = "For weights of others, which do not say it: how queries, keys and " +
		"values lie; auto = the model's, or legacy.", choices = { "auto", "legacy", "new" }, persist = false)
	private String order = "auto";

	@Parameter(label = "Schedule", description = "For weights of others, which do not say it: noise schedule of the training; " +
		"auto = the model's, or cosine.", choices = { "auto", "cosine", "linear" }, persist = false)
	private String schedule = "auto";

	@Parameter(label = "Time steps", description = "For weights of others, which do not say it: time steps of the training; " +
		"0 = the model's, or 1000.", min = "0", max = "100000", persist = false)
	private int timesteps;

	@Parameter(label = "Start", description = "Share of the noise levels at which images start, 0.3 to 1: 1 = in pure noise, " +
		"as published; below, as normally distributed as the training images, for models of Train Diffusion.", min = "0.3",
		max = "1", persist = false)
	private double start = 1;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Precision", description = "Numbers to compute in: fp32, or bf16 = convolutions and attention in " +
		"bfloat16, faster on newer GPUs; the images differ a little.", choices = { "fp32", "bf16" }, persist = false)
	private String precision = "fp32";

	@Parameter(label = "Seed", description = "Any whole number; image i depends on it and on i alone.", persist = false)
	private long seed;

	@Parameter(label = "Shard", description = "Which part of the batches this process does, part/count; 1/1 = all. When all " +
		"are done, the last one writes the table.", persist = false, attrs = { @Attr(name = PATTERN, value = SHARD), @Attr(
			name = ALLOWED, value = SHARDS) })
	private String shard = "1/1";

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite;

	@Override
	protected void execute(final Monitor monitor) {
		final Result result = GenerateUltrasoundStep.run(new Config(path(model), path(output), count, sampler, steps, eta,
			class_.strip(), guidance, batch, size, heads, headchannels, order, schedule, timesteps, start, device, precision,
			seed, shard, overwrite), monitor);
		final List<Sample> shown = result.samples().subList(0, Math.min(SHOWN, result.samples().size()));
		Show.gray("Generated", shown.stream().map(sample -> ImageFiles.readGray(sample.image())).toList(), shown.stream().map(
			Sample::patient).toList());
		monitor.message("Wrote " + result.output());
	}
}
