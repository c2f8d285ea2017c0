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
import io.sonoflow.step.generate.TrainDiffusionStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Trains a network that generates ultrasound images. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Train Diffusion...",
	description = "Trains a network that generates ultrasound images out of noise. A run that was cancelled or killed goes " +
		"on from its last checkpoint when it is started again.")
public final class TrainDiffusion extends SonoflowCommand {

	/** Numbers, separated by commas. */
	private static final String NUMBERS = "\\s*[0-9]+(\\.[0-9]+)?\\s*(,\\s*[0-9]+(\\.[0-9]+)?\\s*)*";

	@Parameter(label = "Input", description = "Folder of images, or a dataset.csv; all images of one size.",
		required = false, persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File input;

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory",
		required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Size", description = "Side of the generated images in pixels, 8 to 1024; the network halves it at " +
		"every level but the first, so it must be divisible by that.", min = "8", max = "1024", persist = false)
	private int size = 256;

	@Parameter(label = "Base channels", description = "Channels that the multipliers multiply, 2 to 1024; 32 makes a small " +
		"network, 128 the published one.", min = "2", max = "1024", persist = false)
	private int base = 128;

	@Parameter(label = "Multipliers", description = "Channels of each level as multiples of base, finest level first, " +
		"separated by commas; auto = as published for the size.", persist = false, attrs = { @Attr(name = REQUIRED), @Attr(
			name = PATTERN, value = "auto|" + NUMBERS), @Attr(name = ALLOWED, value = "auto, or numbers such as 1,2,3,4") })
	private String multipliers = "auto";

	@Parameter(label = "Blocks", description = "Residual blocks of each level, 1 to 16.", min = "1", max = "16",
		persist = false)
	private int blocks = 2;

	@Parameter(label = "Attention", description = "Sides in pixels at which there are attention layers, separated by commas; " +
		"empty = at the coarsest level only.", required = false, persist = false, attrs = { @Attr(name = PATTERN,
			value = "\\s*[0-9]+\\s*(,\\s*[0-9]+\\s*)*"), @Attr(name = ALLOWED, value = "whole numbers such as 16,8") })
	private String attention = "16,8";

	@Parameter(label = "Heads", description = "Heads of each attention layer, 1 to 64.", min = "1", max = "64",
		persist = false)
	private int heads = 4;

	@Parameter(label = "Dropout", description = "Probability with which values are dropped in training, 0 to 0.9.",
		min = "0", max = "0.9", persist = false)
	private double dropout = 0;

	@Parameter(label = "Noise levels", description = "Number of noise levels (timesteps), 21 to 10000.", min = "21",
		max = "10000", persist = false)
	private int timesteps = 1000;

	@Parameter(label = "Schedule", description = "How noise grows over the timesteps.", choices = { "cosine", "linear" },
		persist = false)
	private String schedule = "cosine";

	@Parameter(label = "Classes", description = "Learn the labels too, so that images of a wanted label can be generated.",
		persist = false)
	private boolean classes = false;

	@Parameter(label = "Label dropout", description = "Share of the images whose label is kept back, 0 to 0.9; above 0 makes " +
		"guidance possible. Of use with classes=true only.", min = "0", max = "0.9", persist = false)
	private double labeldropout = 0.1;

	@Parameter(label = "Steps", description = "Steps of training, 1 to 100000000.", min = "1", max = "100000000",
		persist = false)
	private int steps = 100000;

	@Parameter(label = "Batch", description = "Images in a step, 1 to 4096.", min = "1", max = "4096", persist = false)
	private int batch = 16;

	@Parameter(label = "Accumulate", description = "Parts, 1 to batch, in which the images of a step go through the network: " +
		"more parts need less memory, and the result differs in the last digits only.", min = "1", max = "4096",
		persist = false)
	private int accumulate = 1;

	@Parameter(label = "Rate", description = "Learning rate at the beginning, above 0; it falls in a straight line to 0.",
		persist = false, attrs = @Attr(name = ABOVE, value = "0"))
	private double rate = 1e-4;

	@Parameter(label = "Averaging", description = "Decay of the moving average of the weights that is the result, 0 to below " +
		"1 (0.999999 at most); less at the beginning.", min = "0", max = "0.999999", persist = false)
	private double ema = 0.9999;

	@Parameter(label = "Flips", description = "Mirror half of the images (left and right); only if mirrored anatomy is " +
		"possible anatomy.", persist = false)
	private boolean flips = false;

	@Parameter(label = "Timestep sampler", description = "Which noise levels are trained: all equally often (uniform), or " +
		"those with large losses more often (lossaware).", choices = { "uniform", "lossaware" }, persist = false)
	private String timestepsampler = "uniform";

	@Parameter(label = "Every", description = "Steps between checkpoints with a sheet of samples, 1 to 1000000.", min = "1",
		max = "1000000", persist = false)
	private int every = 1000;

	@Parameter(label = "Samples", description = "Images on the sheet of each checkpoint, 0 to 64; 0 = no sheets.", min = "0",
		max = "64", persist = false)
	private int samples = 8;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Precision", description = "Numbers to compute in: fp32, or bf16 = convolutions and attention in " +
		"bfloat16, faster on newer GPUs; the weights stay float32.", choices = { "fp32", "bf16" }, persist = false)
	private String precision = "fp32";

	@Parameter(label = "Weights", description = "Diffusion model of the same architecture and labels to go on from; empty = " +
		"random weights.", required = false, persist = false, attrs = @Attr(name = EXISTS))
	private File weights;

	@Parameter(label = "Half precision file", description = "Write the model in float16: half the size, three digits. " +
		"Training is not touched.", persist = false)
	private boolean half = false;

	@Parameter(label = "Seed", description = "Any whole number; the same seed gives the same result.", persist = false)
	private long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		final TrainDiffusionStep.Result result = TrainDiffusionStep.run(new TrainDiffusionStep.Config(path(input), path(
			output), size, base, multipliers.strip(), blocks, attention == null ? "" : attention.strip(), heads, dropout,
			timesteps, schedule, classes, labeldropout, steps, batch, accumulate, rate, ema, flips, timestepsampler, every,
			samples, device, precision, path(weights), half, seed, overwrite), monitor);
		monitor.message("Wrote " + result.model());
	}
}
