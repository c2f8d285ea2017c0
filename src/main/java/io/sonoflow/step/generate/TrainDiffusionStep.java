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
import io.sonoflow.diffusion.GaussianNote;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.diffusion.training.DiffusionCheckpoint;
import io.sonoflow.diffusion.training.DiffusionTraining;
import io.sonoflow.diffusion.training.Plan;
import io.sonoflow.diffusion.training.TrainingState;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.Precision;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.weights.DType;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.run.RunFolder;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.CheckpointFolder;
import io.sonoflow.train.LossLog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains a diffusion network. A run that was cancelled or killed goes on from its last checkpoint when it is started
 * again, and ends with the same files as one that was not (on the CPU, with as many threads).
 */
public final class TrainDiffusionStep {

	/** The menu label. */
	public static final String COMMAND = "Train Diffusion...";

	/** The model's file in the output folder: the averaged weights. */
	public static final String MODEL = "model.safetensors";

	/** The folder of checkpoints in the output folder. */
	public static final String CHECKPOINT = "checkpoint";

	/** Least number of noise levels; the linear schedule has none with fewer than 21. */
	private static final int LEAST_TIMESTEPS = 21;

	private TrainDiffusionStep() {
	}

	/**
	 * @param input folder of images or dataset.csv, all images of one size
	 * @param output folder to write to
	 * @param size side of the network's images, pixels
	 * @param base channels that the multipliers multiply
	 * @param multipliers comma-separated, one a level, finest first; {@code auto} = guided-diffusion's for the size
	 * @param blocks residual blocks a level
	 * @param attention comma-separated sides in pixels at which there is attention; empty = at the coarsest level only
	 * @param heads of each attention layer
	 * @param dropout 0..below 1
	 * @param timesteps noise levels, at least 21
	 * @param schedule cosine or linear
	 * @param classes whether the labels are learned as classes
	 * @param labeldropout probability that a label is kept back, which makes guidance possible; of use with classes only
	 * @param steps of the optimiser
	 * @param batch images a step
	 * @param accumulate parts in which a batch goes through the network, 1..batch
	 * @param rate learning rate of the first step
	 * @param ema decay of the average of the weights, 0..below 1
	 * @param flips whether images are mirrored at random
	 * @param timestepsampler uniform or lossaware
	 * @param every steps between checkpoints
	 * @param samples images on the sheet of each checkpoint; 0 = no sheets
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param precision fp32, or bf16 for convolutions and attention
	 * @param weights model of the same architecture to start from; null = random weights
	 * @param half whether the model's file holds float16 numbers
	 * @param seed decides first weights, order, noise, timesteps, flips and dropout
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path input, Path output, int size, int base, String multipliers, int blocks, String attention,
		int heads, double dropout, int timesteps, String schedule, boolean classes, double labeldropout, int steps, int batch,
		int accumulate, double rate, double ema, boolean flips, String timestepsampler, int every, int samples, String device,
		String precision, Path weights, boolean half, long seed, boolean overwrite)
	{

		Plan plan() {
			if (timesteps < LEAST_TIMESTEPS) throw wrong("timesteps=" + timesteps, "a whole number from " + LEAST_TIMESTEPS);
			if (steps < 1) throw wrong("steps=" + steps, "a whole number from 1");
			if (batch < 1) throw wrong("batch=" + batch, "a whole number from 1");
			if (accumulate < 1 || accumulate > batch) throw wrong("accumulate=" + accumulate, "a whole number from 1 to batch (" +
				batch + ")");
			if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) throw wrong("rate=" + rate, "a number above 0");
			if (!(ema >= 0 && ema < 1)) throw wrong("ema=" + ema, "a number from 0 to below 1");
			if (!(labeldropout >= 0 && labeldropout < 1)) throw wrong("labeldropout=" + labeldropout,
				"a number from 0 to below 1");
			if (every < 1) throw wrong("every=" + every, "a whole number from 1");
			if (samples < 0) throw wrong("samples=" + samples, "a whole number from 0");
			if (!List.of("uniform", "lossaware").contains(timestepsampler)) throw wrong("timestepsampler=" + timestepsampler,
				"uniform | lossaware");
			return new Plan(NoiseSchedule.named(schedule, timesteps), steps, batch, accumulate, rate, ema, flips, dropped(),
				timestepsampler.equals("lossaware"), every, Precision.named(precision), seed);
		}

		private static SonoflowException.Input wrong(final String what, final String allowed) {
			return new SonoflowException.Input(what + " is out of range. Allowed: " + allowed + ".");
		}

		private double dropped() {
			return classes ? labeldropout : 0;
		}

		/** Without classes; they are known only after the data was read. */
		UNetConfig.Builder network() {
			return UNetConfig.builder(size).base(base).multipliers(multipliers.equals("auto") ? List.of() : numbers("multipliers",
				multipliers)).blocks(blocks).attention(numbers("attention", attention).stream().map(Double::intValue).toList())
				.heads(heads).dropout(dropout);
		}

