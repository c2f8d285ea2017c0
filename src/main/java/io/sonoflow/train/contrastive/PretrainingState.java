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
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Torch;
import io.sonoflow.train.GradientNorm;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.Optimizer;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.pretrain.PretrainingCheckpoint;

import java.util.Map;

/** All that changes while an encoder is pretrained: what a checkpoint holds. */
public final class PretrainingState implements PretrainingCheckpoint.Saved {

	private final ContrastiveNetwork network;
	private final ParameterGroup group;
	private final Optimizer optimizer;
	private final GradientNorm norm;
	private final LossLog log = new LossLog("loss", "contrastive", "organ", "matched", "spread", "gradient", "rate",
		"neighbours", "linear");

	/** @param network before its first step; closed with this */
	public PretrainingState(final ContrastiveNetwork network, final Plan plan) {
		this.network = network;
		Torch.inference();
		network.requireGradient(true);
		group = new ParameterGroup(network.trainable(), plan.rates(), plan.update().decay);
		optimizer = plan.update().optimizer(network.manager(), group);
		norm = new GradientNorm(network.manager(), group.parameters().values(), network.encoder().precision());
	}

	@Override
	public Map<String, Parameter> named() {
		return network.named();
	}

	@Override
	public void resume(final long steps) {
		optimizer.resume(steps);
	}

	/** One step from the gradients in the parameters, of that length. */
	void update(final double length) {
		norm.step(optimizer, length);
	}

	@Override
	public long steps() {
		return optimizer.steps();
	}

	/** {@return the learning rate of the next step} */
	double rate() {
		return group.rate().rate(steps());
	}

	/** {@return what holds the gradients} */
	GradientNorm norm() {
		return norm;
	}

	/** {@return what is trained} */
	public ContrastiveNetwork network() {
		return network;
	}

	@Override
	public Map<String, NDArray> moments() {
		return norm.state(optimizer.state());
	}

	/**
	 * {@return the losses so far, in nats, and signs of health: matched and spread as in {@link NtXent.Result}, neighbours and
	 *         linear as in {@link io.sonoflow.train.pretrain.Probe.Scores}}
	 */
	@Override
	public LossLog log() {
		return log;
	}

	@Override
	public void close() {
		norm.close();
		optimizer.close();
		network.close();
	}
}
