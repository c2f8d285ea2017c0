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
package io.sonoflow.nn.unet;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;

import java.util.Locale;
import java.util.Set;

/** In what numbers a U-Net computes. Its weights, their gradients and whatever goes in and comes out are float32 always. */
public enum Precision {

	/** All in float32. */
	FP32,

	/**
	 * Convolutions and attention in bfloat16 (the exponent of float32, 8 bits of fraction), as guided-diffusion does in
	 * float16: norms, sums, embeddings and the last convolution stay in float32. With float32's range there is nothing to
	 * scale: gradients neither overflow nor vanish. Results differ by about 1 % from those in float32.
	 */
	BF16;

	/** Channels and tries of the convolution that is timed. */
	private static final int WIDTH = 64, TIMES = 4;

	/**
	 * @param name fp32 or bf16
	 * @throws SonoflowException.Input if there is no such precision
	 */
	public static Precision named(final String name) {
		for (final Precision precision : values())
			if (precision.toString().equals(name)) return precision;
		throw new SonoflowException.Input("precision=" + name + " does not exist. Use precision=fp32 or precision=bf16.");
	}

	/**
	 * Tries a convolution and an attention layer forwards and backwards, since neither the name of a device nor what DJL
	 * tells of it says what it can compute.
	 *
	 * @param monitor is told what a convolution was seen to gain, or warned if it takes longer
	 * @throws SonoflowException.Device if the device cannot compute in this precision
	 */
	public void check(final Device device, final Monitor monitor) {
		if (this == FP32) return;
		Torch.inference();
		try (NDManager manager = Torch.manager(device)) {
			final Operators ops = new Operators(manager, Set.of(1), AttentionOrder.LEGACY);
			ops.compute(this);
			final Convolution convolution = new Convolution(manager, ops, GroupNorm.GROUPS, GroupNorm.GROUPS, 3, 1);
			final Attention attention = new Attention(manager, ops, GroupNorm.GROUPS, 1);
			convolution.requireGradient(true);
			attention.requireGradient(true);
			final NDArray y = Torch.withGradient(() -> attention.forward(convolution.forward(manager.ones(new Shape(1,
				GroupNorm.GROUPS, 8, 8)), true), true));
			Torch.backward(y, null);
			y.toFloatArray();
		}
		catch (final EngineException e) {
			throw new SonoflowException.Device("precision=" + this + " does not work on device=" + Devices.name(device) + " (" +
				String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip() + "). Use precision=fp32.", e);
		}
		if (!device.equals(Device.cpu())) {
			monitor.message("Computing in bfloat16, with weights in float32; " + Devices.name(device) + " was seen to do so.");
			return;
		}
		final double gain = gain(device);
		if (gain < 1) monitor.warn(String.format(Locale.ROOT, "precision=%s is slower than fp32 on this CPU: a convolution of 64 " +
			"channels takes %.1f times as long. Use precision=fp32.", this, 1 / gain));
		else monitor.message(String.format(Locale.ROOT,
			"Computing in bfloat16, with weights in float32; a convolution of 64 channels is %.1f times as fast on this CPU.", gain));
	}

	/** {@return how many times as fast as in float32 a convolution is, by the least of several times, turn by turn} */
	private double gain(final Device device) {
		try (NDManager manager = Torch.manager(device)) {
			final Operators ops = new Operators(manager, Set.of(), AttentionOrder.LEGACY);
			final Convolution convolution = new Convolution(manager, ops, WIDTH, WIDTH, 3, 1);
			final NDArray x = manager.ones(new Shape(4, WIDTH, 32, 32));
			final double[] least = { Double.MAX_VALUE, Double.MAX_VALUE };
			for (int i = 0; i < 2 * TIMES; i++) {
				ops.compute(i % 2 == 0 ? FP32 : this);
				final long start = System.nanoTime();
				try (NDArray y = convolution.forward(x, false)) {
					y.getFloat(0, 0, 0, 0);
				}
				least[i % 2] = Math.min(least[i % 2], System.nanoTime() - start);
			}
			return least[0] / least[1];
		}
	}

	/** {@return as users name it} */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