		private static List<Double> numbers(final String key, final String text) {
			try {
				return text.isBlank() ? List.of() : Arrays.stream(text.split(",", -1)).map(item -> Double.valueOf(item.strip()))
					.toList();
			}
			catch (final NumberFormatException e) {
				throw new SonoflowException.Input(key + "=" + text + " is not a list of numbers. Separate them by commas, e.g. " +
					(key.equals("attention") ? "16,8." : "1,2,3,4."), e);
			}
		}

		Map<String, String> notes() {
			final Map<String, String> notes = new LinkedHashMap<>();
			notes.put("schedule", schedule);
			notes.put("timesteps", Integer.toString(timesteps));
			notes.put("labeldropout", Double.toString(dropped()));
			return notes;
		}
	}

	/**
	 * @param model the network's file
	 * @param losses over the steps
	 */
	public record Result(Path model, LossLog losses) {
	}

	/**
	 * Trains, or goes on training, and writes.
	 *
	 * @throws SonoflowException if something in the configuration or the data is wrong (then nothing was written), or the
	 *           training diverges (then the last checkpoint is kept)
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final Plan plan = config.plan();
		config.network().build();
		final List<Path> inputs = Stream.of(config.input, config.weights).filter(Objects::nonNull).toList();
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output, config.overwrite, inputs);
		RunFolder.check(run);
		final DiffusionData data = DiffusionData.read(config.input, config.size, config.classes, monitor);
		final UNetConfig network = config.network().classes(data.classes()).build();
		GaussianNote.warnOfBlindness(network, "base=64 avoids it; or generate with start=0.85.", monitor);
		final Device device = Devices.parse(config.device, monitor);
		plan.precision().check(device, monitor);
		final Optional<UNetFile> start = config.weights == null ? Optional.empty() : Optional.of(DiffusionStart.open(config
			.weights, network, monitor));
		return RunFolder.execute(run, monitor, folder -> {
			folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
				.threads());
			return new Work(config, plan, data, start, new Checkpoint.Origin(folder.key(), Torch.threads()), folder, monitor)
				.run(network, device);
		});
	}

	private record Work(Config config, Plan plan, DiffusionData data, Optional<UNetFile> start, Checkpoint.Origin origin,
		RunFolder folder, Monitor monitor)
	{

		Result run(final UNetConfig network, final Device device) {
			try (TrainingState state = begin(network, device)) {
				monitor.message(String.format(Locale.ROOT, "Training a network of %.2f million parameters on %d images, %d steps.",
					UNetFile.arrays(state.average()).values().stream().mapToLong(array -> array.size()).sum() / 1e6, data.images()
						.count(), plan.steps()));
				new DiffusionTraining(state, data.images(), data.labels(), plan, monitor).run(() -> checkpoint(state));
				final Path model = folder.resolve(MODEL);
				UNetFile.write(model, UNetFile.arrays(state.average()), network, GaussianNote.added(config.notes(), data
					.images().gaussian(config.flips)), config.half ? DType.F16 : DType.F32);
				final double[] losses = state.log().column("loss");
				folder.figure("loss", losses[losses.length - 1]);
				folder.figure("images", data.images().count());
				folder.figure("steps", plan.steps());
				if (config.classes) folder.figure("classes", data.classes());
				return new Result(model, state.log());
			}
		}

		/** {@return the state of the unfinished run in the folder, or a new one} */
		private TrainingState begin(final UNetConfig network, final Device device) {
			final Path checkpoints = folder.resolve(CHECKPOINT);
			final Optional<Path> last = folder.resumed() ? CheckpointFolder.latest(checkpoints) : Optional.empty();
			if (last.isEmpty()) {
				CheckpointFolder.clear(checkpoints);
				return start.isPresent() ? TrainingState.start(device, start.get(), plan) : TrainingState.start(device, network,
					plan);
			}
			final TrainingState state = DiffusionCheckpoint.read(last.get(), device, plan, origin, monitor);
			monitor.message("Going on from step " + state.steps() + " of " + plan.steps() + ".");
			try {
				show(state);
				return state;
			}
			catch (final RuntimeException e) {
				state.close();
				throw e;
			}
		}

		private void checkpoint(final TrainingState state) {
			DiffusionCheckpoint.write(folder.resolve(CHECKPOINT), state, plan, config.notes(), origin);
			show(state);
		}

		/** What is derived from a checkpoint, and made up for if the run was killed between the two. */
		private void show(final TrainingState state) {
			if (state.log().size() > 0) {
				state.log().write(folder.resolve("losses.csv"));
				plot(state.log());
			}
			final Path sheet = folder.resolve("samples").resolve(String.format(Locale.ROOT, "step_%07d.png", state.steps()));
			if (config.samples == 0 || state.steps() % plan.every() != 0 && state.steps() != plan.steps() || Files.exists(sheet))
				return;
			new SampleSheet(plan.schedule(), config.samples, config.seed).write(sheet, state.average(), "Step " + state.steps(),
				monitor);
		}

		private void plot(final LossLog log) {
			final double[] steps = log.column("step");
			Plots.lines(Axes.of("step", "loss").logY(), Series.of("all", steps, log.column("loss")), Series.of("least noise", steps,
				log.column("q0")), Series.of("less noise", steps, log.column("q1")), Series.of("more noise", steps, log.column(
					"q2")), Series.of("most noise", steps, log.column("q3"))).write(folder.resolve("losses.png"));
		}
	}
}
