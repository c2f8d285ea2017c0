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
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.diffusion.GaussianNote;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.diffusion.NoiseSettings;
import io.sonoflow.diffusion.Prediction;
import io.sonoflow.diffusion.training.DiffusionCheckpoint;
import io.sonoflow.diffusion.training.DiffusionSettings;
import io.sonoflow.diffusion.training.DiffusionTraining;
import io.sonoflow.diffusion.training.Plan;
import io.sonoflow.diffusion.training.TrainingState;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.image.resize.Fit;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetSettings;
import io.sonoflow.nn.weights.DType;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.step.data.LearnedFiles;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.CheckpointFolder;
import io.sonoflow.train.LossLog;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Trains a diffusion network. A run that was cancelled or killed goes on from its last checkpoint when it is started
 * again, and ends with the same files as one that was not (on the CPU, with as many threads).
 */
public final class TrainDiffusion extends Step<TrainDiffusion.Result> {

	/** The menu label. */
	public static final String LABEL = "Train Diffusion...";

	/** The model's file in the output folder: the averaged weights. */
	public static final String MODEL = "model.safetensors";

	private static final String FINISH = "The training stops after this step; the averaged weights are written as they are then.";

	/** The folder of checkpoints in the output folder. */
	public static final String CHECKPOINT = "checkpoint";

	@Parameter(label = "Input",
		description = "Folder of images, or a dataset.csv; all images of one size, unless resize says otherwise.", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	@Parameter(label = "Output", description = "Folder to write to; made if absent.", style = "directory", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Resize", description = "Images of different sizes: none = are refused (the middle square of equal ones " +
		"is learned); fit = each is brought to size whole, on black; stretch = each side is brought to size.", choices = { Fit.NONE,
			"fit", "stretch" }, attrs = @Attr(name = Key.SINCE, value = Fit.NONE))
	public String resize = Fit.NONE;

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group(value = "Network", rare = true)
	public UNetSettings network = new UNetSettings();

	@Group(value = "Noise", rare = true)
	public NoiseSettings noise = new NoiseSettings();

	@Group("Training")
	public DiffusionSettings training = new DiffusionSettings();

	@Parameter(label = "Samples", description = "Images on the sheet of each checkpoint, 0 to 64; 0 = no sheets.", min = "0",
		max = "64", attrs = @Attr(name = Key.HEADING, value = "Checks"))
	public int samples = 8;

	@Group("Computation")
	public Computation computation = new Computation();

	/** On what and in what numbers, from and into what weights. */
	public static final class Computation extends DeviceSettings {

		@Parameter(label = "Precision", description = "Numbers to compute in: fp32, or bf16 = convolutions and attention in " +
			"bfloat16, faster on newer GPUs and CPUs; the weights stay float32; fp16 = the same in " +
			"float16, the loss scaled, for GPUs without bfloat16; auto = fp32, and it is said what bf16 " +
			"would give.", choices = { "fp32", "bf16", "fp16", Precision.AUTO })
		public String precision = "fp32";

		@Parameter(label = "Weights", description = "Diffusion model of the same architecture and labels to go on from; empty " +
			"= random weights.", attrs = @Attr(name = Key.EXISTS))
		public File weights;

		@Group("Computation")
		public PrefixSettings source = new PrefixSettings();

		@Parameter(label = "Half precision file", description = "Write the model in float16: half the size, three digits. " +
			"Training is not touched.")
		public boolean half = false;

		@Parameter(label = "Seed", description = "Any whole number; the same seed gives the same result.")
		public long seed = 0;

		@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
			name = Key.FRAME))
		public boolean overwrite = false;
	}

	/**
	 * @param model the network's file
	 * @param losses over the steps
	 */
	public record Result(Path model, LossLog losses) {
	}

	public TrainDiffusion() {
	}

