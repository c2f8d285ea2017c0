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

import io.sonoflow.diffusion.TimestepSampler;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.Ema;
import io.sonoflow.train.GradientNorm;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.List;
import java.util.Map;

/** All that changes while a network is trained: what a checkpoint holds. */
public final class TrainingState implements AutoCloseable {

	private final UNet network;
	private final UNet average;
	private final AdamW optimizer;
	private final Ema ema;
	private final GradientNorm norm;
	private final RateSchedule rate;
	private final TimestepSampler timesteps;
	private final LossLog log = new LossLog("loss", "mse", "vb", "q0", "q1", "q2", "q3", "gradient", "rate");

	/** @param average of the same configuration; both are owned by the state from now on */
	TrainingState(final UNet network, final UNet average, final Plan plan) {
		this.network = network;
		this.average = average;
		Torch.inference();
		network.requireGradient(true);
		network.compute(plan.precision());
		average.compute(plan.precision());
		final Map<String, NDArray> weights = UNetFile.arrays(network);
		rate = RateSchedule.anneal(plan.settings().rate, plan.settings().steps);
		optimizer = new AdamW(network.manager(), List.of(new ParameterGroup(weights, rate, 0)));
		ema = new Ema(network.manager(), weights, UNetFile.arrays(average), plan.settings().ema, true);
		norm = new GradientNorm(network.manager(), weights.values(), plan.precision());
		timesteps = plan.timesteps();
	}

	/** {@return the state before the first step: random weights, and the same as their average} */
	public static TrainingState start(final Device device, final UNetConfig config, final Plan plan) {
		return new TrainingState(UNet.create(device, config, plan.seed()), UNet.create(device, config, plan.seed()), plan);
	}

	/**
	 * @param file the weights to start from, which are their own average at first
	 * @throws io.sonoflow.SonoflowException.File if tensors are missing or of another shape
	 */
	public static TrainingState start(final Device device, final UNetFile file, final Plan plan) {
		final UNet network = file.network(device);
		try {
			return new TrainingState(network, file.network(device), plan);
		}
		catch (final RuntimeException e) {
			network.close();
			throw e;
		}
	}

	/** Sets the steps done, after all arrays were filled. */
	void resume(final long steps) {
		optimizer.resume(steps);
		ema.resume(steps);
	}

	/** One step from the gradients in the parameters, of that length, of weights and average. */
	void update(final double length) {
		norm.step(optimizer, length);
		ema.update();
	}

	/** {@return number of steps done} */
	public long steps() {
		return optimizer.steps();
	}

	/** {@return the learning rate of the next step} */
	double rate() {
		return rate.rate(steps());
	}

	/** {@return what holds the gradients} */
	GradientNorm norm() {
		return norm;
	}

	/** {@return the network that is trained} */
	UNet network() {
		return network;
	}

	/** {@return the network with the averaged weights: the result} */
	public UNet average() {
		return average;
	}

	/** {@return first and second moments by name} */
	Map<String, NDArray> moments() {
		return norm.state(optimizer.state());
	}

	/** {@return what the choice of timesteps has learned} */
	TimestepSampler timesteps() {
		return timesteps;
	}

	/**
	 * {@return the losses so far: weighted so that they are those of uniform timesteps, q0 to q3 by quarters of the timesteps
	 *         (q0 = least noise)}
	 */
	public LossLog log() {
		return log;
	}

	@Override
	public void close() {
		norm.close();
		ema.close();
		optimizer.close();
		average.close();
		network.close();
	}
}
