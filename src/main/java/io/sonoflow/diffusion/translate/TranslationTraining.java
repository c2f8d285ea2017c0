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
package io.sonoflow.diffusion.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.gan.PerceptualLoss;
import io.sonoflow.nn.translate.TranslationLosses;
import io.sonoflow.nn.translate.Translator;
import io.sonoflow.nn.translate.TranslatorConfig;
import io.sonoflow.train.StepLoop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains a translator: the anatomy network by pixels (L1), temporal consistency and an encoder's features; the denoiser, which
 * sees
 * what the first made but does not teach it, by brightness over 8 x 8 pixels, speckle statistics, features, and a discriminator
 * that sees two frames at once, or, of diffusion, by the noise in a picture. All that is lost counts in the region only. In a
 * step
 * nothing but the losses and the length of the gradients leaves the device.
 */
public final class TranslationTraining {

	private static final String LOSS = "loss";

	/** What an encoder of classifiers is used to: (x / 255 - 0.5) / 0.25 of -1..1. */
	private static final float ENCODER = 2;

	private final TranslationState state;
	private final TrainingClips clips;
	private final TranslationPlan plan;
	private final PerceptualLoss perceptual;
	private final Monitor monitor;
	private final NoiseSchedule schedule = NoiseSchedule.cosine(TranslatorConfig.TIMESTEPS);
	private long saved;
	private double last;
	private String warned = "";

	/**
	 * @param state to go on from
	 * @param perceptual of an encoder; null = there is none
	 * @param monitor gets the loss as {@code value("loss", step, loss)}; asked at each step whether to stop, or to end early
	 */
	public TranslationTraining(final TranslationState state, final TrainingClips clips, final TranslationPlan plan,
		final PerceptualLoss perceptual, final Monitor monitor)
	{
		this.state = state;
		this.clips = clips;
		this.plan = plan;
		this.perceptual = plan.settings().perceptual == 0 ? null : perceptual;
		this.monitor = monitor;
		saved = state.steps();
	}

	/**
	 * Runs to the last step, or to where the user ends it early.
	 *
	 * @param checkpoint saves the state: called after each {@link TranslationSettings#every} steps, the last one, and when
	 *          cancelled
	 * @return what {@link CollapseWatch} said last; empty = nothing
	 * @throws SonoflowException.Input if a loss or gradient is not finite; weights are then as before that step, and what was
	 *           saved last is good
	 * @throws SonoflowException.Cancelled if the monitor says so; the state was saved
	 */
	public String run(final Runnable checkpoint) {
		Torch.inference();
		monitor.axes(LOSS, "step", LOSS);
		monitor.axes(StepLoop.RECENT, "step", LOSS);
		try (TranslationDraws draws = new TranslationDraws(clips, plan)) {
			plan.loop().run(new StepLoop.Training() {

				@Override
				public long steps() {
					return state.steps();
				}

				@Override
				public void step() {
					TranslationTraining.this.step(draws.get(state.steps()));
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
					watch();
				}

				@Override
				public void save() {
					checkpoint.run();
					saved = state.steps();
				}
			}, "training", monitor);
		}
		return CollapseWatch.look(state.log()).orElse("");
	}

	/** Says a collapse once, until it is over. */
	private void watch() {
		final Optional<String> said = CollapseWatch.look(state.log());
		final String kind = said.map(text -> text.substring(0, text.indexOf(' ', "The ".length()))).orElse("");
		if (said.isPresent() && !kind.equals(warned)) monitor.warn("Step " + state.steps() + ": " + said.get());
		warned = kind;
	}

	/** One loss: its name in the log, its weight in the sum, and the number on the device. */
	private record Term(String name, double weight, NDArray value) {
	}

	/** The batch on the device. */
	private final class Input {

		final NDArray windows;
		final NDArray base;
		final NDArray region;
		final NDArray truth;
		final NDArray known;
		final NDArray flow;
		final NDArray noise;
		final NDArray zeros;
		/** Where both the truth and what is made are pictures: not where nobody knows the truth, nor where letters lie over it. */
		final NDArray seen;

		Input(final NDManager scope, final TranslationDraws.Drawn drawn) {
			final TranslatorConfig config = plan.config();
			final long pairs = drawn.clips().length;
			final long size = config.size();
			final long channels = config.direction().channels();
			final NDArray x = Torch.floats(scope, drawn.source(), pairs, config.window() + 1L, size, size);
			final NDArray m = Torch.floats(scope, drawn.region(), pairs, config.window() + 1L, size, size);
			windows = TranslationLosses.windows(x, m);
			base = channels == 1 ? TranslationLosses.middle(x) : TranslationLosses.grey(TranslationLosses.middle(x), 3);
			region = TranslationLosses.middle(m);
			truth = Torch.floats(scope, drawn.truth(), 2 * pairs, channels, size, size);
			known = Torch.floats(scope, drawn.known(), 2 * pairs, 1, size, size);
			flow = Torch.floats(scope, drawn.flow(), 2 * pairs, 1, size, size);
			noise = Torch.floats(scope, drawn.noise(), 2 * pairs, channels, size, size);
			zeros = Torch.floats(scope, new float[(int) (2 * pairs)], 2 * pairs);
			seen = flow.sub(region).add(1);
		}

		/** {@return the picture with something in its region, blank where nobody knows the truth} */
		NDArray with(final NDArray inside) {
			return TranslationLosses.compose(base, region, inside).mul(seen);
		}
	}

