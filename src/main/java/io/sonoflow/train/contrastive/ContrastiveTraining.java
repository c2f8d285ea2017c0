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
package io.sonoflow.train.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.StepLoop;
import io.sonoflow.train.pretrain.PretrainingCourse;
import io.sonoflow.train.pretrain.Probe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Pretrains an encoder: two views of each image of a batch, drawn anew in each epoch, are to be more like each other than
 * like any view of another image ({@link NtXent}), while a linear head tells the organ ({@link OrganLoss}).
 *
 * <pre>
 * try (PretrainingState state = new PretrainingState(network, plan)) {
 * 	new ContrastiveTraining(state, images, organs, probe, plan, monitor).run(() -&gt; save(state));
 * }
 * </pre>
 *
 * Everything random is keyed by (seed, epoch, image): a state that was saved and read again goes on with the same bits (on
 * the CPU, with as many threads).
 */
public final class ContrastiveTraining {

	/** Spread below which the projections are as good as one point, or a line. */
	private static final double COLLAPSED = 0.1;

	/** What is known of a step before its gradient. */
	private static final String[] FACTS = { "loss", "contrastive", "organ", "matched", "spread" };

	private final PretrainingState state;
	private final ImageCache images;
	private final int[] organs;
	private final Plan plan;
	private final Monitor monitor;
	private final float[] lookup = new float[256];
	private final PretrainingCourse course;
	private boolean warned;

	/**
	 * @param state to go on from
	 * @param images at least {@link Plan#batch}
	 * @param organs of each image, or {@link OrganLoss#UNKNOWN}; not asked if the network tells no organs
	 * @param probe asked at the beginning and at each checkpoint; null = none
	 * @param monitor gets the loss as {@code value("loss", step, loss)}; asked at each step whether to stop, or to end early
	 */
	public ContrastiveTraining(final PretrainingState state, final ImageCache images, final int[] organs,
		final Probe probe, final Plan plan, final Monitor monitor)
	{
		this.state = state;
		this.images = images;
		this.organs = organs.clone();
		this.plan = plan;
		this.monitor = monitor;
		course = new PretrainingCourse(state, state.network().encoder(), probe, plan.size(), plan.loop(), monitor);
		for (int i = 0; i < lookup.length; i++)
			lookup[i] = Normalisation.CLASSIFIER.apply(i);
	}

	/**
	 * Runs to the last step, or to where the user ends it early.
	 *
	 * @param checkpoint saves the state: called after every {@link Plan#every} steps, after the last, and when cancelled
	 * @throws SonoflowException.Input if the loss or gradient is not finite; weights are then as before that step, and what
	 *           was saved last is good
	 * @throws SonoflowException.Cancelled if the monitor says so; the state was saved
	 */
	public void run(final Runnable checkpoint) {
		monitor.axes("loss", "step", "loss (nats)");
		monitor.axes(StepLoop.RECENT, "step", "loss (nats)");
		monitor.axes("spread", "step", "share");
		try (ViewLoader loader = new ViewLoader(images, plan);
				NtXent contrast = new NtXent(state.network().manager(), plan.loss().temperature, plan.loss().epsilon);
				GradientCache cache = new GradientCache(state.network()))
		{
			course.run(new PretrainingCourse.Work() {

				@Override
				public double step(final long number) {
					return ContrastiveTraining.this.step(loader.get(number), cache, contrast);
				}

				@Override
				public List<String> curves() {
					return List.of("loss", "spread");
				}

				@Override
				public void rowEnded() {
					if (plan.loop().isCheckpoint(state.steps())) watch(state.log().last("spread"));
				}
			}, checkpoint);
		}
	}

	/** Not before the first checkpoint: vectors of a random network are much alike at first. */
	private void watch(final double spread) {
		if (warned || !(spread < COLLAPSED)) return;
		warned = true;
		monitor.warn(String.format(Locale.ROOT, "The projections have collapsed at step %d: their spread is %.3f of that of " +
			"independent directions, so all images look alike to the network. Lower rate, use more different images or a " +
			"larger batch.", state.steps(), spread));
	}

