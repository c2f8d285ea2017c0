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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.gan.PatchDiscriminator;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.script.TorchScript;
import io.sonoflow.nn.translate.Translator;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.Ema;
import io.sonoflow.train.GradientNorm;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that changes while a translator is trained: what a checkpoint holds. */
public final class TranslationState implements AutoCloseable {

	/** The average follows the weights within about so many steps. */
	private static final double DECAY = 0.998;

	/** Convolutions of stride 2 and channels of the discriminator: a score sees 34 x 34 pixels, several speckles. */
	private static final int STRIDED = 2, WIDTH = 32;

	/** Gradients are shortened to this length: a square without speckle must not undo what was learned. */
	private static final double LONGEST = 1;

	/** Power iterations before the first step, without which its spectral norms are far too small. */
	private static final int SETTLED = 15;

	private static final String ZERO = """
		def zero(self: __torch__.Ops, g: List[Tensor]) -> int:
		  torch._foreach_zero_(g)
		  return 0
		""";

	/** What the judge learns with; null parts where there is none. */
	private record Judging(PatchDiscriminator judge, AdamW optimizer, GradientNorm norm, TorchScript ops,
		List<NDArray> gradients)
	{
	}

	private final Translator network;
	private final Translator average;
	private final AdamW optimizer;
	private final GradientNorm norm;
	private final Ema ema;
	private final RateSchedule rate;
	private final Judging judging;
	private final LossLog log = new LossLog("loss", "l1", "temporal", "perceptual", "smooth", "speckle", "adversarial",
		CollapseWatch.DISCRIMINATOR, CollapseWatch.SPREAD, "noise", "gradient", "rate");

	private TranslationState(final Translator network, final Translator average, final TranslationPlan plan) {
		this.network = network;
		this.average = average;
		Torch.inference();
		network.requireGradient();
		network.compute(plan.precision());
		average.compute(plan.precision());
		rate = RateSchedule.anneal(plan.settings().rate, plan.settings().steps);
		final Map<String, NDArray> weights = network.arrays();
		optimizer = new AdamW(network.manager(), List.of(new ParameterGroup(weights, rate, 0)));
		norm = new GradientNorm(network.manager(), weights.values(), plan.precision());
		ema = new Ema(network.manager(), weights, average.arrays(), DECAY, true);
		judging = plan.isAdversarial() ? judging(plan) : null;
	}

	private Judging judging(final TranslationPlan plan) {
		final PatchDiscriminator judge = new PatchDiscriminator(network.manager().getDevice(), 2 * plan.config().direction()
			.channels(), WIDTH, STRIDED, true);
		Initializer.fill(judge.named(), plan.seed() + 2, judge.firstValues());
		for (int i = 0; i < SETTLED; i++)
			try (NDArray blank = network.manager().zeros(new Shape(1, 2L * plan.config().direction().channels(), judge.smallest(), judge
				.smallest()))) {
				judge.forward(blank, true).close();
			}
		judge.requireGradient(true);
		final Map<String, NDArray> learning = new LinkedHashMap<>();
		judge.named().forEach((name, parameter) -> {
			if (parameter.getArray().hasGradient()) learning.put(name, parameter.getArray());
		});
		return new Judging(judge, new AdamW(network.manager(), List.of(new ParameterGroup(learning, rate, 0))), new GradientNorm(
			network.manager(), learning.values(), Precision.FP32), TorchScript.compile(network.manager(), ZERO), new ArrayList<>());
	}

	/** {@return the state before the first step: random weights, and the same as their average} */
	public static TranslationState start(final Device device, final TranslationPlan plan) {
		return of(Translator.create(device, plan.config(), plan.seed()), Translator.create(device, plan.config(), plan.seed()),
			plan);
	}

	/** {@return a state of these networks, which it closes} */
	static TranslationState of(final Translator network, final Translator average, final TranslationPlan plan) {
		return new TranslationState(network, average, plan);
	}

	/** Sets the steps done, after all arrays were filled. */
	void resume(final long steps) {
		optimizer.resume(steps);
		ema.resume(steps);
		if (judging != null) judging.optimizer.resume(steps);
	}

	/** {@return number of steps done} */
	public long steps() {
		return optimizer.steps();
	}

	/** {@return the learning rate of the next step} */
	double rate() {
		return rate.rate(steps());
	}

	/** {@return the network that is trained} */
	Translator network() {
		return network;
	}

	/** {@return the network with the averaged weights: the result} */
	public Translator average() {
		return average;
	}

	/** {@return the discriminator, or null} */
	PatchDiscriminator judge() {
		return judging == null ? null : judging.judge;
	}

	/** {@return what holds the gradients of the translator} */
	GradientNorm norm() {
		return norm;
	}

	/** {@return what holds those of the discriminator} */
	GradientNorm judgeNorm() {
		return judging.norm;
	}

	/** Forgets what the discriminator would learn from the translator's loss. */
	void forgetJudgement() {
		if (judging.gradients.isEmpty()) judging.judge.named().forEach((name, parameter) -> {
			if (!parameter.getArray().hasGradient()) return;
			final NDArray gradient = parameter.getArray().getGradient();
			gradient.attach(network.manager());
			judging.gradients.add(gradient);
		});
		judging.ops.run("zero", TorchScript.list(judging.gradients));
	}

	/** One step of everything, from the gradients, of these lengths. */
	void update(final double length, final double judgeLength) {
		if (Double.isFinite(length)) norm.clip(LONGEST, length);
		norm.step(optimizer, length);
		if (judging != null) {
			judging.norm.clip(LONGEST, judgeLength);
			judging.norm.step(judging.optimizer, judgeLength);
		}
		ema.update();
	}

	/** {@return first and second moments by name, and the discriminator's weights and moments} */
	Map<String, NDArray> moments() {
		final Map<String, NDArray> all = new LinkedHashMap<>(norm.state(optimizer.state()));
		if (judging == null) return all;
		judging.judge.named().forEach((name, parameter) -> all.put("judge." + name, parameter.getArray()));
		judging.optimizer.state().forEach((name, array) -> all.put("judge." + name, array));
		return all;
	}

	/** {@return the losses so far} */
	public LossLog log() {
		return log;
	}

	@Override
	public void close() {
		norm.close();
		ema.close();
		optimizer.close();
		if (judging != null) {
			judging.norm.close();
			judging.optimizer.close();
			judging.ops.close();
			judging.judge.close();
		}
		average.close();
		network.close();
	}
}
