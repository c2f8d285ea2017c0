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
package io.sonoflow.diffusion.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.DiffusionLoss;
import io.sonoflow.diffusion.TimestepSampler;
import io.sonoflow.diffusion.Variance;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.train.StepLoop;

import java.util.Arrays;
import java.util.Locale;

/**
 * Trains a diffusion network as guided-diffusion does: noise of a random timestep is added to each image of a batch, and
 * the network learns to tell the noise (or what else {@link Plan#prediction} says; and the variance of the step back); AdamW
 * without weight decay, the rate falling
 * in a straight line, and a moving average of the weights, which is the result.
 *
 * <pre>
 * try (TrainingState state = TrainingState.start(device, config, plan)) {
 * 	new DiffusionTraining(state, images, labels, plan, monitor).run(() -&gt; save(state));
 * }
 * </pre>
 *
 * Everything random is keyed by (seed, step, item): a state that was saved and read again goes on with the same bits (on
 * the CPU, with as many threads).
 */
public final class DiffusionTraining {

	/** Parts of the timesteps that have a loss of their own. */
	private static final int QUARTERS = 4;

	private static final String LOSS = "loss";

	private final TrainingState state;
	private final TrainingImages images;
	private final int[] labels;
	private final Plan plan;
	private final Monitor monitor;
	private final DiffusionLoss loss;
	private long saved;
	/** Mean of the losses of the last step, weighted as in the log. */
	private double last;

	/**
	 * @param state to go on from
	 * @param labels class of each image; null for a network without classes
	 * @param monitor gets the loss as {@code value("loss", step, loss)}; asked at each step whether to stop, or to end early
	 */
	public DiffusionTraining(final TrainingState state, final TrainingImages images, final int[] labels, final Plan plan,
		final Monitor monitor)
	{
		this.state = state;
		this.images = images;
		this.labels = labels;
		this.plan = plan;
		this.monitor = monitor;
		this.loss = new DiffusionLoss(state.network().manager(), plan.schedule(), state.network().config().shape().learnedSigma()
			? Variance.LEARNED_RANGE : Variance.FIXED_LARGE, DiffusionLoss.Weighting.MSE, plan.prediction());
		this.saved = state.steps();
	}

	/**
	 * Runs to the last step, or to where the user ends it early.
	 *
	 * @param checkpoint saves the state: called after each {@link DiffusionSettings#every} steps, the last one, and when
	 *          cancelled
	 * @throws SonoflowException.Input if a loss or gradient is not finite; weights are then as before that step, and what was
	 *           saved last is good
	 * @throws SonoflowException.Cancelled if the monitor says so; the state was saved
	 */
	public void run(final Runnable checkpoint) {
		Torch.inference();
		monitor.axes(LOSS, "step", LOSS);
		monitor.axes(StepLoop.RECENT, "step", LOSS);
		try (loss; BatchDraws draws = new BatchDraws(images, labels, plan); BatchDraws.Ahead ahead = draws.ahead(state.network()
			.manager().getDevice()))
		{
			plan.loop().run(new StepLoop.Training() {

				@Override
				public long steps() {
					return state.steps();
				}

				@Override
				public void step() {
					try (BatchDraws.Brought batch = ahead.get(state.steps())) {
						DiffusionTraining.this.step(batch, state.timesteps().draw(RandomStream.of(plan.seed(), "timestep", state.steps()),
							plan.settings().batch), () -> ahead.begin(state.steps() + 1));
					}
				}

				@Override
				public double loss() {
					return last;
				}

				@Override
				public void endRow() {
					// A training that was ended early, killed before its result was written, and is ended early again.
					if (state.log().endsAt(state.steps())) return;
					monitor.value(LOSS, state.steps(), state.log().endRow(state.steps())[1]);
				}

				@Override
				public void save() {
					checkpoint.run();
					saved = state.steps();
				}
			}, "training", monitor);
		}
	}

	/** One step, on the first {@link DiffusionSettings#batch} images. */
	void step(final BatchDraws.Drawn drawn, final TimestepSampler.Draw times) {
		try (BatchDraws.Brought batch = BatchDraws.bring(drawn, state.network().manager().getDevice())) {
			step(batch, times, () -> {});
		}
	}