	/** One step on the images of a batch: {@return its loss}. */
	double step(final ViewLoader.Loaded loaded, final GradientCache cache, final NtXent contrast) {
		final double[] facts = new double[FACTS.length];
		cache.backward(new GradientCache.Chunks() {

			@Override
			public int count() {
				return plan.chunks();
			}

			@Override
			public NDArray images(final int chunk, final NDManager manager) {
				return views(loaded, plan.chunkStart(chunk), plan.chunkStart(chunk + 1), manager);
			}
		}, outputs -> state.norm().scaled(gradient(outputs, loaded.samples(), contrast, facts)));
		final double norm = state.norm().get();
		if (state.norm().isFatal(norm)) now(loaded.samples()).requireFinite("gradient", norm);
		for (int i = 0; i < FACTS.length; i++)
			state.log().add(FACTS[i], facts[i], 1);
		if (Double.isFinite(norm)) state.log().add("gradient", norm, 1);
		state.log().add("rate", state.rate(), 1);
		state.update(norm);
		return facts[0];
	}

	/** (2n, 1, S, S): first and second view of each of the images from..to of the batch. */
	private NDArray views(final ViewLoader.Loaded loaded, final int from, final int to, final NDManager manager) {
		final int length = 2 * plan.size() * plan.size();
		final float[] values = new float[(to - from) * length];
		for (int i = 0; i < values.length; i++)
			values[i] = lookup[loaded.views()[from * length + i] & 255];
		return Torch.floats(manager, values, 2L * (to - from), 1, plan.size(), plan.size());
	}

	/** @param facts gets {@link #FACTS}; NaN where there is none */
	private NDArray gradient(final NDArray outputs, final int[] samples, final NtXent contrast, final double[] facts) {
		final int width = state.network().width();
		final int classes = state.network().organs();
		Arrays.fill(facts, Double.NaN);
		NDArray gradient = null;
		facts[0] = 0;
		if (width > 0) {
			final NtXent.Result result = contrast.of(outputs.get(":, :" + width), neighbours(samples.length));
			facts[0] = result.loss();
			facts[1] = result.loss();
			facts[3] = result.matched();
			facts[4] = result.spread();
			gradient = result.gradient();
		}
		if (classes > 0) {
			final OrganLoss organ = OrganLoss.of(doubles(outputs.get(":, " + width + ":").toFloatArray()), twice(samples));
			final double weight = plan.loss().organWeight();
			facts[0] += weight * organ.loss();
			facts[2] = organ.loss();
			final NDArray own = Torch.floats(outputs.getManager(), floats(organ.gradient(), weight), outputs.getShape().get(0),
				classes);
			gradient = gradient == null ? own : gradient.concat(own, 1);
		}
		now(samples).requireFinite("loss", facts[0]);
		return gradient;
	}

	/** Views of an image follow one another. */
	private static long[] neighbours(final int images) {
		final long[] pair = new long[2 * images];
		for (int i = 0; i < pair.length; i++)
			pair[i] = i ^ 1;
		return pair;
	}

	private int[] twice(final int[] samples) {
		final int[] result = new int[2 * samples.length];
		for (int i = 0; i < result.length; i++)
			result[i] = organs[samples[i / 2]];
		return result;
	}

	private static double[] doubles(final float[] values) {
		final double[] result = new double[values.length];
		for (int i = 0; i < values.length; i++)
			result[i] = values[i];
		return result;
	}

	private static float[] floats(final double[] values, final double factor) {
		final float[] result = new float[values.length];
		for (int i = 0; i < values.length; i++)
			result[i] = (float) (factor * values[i]);
		return result;
	}

	private StepLoop.Now now(final int[] samples) {
		return new StepLoop.Now("pretraining", state.steps() + 1, Arrays.stream(samples).mapToObj(images::file).toList(), course
			.kept(), String.format(Locale.ROOT,
				"Start anew in another folder, or with overwrite=true, with a lower rate (rate=%.0e, say) or a warm-up.", state
					.rate() / 3));
	}
}