	/** One step. */
	void step(final TranslationDraws.Drawn drawn) {
		final double length;
		double judged = 0;
		try (NDManager scope = state.network().manager().newSubManager()) {
			final Input input = new Input(scope, drawn);
			final List<Term> terms = new ArrayList<>();
			final NDArray[] made = new NDArray[1];
			final NDArray total = Torch.withGradient(() -> {
				made[0] = forward(input, drawn, terms);
				NDArray sum = null;
				for (final Term term : terms)
					if (term.weight > 0) sum = sum == null ? term.value.mul((float) term.weight) : sum.add(term.value.mul(
						(float) term.weight));
				return sum;
			});
			terms.add(new Term(LOSS, 0, total));
			state.norm().backward(total);
			if (state.judge() != null) {
				state.forgetJudgement();
				final NDArray real = TranslationLosses.pairs(input.with(input.truth));
				final NDArray loss = Torch.withGradient(() -> {
					final NDArray right = state.judge().forward(real, true);
					return TranslationLosses.discriminator(right, state.judge().forward(made[0], true), TranslationLosses.places(
						input.flow, right));
				});
				terms.add(new Term(CollapseWatch.DISCRIMINATOR, 0, loss));
				state.judgeNorm().backward(loss);
			}
			log(terms, drawn);
			length = state.norm().get();
			if (state.judge() != null) judged = state.judgeNorm().get();
		}
		if (state.norm().isFatal(length)) now(drawn).requireFinite("gradient", length);
		now(drawn).requireFinite("gradient of the discriminator", judged);
		if (Double.isFinite(length)) state.log().add("gradient", length, 1);
		state.log().add("rate", state.rate(), 1);
		state.update(length, judged);
	}

	/** {@return what the discriminator is to see, without a gradient; null where there is none} */
	private NDArray forward(final Input input, final TranslationDraws.Drawn drawn, final List<Term> terms) {
		final Translator network = state.network();
		final TranslationSettings settings = plan.settings();
		final NDArray filled = TranslationLosses.range(network.fill(input.windows, input.zeros));
		terms.add(new Term("l1", 1, TranslationLosses.l1(filled, input.truth, input.known)));
		terms.add(new Term("temporal", settings.temporal, TranslationLosses.temporal(filled, input.truth, input.known)));
		if (perceptual != null) terms.add(new Term("perceptual", settings.perceptual, unlike(input, filled)));
		final NDArray still = TranslationLosses.compose(input.base, input.region, filled).stopGradient();
		if (plan.config().diffusion()) {
			terms.add(new Term("noise", 1, diffusion(input, drawn, still)));
			return null;
		}
		final NDArray made = TranslationLosses.range(still.add(network.restore(still, input.region, input.noise.mul(input.region),
			input.zeros)));
		terms.add(new Term("smooth", 1, TranslationLosses.smooth(made, input.truth, input.known)));
		final NDArray texture = TranslationLosses.texture(made, input.truth, input.flow);
		terms.add(new Term("speckle", settings.speckle, texture.get(0)));
		terms.add(new Term(CollapseWatch.SPREAD, 0, texture.get(1)));
		if (perceptual != null) terms.add(new Term("perceptual", settings.perceptual, unlike(input, made)));
		if (state.judge() == null) return null;
		final NDArray pair = TranslationLosses.pairs(input.with(made));
		final NDArray scores = state.judge().forward(pair, false);
		terms.add(new Term("adversarial", settings.adversarial, TranslationLosses.generator(scores, TranslationLosses.places(
			input.flow, scores))));
		return pair.stopGradient();
	}

	/** {@return how unlike what was made looks to the encoder, in the picture around} */
	private NDArray unlike(final Input input, final NDArray made) {
		final int channels = perceptual.encoder().channels();
		return perceptual.of(TranslationLosses.grey(input.with(made), channels).mul(ENCODER), TranslationLosses.grey(input.with(
			input.truth), channels).mul(ENCODER));
	}

	private NDArray diffusion(final Input input, final TranslationDraws.Drawn drawn, final NDArray still) {
		final int[] times = drawn.timesteps();
		final float[] signal = new float[times.length];
		final float[] noise = new float[times.length];
		final float[] asked = new float[times.length];
		for (int i = 0; i < times.length; i++) {
			signal[i] = (float) schedule.signal(times[i]);
			noise[i] = (float) schedule.noise(times[i]);
			asked[i] = schedule.timestep(times[i]);
		}
		final NDManager scope = input.truth.getManager();
		final NDArray a = Torch.floats(scope, signal, times.length, 1, 1, 1);
		final NDArray s = Torch.floats(scope, noise, times.length, 1, 1, 1);
		final NDArray noisy = input.truth.mul(a).add(input.noise.mul(s)).mul(input.region);
		final NDArray velocity = input.noise.mul(a).sub(input.truth.mul(s));
		return TranslationLosses.l2(state.network().restore(still, input.region, noisy, Torch.floats(scope, asked, times.length))
			.sub(still.mul(s)), velocity, input.known);
	}

	private void log(final List<Term> terms, final TranslationDraws.Drawn drawn) {
		final NDList numbers = new NDList();
		terms.forEach(term -> numbers.add(term.value.reshape(1)));
		final float[] values = Torch.read(NDArrays.concat(numbers));
		for (int i = 0; i < values.length; i++) {
			now(drawn).requireFinite(terms.get(i).name, values[i]);
			if (terms.get(i).name.equals(LOSS)) last = values[i];
			state.log().add(terms.get(i).name, values[i], 1);
		}
	}

	private StepLoop.Now now(final TranslationDraws.Drawn drawn) {
		final List<Path> files = Arrays.stream(drawn.clips()).mapToObj(clip -> clips.pair(clip).any()).distinct().toList();
		return new StepLoop.Now("training", state.steps() + 1, files, saved > 0 ? "The checkpoint of step " + saved +
			" is kept, and its average (ema.safetensors) can be used as a model." : "",
			"Start anew in another folder, or with overwrite=true, with a lower rate (rate=" + plan.settings().rate / 3 + ", say).");
	}
}
