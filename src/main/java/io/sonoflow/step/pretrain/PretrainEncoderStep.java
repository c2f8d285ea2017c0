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
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.classify.ClassifierRecipe;
import io.sonoflow.train.Batches;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.RateSchedule;
import io.sonoflow.train.contrastive.Plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Pretrains an encoder on images without labels. A run that was cancelled or killed goes on from its last checkpoint when
 * it is started again, and ends with the same files as one that was not (on the CPU, with as many threads).
 */
public final class PretrainEncoderStep {

	/** The menu label. */
	public static final String COMMAND = "Pretrain Encoder...";

	/** The encoder's file in the output folder. */
	public static final String ENCODER = "encoder.safetensors";

	/** The folder of checkpoints in the output folder. */
	public static final String CHECKPOINT = "checkpoint";

	/** Below it, LARS cannot have learned anything worth a pretraining. */
	private static final double LITTLE = 0.05;

	private PretrainEncoderStep() {
	}

	/**
	 * @param input folder of images or dataset.csv; the column organ is used, labels are not
	 * @param more further inputs, pooled with the first
	 * @param organs organ of the images of input and of each of more where their tables name none; no items = unknown
	 * @param output folder to write to
	 * @param backbone architecture, e.g. resnet18
	 * @param weights file to start from; null = from scratch
	 * @param size side of the views in pixels, 32..1024
	 * @param epochs number of epochs, at least 1; not asked if steps are given
	 * @param steps of the optimiser; 0 = by epochs
	 * @param batch images a step, at least 2; all of them if there are fewer
	 * @param chunk images that go through the network at once, two views of each, at least 1
	 * @param contrastive whether views are compared; false = organs are all that is learned
	 * @param temperature of the contrast, above 0
	 * @param epsilon added to probabilities inside of the logarithm, 0..below 1
	 * @param lambda weight of the organs' loss, at least 0
	 * @param summed whether the organs' loss is summed over the two views
	 * @param projection width of the projection head, at least 2
	 * @param optimizer lars, larc or adamw
	 * @param rate learning rate at the beginning (after the warm-up), above 0
	 * @param decay weight decay, at least 0
	 * @param skip whether lars leaves biases and norms out
	 * @param schedule polynomial (a straight line to 0) or cosine
	 * @param warmup steps over which the rate rises, 0..below all
	 * @param every steps between checkpoints, at least 1
	 * @param probe labelled images on which progress is measured; null = none
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param seed decides first weights, order and views
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path input, List<Path> more, List<String> organs, Path output, String backbone, Path weights,
		int size, int epochs, int steps, int batch, int chunk, boolean contrastive, double temperature, double epsilon,
		double lambda, boolean summed, int projection, String optimizer, double rate, double decay, boolean skip, String schedule, int warmup, int every,
		Path probe, String device, long seed, boolean overwrite)
	{

		/** {@return all data sets to learn from} */
		List<Path> inputs() {
			return Stream.concat(Stream.of(input), more.stream()).toList();
		}

		/** @throws SonoflowException.Input if a value is out of range */
		void check() {
			ClassifierRecipe.range("size", size, 32, 1024, "pixels");
			ClassifierRecipe.range("epochs", epochs, 1, 1_000_000, "");
			ClassifierRecipe.range("steps", steps, 0, 100_000_000, "");
			ClassifierRecipe.range("batch", batch, 2, 65_536, "images; one has no other to be told from");
			ClassifierRecipe.range("chunk", chunk, 1, 65_536, "images");
			ClassifierRecipe.range("projection", projection, 2, 65_536, "");
			ClassifierRecipe.range("warmup", warmup, 0, 100_000_000, "steps");
			ClassifierRecipe.range("every", every, 1, 100_000_000, "steps");
			require("temperature", temperature, temperature > 0, "a number above 0");
			require("epsilon", epsilon, epsilon >= 0 && epsilon < 1, "a number from 0 to below 1");
			require("lambda", lambda, lambda >= 0, "a number of at least 0");
			require("rate", rate, rate > 0, "a number above 0");
			require("decay", decay, decay >= 0, "a number of at least 0");
			if (!List.of("lars", "larc", "adamw").contains(optimizer)) throw new SonoflowException.Input("optimizer=" +
				optimizer + " does not exist. Allowed: lars | larc | adamw.");
			if (!List.of("polynomial", "cosine").contains(schedule)) throw new SonoflowException.Input("schedule=" + schedule +
				" does not exist. Allowed: polynomial | cosine.");
			if (weights != null && !Files.isRegularFile(weights)) throw new SonoflowException.Input("weights=" + weights +
				" is not a file. Give a file of weights, or leave it empty to start from scratch.");
		}