	/**
	 * @param input folder of images or dataset.csv, all images of one size
	 * @param output folder to write to
	 */
	public TrainDiffusion(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public TrainDiffusion(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static TrainDiffusion of(final Path input, final Path output) {
		return new TrainDiffusion(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Trains, or goes on training, and writes.
	 *
	 * @throws SonoflowException if something in the configuration or the data is wrong (then nothing was written), or the
	 *           training diverges (then the last checkpoint is kept)
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final RunFolder.Run run = record(Stream.of(input, computation.weights).filter(Objects::nonNull).map(File::toPath)
			.toList());
		final DiffusionData data = DiffusionData.read(input.toPath(), network.size, Fit.of(resize), clips.choice(),
			training.classes, monitor);
		final UNetConfig config = network.network().classes(data.classes()).build();
		GaussianNote.warnOfBlindness(config, noise.prediction(), "predict=velocity avoids it; or generate with start=0.85.",
			monitor);
		final Device device = Devices.parse(computation.device, monitor);
		final Plan plan = new Plan(noise.noise(), noise.prediction(), training, Precision.chosen(computation.precision),
			computation.seed);
		Devices.check(computation.precision, device, monitor);
		final Optional<UNetFile> start = Optional.ofNullable(computation.weights).map(weights -> DiffusionStart.open(weights
			.toPath(), computation.source.prefix, config, noise.prediction(), monitor));
		final Result result = inFolder(run.reading(data.readings()), monitor, folder -> {
			folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
				.threads());
			return new Work(this, plan, data, start, new Checkpoint.Origin(folder.key(), Torch.threads()), folder, monitor)
				.run(config, device);
		});
		monitor.message("Wrote " + result.model());
		return result;
	}

	/** {@return what the model's file says of its training} */
	private Map<String, String> notes() {
		final Map<String, String> notes = new LinkedHashMap<>();
		notes.put("schedule", noise.schedule);
		notes.put("timesteps", Integer.toString(noise.timesteps));
		if (noise.prediction() != Prediction.NOISE) notes.put(GeneratorModel.PREDICT, noise.predict);
		notes.put("labeldropout", Double.toString(training.keptBack()));
		return notes;
	}

	private record Work(TrainDiffusion step, Plan plan, DiffusionData data, Optional<UNetFile> start, Checkpoint.Origin origin,
		RunFolder folder, Monitor monitor)
	{

		Result run(final UNetConfig network, final Device device) {
			// Now: after days of training a drive that is gone by then must not cost the model.
			final Map<String, String> learned = step.notes();
			learned.put(LearnedFrom.KEY, data.learned(plan.seed(), LearnedFiles.before(List.of(step.input.toPath()),
				step.computation.weights), monitor).encode());
			final Map<String, String> notes = GaussianNote.added(withLooks(learned), data.images().gaussian(step.training.flips));
			try (TrainingState state = begin(network, device)) {
				monitor.message(String.format(Locale.ROOT, "Training a network of %.2f million parameters on %d images, %d steps.",
					UNetFile.arrays(state.average()).values().stream().mapToLong(array -> array.size()).sum() / 1e6, data.images()
						.count(), plan.settings().steps));
				final int steps = plan.settings().steps;
				folder.keeps(() -> CheckpointFolder.saved(folder.resolve(CHECKPOINT), steps));
				new DiffusionTraining(state, data.images(), data.labels(), plan, folder.finishable(monitor, FINISH)).run(
					() -> checkpoint(state, learned));
				monitor.offerFinish("");
				if (state.steps() < steps) {
					sheet(state);
					folder.endedEarly("after step " + state.steps() + " of " + steps, monitor);
				}
				final Path model = folder.resolve(MODEL);
				UNetFile.write(model, UNetFile.arrays(state.average()), network, notes, step.computation.half ? DType.F16
					: DType.F32);
				final double[] losses = state.log().column("loss");
				folder.figure("loss", losses[losses.length - 1]);
				folder.figure("images", data.images().count());
				folder.figure("steps", state.steps());
				if (step.training.classes) folder.figure("classes", data.classes());
				return new Result(model, state.log());
			}
		}

		/** {@return the notes, and what the images look like in their files} */
		private Map<String, String> withLooks(final Map<String, String> before) {
			final Map<String, String> notes = new LinkedHashMap<>(before);
			final int[] all = IntStream.range(0, data.dataset().samples().size()).toArray();
			notes.put(AppearanceRange.KEY, new Appearances(data.images()::picture).range(
				all, monitor).encode());
			return notes;
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
			monitor.message("Going on from step " + state.steps() + " of " + plan.settings().steps + ".");
			try {
				show(state);
				return state;
			}
			catch (final RuntimeException e) {
				state.close();
				throw e;
			}
		}

		/** @param notes for its average, which can be used as a model */
		private void checkpoint(final TrainingState state, final Map<String, String> notes) {
			DiffusionCheckpoint.write(folder.resolve(CHECKPOINT), state, plan, notes, origin);
			show(state);
		}

		/** What is derived from a checkpoint, and made up for if the run was killed between the two. */
		private void show(final TrainingState state) {
			if (state.log().size() > 0) {
				state.log().write(folder.resolve("losses.csv"));
				plot(state.log());
			}
			if (plan.loop().isCheckpoint(state.steps())) sheet(state);
		}

		private void sheet(final TrainingState state) {
			final Path sheet = folder.resolve("samples").resolve(String.format(Locale.ROOT, "step_%07d.png", state.steps()));
			if (step.samples == 0 || Files.exists(sheet)) return;
			new SampleSheet(plan.schedule(), plan.prediction(), step.samples, plan.seed()).write(sheet, state.average(),
				"Step " + state.steps(), monitor);
		}

		private void plot(final LossLog log) {
			final double[] steps = log.column("step");
			Plots.lines(Axes.of("step", "loss").logY(), Series.of("all", steps, log.column("loss")), Series.of("least noise", steps,
				log.column("q0")), Series.of("less noise", steps, log.column("q1")), Series.of("more noise", steps, log.column(
					"q2")), Series.of("most noise", steps, log.column("q3"))).write(folder.resolve("losses.png"));
		}
	}
}
