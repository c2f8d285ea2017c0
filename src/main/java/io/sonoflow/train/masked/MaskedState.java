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
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.MaskedEncoder;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.GradientNorm;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.Optimizer;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.pretrain.PretrainingCheckpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A pretraining by masking between two steps: network, optimiser, losses. As in MAE's code, weight decay is for whatever has
 * more than one dimension (the tokens of class and mask, too); the tables of positions are not trained.
 */
public final class MaskedState implements PretrainingCheckpoint.Saved {

	private static final double BETA2 = 0.95;

	private final MaskedEncoder network;
	private final MaskedPlan plan;
	private final Optimizer optimizer;
	private final GradientNorm norm;
	private final LossLog log = new LossLog("loss", "imagemean", "gradient", "rate", "neighbours", "linear");

	/** @param network before its first step; closed with this */
	public MaskedState(final MaskedEncoder network, final MaskedPlan plan) {
		this.network = network;
		this.plan = plan;
		Torch.inference();
		network.requireGradient(true);
		final List<ParameterGroup> groups = List.of(group(dimensions -> dimensions > 1, plan.update().decay), group(
			dimensions -> dimensions <= 1, 0));
		optimizer = AdamW.of(network.manager(), groups, BETA2);
		norm = new GradientNorm(network.manager(), groups.stream().flatMap(group -> group.parameters().values().stream()).toList(),
			network.autoencoder().precision());
	}

	private ParameterGroup group(final IntPredicate dimensions, final double decay) {
		final Map<String, NDArray> chosen = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> {
			final NDArray array = parameter.getArray();
			if (array.hasGradient() && dimensions.test(array.getShape().dimension())) chosen.put(name, array);
		});
		return new ParameterGroup(chosen, plan.rates(), decay);
	}

	/** {@return what is trained} */
	public MaskedEncoder network() {
		return network;
	}

	@Override
	public Map<String, Parameter> named() {
		return network.named();
	}

	@Override
	public Map<String, NDArray> moments() {
		return norm.state(optimizer.state());
	}

	/**
	 * {@return the losses so far: mean squared error on removed patches, the same if each image were predicted by its mean, and
	 *         the probe's as in {@link io.sonoflow.train.pretrain.Probe.Scores}}
	 */
	@Override
	public LossLog log() {
		return log;
	}

	@Override
	public long steps() {
		return optimizer.steps();
	}

	@Override
	public void resume(final long steps) {
		optimizer.resume(steps);
	}

	/** {@return the learning rate of the next step} */
	double rate() {
		return plan.rates().rate(steps());
	}

	/** {@return what holds the gradients} */
	GradientNorm norm() {
		return norm;
	}

	/**
	 * One step from the gradients in the parameters.
	 *
	 * @param length of the gradient
	 */
	void update(final double length) {
		if (plan.clip() > 0 && Double.isFinite(length)) norm.clip(plan.clip(), length);
		norm.step(optimizer, length);
	}

	@Override
	public void close() {
		norm.close();
		optimizer.close();
		network.close();
	}
}