		private static void require(final String key, final double value, final boolean fits, final String allowed) {
			if (!fits || Double.isInfinite(value)) throw new SonoflowException.Input(key + "=" + value +
				" is out of range. Allowed: " + allowed + ".");
		}

		/** @param images how many there are */
		Plan plan(final int images) {
			final int used = Math.min(batch, images);
			final long wanted = steps > 0 ? steps : (long) epochs * (images / used);
			if (wanted > Integer.MAX_VALUE) throw new SonoflowException.Input("epochs=" + epochs + " of " + images / used +
				" steps are " + wanted + " steps, more than can be counted. Use fewer epochs.");
			final int all = (int) wanted;
			if (warmup >= all) throw new SonoflowException.Input("warmup=" + warmup + " is out of range. Allowed: fewer than the " +
				all + " steps of the whole pretraining.");
			final RateSchedule falling = schedule.equals("cosine") ? RateSchedule.cosine(rate, 0, all - (long) warmup)
				: RateSchedule.polynomial(rate, all - (long) warmup, 1);
			return new Plan(size, all, used, Math.min(chunk, used), new Plan.Loss(contrastive, temperature, epsilon, lambda,
				summed), new Plan.Update(Plan.Method.valueOf(optimizer.toUpperCase(Locale.ROOT)), warmup == 0 ? falling
					: RateSchedule.warmUp(rate, warmup, falling), decay, skip), every, Batches.threads(), seed);
		}

		/**
		 * @param organs number of classes of the organ head, at least 1
		 * @return the encoder before its first step
		 */
		ImageNetwork start(final int organs, final Device where, final Monitor monitor) {
			if (weights == null) return Networks.create(backbone, where, 1, organs, seed);
			return ModelFile.start(weights, backbone, organs, ModelFile.Grey.REPEAT, where, seed, monitor);
		}
	}

	/**
	 * @param encoder the network's file
	 * @param losses over the steps
	 */
	public record Result(Path encoder, LossLog losses) {
	}

	/**
	 * Pretrains, or goes on pretraining, and writes.
	 *
	 * @throws SonoflowException if something in the configuration or the data is wrong (then nothing was written), or the
	 *           training diverges (then the last checkpoint and its encoder are kept)
	 */
	public static Result run(final Config config, final Monitor monitor) {
		config.check();
		final PretrainingData data = PretrainingData.read(config.inputs(), config.organs, config.probe, monitor);
		if (data.size() < 2) throw new SonoflowException.Input("input=" + config.input +
			" has one image only, and no other to tell it from. Give two or more, better thousands.");
		final Plan plan = config.plan(data.size());
		final boolean organs = data.tellsOrgans(config.lambda, config.contrastive, monitor);
		config.start(Math.max(1, data.organNames().size()), Device.cpu(), monitor).close();
		warn(config, plan, data.size(), monitor);
		final Device device = Devices.parse(config.device, monitor);
		final List<Path> inputs = Stream.concat(config.inputs().stream(), Stream.of(config.weights, config.probe)).filter(
			path -> path != null).toList();
		return RunFolder.execute(new RunFolder.Run(COMMAND, config, config.output, config.overwrite, inputs), monitor,
			folder -> {
				folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
					.threads());
				return new Pretraining(config, plan, data, organs, folder, monitor).run(device);
			});
	}

	private static void warn(final Config config, final Plan plan, final int images, final Monitor monitor) {
		if (plan.batch() < config.batch) monitor.warn("batch=" + config.batch + ", but there are " + images +
			" images: each step uses all of them, and an epoch has one step.");
		final double reach = plan.update().reach(plan.steps());
		if (reach < LITTLE) monitor.warn(String.format(Locale.ROOT, "optimizer=lars with rate=%s and %d steps can change a " +
			"tensor by %.2f %% of its length at most: hardly anything will be learned. Use a rate of 0.3 x batch / 256 or more " +
			"(rate=%.2g), more steps, or optimizer=adamw.", config.rate, plan.steps(), 100 * reach, 0.3 * plan.batch() / 256));
	}
}