	/** @param meanwhile done when a GPU has its work */
	private void step(final BatchDraws.Brought batch, final TimestepSampler.Draw times, final Runnable meanwhile) {
		final int parts = plan.settings().accumulate;
		last = 0;
		for (int part = 0; part < parts; part++) {
			final int from = part * plan.settings().batch / parts;
			final int to = (part + 1) * plan.settings().batch / parts;
			// The network's only own chance, dropout, draws from PyTorch's generator, whose state cannot be saved.
			Torch.seed(RandomStream.of(plan.seed(), "dropout", state.steps(), part).nextLong());
			learn(batch, times, from, to, part == parts - 1 ? meanwhile : () -> {});
		}
		final double norm = state.norm().get();
		if (state.norm().isFatal(norm)) now(batch.samples()).requireFinite("gradient", norm);
		if (Double.isFinite(norm)) state.log().add("gradient", norm, 1);
		state.log().add("rate", state.rate(), 1);
		state.update(norm);
	}

	/** Adds the gradient of the images from..to; their losses, N numbers each, are all that is fetched. */
	private void learn(final BatchDraws.Brought batch, final TimestepSampler.Draw times, final int from, final int to,
		final Runnable meanwhile)
	{
		final int[] timesteps = Arrays.copyOfRange(times.timesteps(), from, to);
		final double[] weights = Arrays.copyOfRange(times.weights(), from, to);
		final double[] factors = Arrays.stream(weights).map(w -> w / plan.settings().batch).toArray();
		final UNet network = state.network();
		final Device device = network.manager().getDevice();
		final NDIndex part = new NDIndex("{}:{}", from, to);
		try (NDManager scope = batch.start().getManager().newSubManager();
				NDManager own = network.manager().newSubManager();
				NDArray start = batch.start().get(part);
				NDArray noise = batch.noise().get(part))
		{
			start.attach(scope);
			final NDArray noisy = loss.noisy(start, noise, timesteps);
			final NDArray x = noisy.reshape(timesteps.length, 1, images.size(), images.size()).toDevice(device, false);
			x.attach(own);
			final NDArray t = Torch.floats(own, asked(timesteps), timesteps.length);
			final NDArray classes = network.config().classes().isEmpty() ? null : own.create(Arrays.stream(batch.labels(),
				from, to).asLongStream().toArray());
			final NDArray output = Torch.withGradient(() -> network.forward(x, t, classes, true));
			final DiffusionLoss.Terms terms = loss.of(start, noisy, noise, timesteps, factors, output.toDevice(start.getDevice(),
				false));
			Torch.backward(output, state.norm().scaled(terms.gradient().toDevice(device, false)));
			meanwhile.run();
			final DiffusionLoss.Losses losses = terms.read();
			final StepLoop.Now now = now(batch.samples());
			for (final double value : losses.loss())
				now.requireFinite(LOSS, value);
			state.timesteps().update(timesteps, losses.loss());
			log(losses, timesteps, weights);
		}
	}

	private void log(final DiffusionLoss.Losses losses, final int[] timesteps, final double[] weights) {
		for (int n = 0; n < timesteps.length; n++) {
			state.log().add(LOSS, losses.loss()[n], weights[n]);
			last += losses.loss()[n] * weights[n] / plan.settings().batch;
			state.log().add("mse", losses.mse()[n], weights[n]);
			state.log().add("vb", losses.vb()[n], weights[n]);
			state.log().add("q" + QUARTERS * timesteps[n] / plan.schedule().steps(), losses.loss()[n], weights[n]);
		}
	}

	private float[] asked(final int[] timesteps) {
		final float[] asked = new float[timesteps.length];
		for (int n = 0; n < asked.length; n++)
			asked[n] = plan.schedule().timestep(timesteps[n]);
		return asked;
	}

	private StepLoop.Now now(final int[] samples) {
		return new StepLoop.Now("training", state.steps() + 1, Arrays.stream(samples).mapToObj(images::file).toList(),
			saved > 0 ? "The checkpoint of step " + saved + " is kept, and its average (ema.safetensors) can be used as a model."
				: "", String.format(Locale.ROOT,
					"Start anew in another folder, or with overwrite=true, with a lower rate (rate=%.0e, say).", plan.settings().rate / 3));
	}
}
