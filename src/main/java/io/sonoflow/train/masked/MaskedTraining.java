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
package io.sonoflow.train.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.MaskedAutoencoder;
import io.sonoflow.nn.vit.Masking;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.StepLoop;
import io.sonoflow.train.pretrain.PretrainingCourse;
import io.sonoflow.train.pretrain.Probe;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Pretrains a masked autoencoder: of each image most patches are removed, the encoder sees the rest, and the decoder is to
 * paint what was removed (He et al., CVPR 2022).
 *
 * <pre>
 * try (MaskedState state = new MaskedState(network, plan)) {
 * 	new MaskedTraining(state, images, probe, plan, monitor).run(() -&gt; save(state));
 * }
 * </pre>
 *
 * Everything random is keyed by (seed, epoch or step, image): a state that was saved and read again goes on with the same bits
 * (on the CPU, with as many threads).
 */
public final class MaskedTraining {

	private static final String LOSS = "loss";
	private static final String MEAN = "imagemean";
	private static final String ERROR = "mean squared error";

	private final MaskedState state;
	private final ImageCache images;
	private final MaskedPlan plan;
	private final Monitor monitor;
	private final float[] lookup = new float[256];
	private final PretrainingCourse course;

	/**
	 * @param state to go on from
	 * @param images at least {@link MaskedPlan#batch}
	 * @param probe asked at the beginning and at each checkpoint; null = none
	 * @param monitor gets the loss as {@code value("loss", step, loss)}, and as {@code imagemean} what saying each image's mean
	 *          would give; asked at each step whether to stop, or to end early
	 */
	public MaskedTraining(final MaskedState state, final ImageCache images, final Probe probe, final MaskedPlan plan,
		final Monitor monitor)
	{
		this.state = state;
		this.images = images;
		this.plan = plan;
		this.monitor = monitor;
		course = new PretrainingCourse(state, state.network(), probe, plan.size(), plan.loop(), monitor);
		for (int i = 0; i < lookup.length; i++)
			lookup[i] = Normalisation.CLASSIFIER.apply(i);
	}

	/**
	 * Runs to the last step, or to where the user ends it early.
	 *
	 * @param checkpoint saves the state: called after every {@link MaskedPlan#every} steps, after the last, and when cancelled
	 * @throws SonoflowException.Input if the loss or gradient is not finite; weights are then as before that step, and what
	 *           was saved last is good
	 * @throws SonoflowException.Cancelled if the monitor says so; the state was saved
	 */
	public void run(final Runnable checkpoint) {
		for (final String error : new String[] { LOSS, MEAN, StepLoop.RECENT })
			monitor.axes(error, "step", ERROR);
		try (MaskedLoader loader = new MaskedLoader(images, plan)) {
			course.run(new PretrainingCourse.Work() {

				@Override
				public double step(final long number) {
					return MaskedTraining.this.step(loader.get(number));
				}

				@Override
				public List<String> curves() {
					return List.of(LOSS, MEAN);
				}
			}, checkpoint);
		}
	}

	/** One step on the images of a batch: {@return its loss}. */
	double step(final MaskedLoader.Loaded loaded) {
		final MaskedAutoencoder network = state.network().autoencoder();
		final Masking masking = plan.masking(state.steps(), loaded.samples());
		final double loss;
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray x = views(loaded, scope);
			try (MaskedAutoencoder.Output output = Torch.withGradient(() -> network.run(x, masking, plan.normalised()))) {
				// The number is fetched when a GPU has all of its work.
				state.norm().backward(output.loss());
				loss = output.loss().getFloat();
				if (!Double.isFinite(loss)) now(StepLoop.culprits(loaded.samples(),
					output.patchLosses().toFloatArray())).requireFinite(LOSS, loss);
			}
			state.log().add(MEAN, network.lossOfMeans(x, masking, plan.normalised()), 1);
		}
		final double norm = state.norm().get();
		if (state.norm().isFatal(norm)) now(loaded.samples()).requireFinite("gradient", norm);
		state.log().add(LOSS, loss, 1);
		if (Double.isFinite(norm)) state.log().add("gradient", norm, 1);
		state.log().add("rate", state.rate(), 1);
		state.update(norm);
		return loss;
	}

	/** {@return (N, 1, S, S)} */
	private NDArray views(final MaskedLoader.Loaded loaded, final NDManager scope) {
		final int n = loaded.samples().length;
		final float[] values = new float[n * plan.size() * plan.size()];
		for (int i = 0; i < values.length; i++)
			values[i] = lookup[loaded.views()[i] & 255];
		return Torch.floats(scope, values, n, 1, plan.size(), plan.size());
	}

	private StepLoop.Now now(final int[] samples) {
		final List<Path> files = Arrays.stream(samples).mapToObj(images::file).toList();
		return new StepLoop.Now("pretraining", state.steps() + 1, files, course.kept(), String.format(Locale.ROOT,
			"Start anew in another folder, or with overwrite=true, with a lower rate (rate=%.0e, say) or a longer warm-up.", plan.peak() * 256 / plan.batch() / 3));
	}
}
