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
import io.sonoflow.nn.Networks;
import io.sonoflow.step.pretrain.PretrainEncoderStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Pretrains a network on images without labels. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Pretrain Encoder...",
	description = "Pretrains a network on images without labels: it learns to know two changed views of an image as one " +
		"image, and to tell organs apart. The encoder is a start (weights) for classifiers. A run that was cancelled or " +
		"killed goes on from its last checkpoint when it is started again.")
public final class PretrainEncoder extends SonoflowCommand {

	@Parameter(label = "Input", description = "Folder of images, or a dataset.csv, whose column organ is used and labels are " +
		"not.", required = false, persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File input;

	@Parameter(label = "More", description = "Further folders or dataset.csv, separated by commas, whose images are added to " +
		"those of input; empty = none.", required = false, persist = false, attrs = @Attr(name = EXISTS))
	private String more = "";

	@Parameter(label = "Organs", description = "Organ of the images of input and of each of more, separated by commas, where " +
		"no column organ tells it, e.g. testis,thyroid; empty = unknown.", required = false, persist = false)
	private String organs = "";

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory",
		required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Backbone", description = "Architecture of the network.", choices = { Networks.RESNET18,
		Networks.RESNET50, Networks.DENSENET121, Networks.DENSENET169 }, persist = false)
	private String backbone = Networks.RESNET18;

	@Parameter(label = "Weights", description = "File of weights to start from (.safetensors, .pt, .pth), or the name of " +
		"installed ones, e.g. resnet18-imagenet; empty = from scratch.", required = false, persist = false, attrs = {
			@Attr(name = EXISTS), @Attr(name = INSTALLED) })
	private File weights;

	@Parameter(label = "Size", description = "Side of the views in pixels, 32 to 1024.", min = "32", max = "1024",
		persist = false)
	private int size = 256;

	@Parameter(label = "Epochs", description = "Number of epochs, 1 to 1000000; not asked if steps are given.", min = "1",
		max = "1000000", persist = false)
	private int epochs = 100;

	@Parameter(label = "Steps", description = "Steps of training, 0 to 100000000; 0 = by epochs. Equal steps make runs on " +
		"different data comparable.", min = "0", max = "100000000", persist = false)
	private int steps = 0;

	@Parameter(label = "Batch", description = "Images in a step, 2 to 65536; all of them if there are fewer.", min = "2",
		max = "65536", persist = false)
	private int batch = 256;

	@Parameter(label = "Chunk", description = "Images that go through the network at once, 1 to 65536, two views of each: " +
		"the memory is that of a chunk, whatever the batch.", min = "1", max = "65536", persist = false)
	private int chunk = 32;

	@Parameter(label = "Contrastive", description = "Compare views of images; without it, organs are all that is learned.",
		persist = false)
	private boolean contrastive = true;

	@Parameter(label = "Temperature", description = "Temperature of the contrast, above 0; smaller = only the most similar " +
		"images count.", persist = false, attrs = @Attr(name = ABOVE, value = "0"))
	private double temperature = 0.5;

	@Parameter(label = "Epsilon", description = "Added to probabilities inside of the logarithm, 0 to 0.1; 1e-8 as in the " +
		"released code, 0 = exact.", min = "0", max = "0.1", persist = false)
	private double epsilon = 0;

	@Parameter(label = "Lambda", description = "Weight of the organs' loss, at least 0; of use with two or more organs only.",
		min = "0", persist = false)
	private double lambda = 0.2;

	@Parameter(label = "Summed", description = "Sum the organs' loss over the two views, as the released code does, which " +
		"doubles its weight, instead of the mean over all views.", persist = false)
	private boolean summed = false;

	@Parameter(label = "Projection", description = "Width of the head in whose space views are compared, 2 to 65536.",
		min = "2", max = "65536", persist = false)
	private int projection = 2048;

	@Parameter(label = "Optimizer", description = "How weights are changed: lars for large batches, larc (over Adam) as the " +
		"released code, adamw for small data.", choices = { "lars", "larc", "adamw" }, persist = false)
	private String optimizer = "lars";

	@Parameter(label = "Rate", description = "Largest learning rate, above 0; with lars 0.3 x batch / 256 learns faster than " +
		"the default.", persist = false, attrs = @Attr(name = ABOVE, value = "0"))
	private double rate = 1e-3;

	@Parameter(label = "Weight decay", description = "Weight decay, at least 0.", min = "0", persist = false)
	private double decay = 1e-6;

	@Parameter(label = "Skip vectors", description = "With lars: leave biases and norms out of layer-wise rates and decay, as " +
		"SimCLR does.", persist = false)
	private boolean skip = false;

	@Parameter(label = "Schedule", description = "How the rate falls to 0: in a straight line (polynomial) or as a cosine.",
		choices = { "polynomial", "cosine" }, persist = false)
	private String schedule = "polynomial";

	@Parameter(label = "Warm-up", description = "Steps over which the rate rises at first, 0 to 100000000.", min = "0",
		max = "100000000", persist = false)
	private int warmup = 0;

	@Parameter(label = "Every", description = "Steps between checkpoints, 1 to 100000000; the probe is asked as often.",
		min = "1", max = "100000000", persist = false)
	private int every = 100;

	@Parameter(label = "Probe", description = "Labelled images, as for Train Classifier: at each checkpoint their labels are " +
		"guessed from the encoder by nearest neighbours and by a linear classifier; empty = none. Steers nothing.",
		required = false, persist = false, attrs = @Attr(name = EXISTS))
	private File probe;

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Parameter(label = "Seed", description = "Any whole number; the same seed gives the same result.", persist = false)
	private long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		final PretrainEncoderStep.Result result = PretrainEncoderStep.run(new PretrainEncoderStep.Config(path(input), paths(
			more), list(organs), path(output), backbone, path(weights), size, epochs, steps, batch, chunk, contrastive,
			temperature, epsilon, lambda, summed, projection, optimizer, rate, decay, skip, schedule, warmup, every, path(probe), device, seed, overwrite),
			monitor);
		monitor.message("Wrote " + result.encoder());
	}
}
