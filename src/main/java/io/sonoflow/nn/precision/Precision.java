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
package io.sonoflow.nn.precision;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.script.TorchScript;

import java.util.Locale;

/**
 * In what numbers a network computes. Its weights, their gradients, the optimiser and whatever goes in and comes out are float32
 * always.
 */
public enum Precision {

	/** All in float32. */
	FP32(6),

	/**
	 * What takes the time (convolutions, linear layers, attention) in bfloat16: the exponent of float32, 8 bits of fraction. With
	 * float32's range there is nothing to scale: gradients neither overflow nor vanish. Results differ by about 1 % from those in
	 * float32.
	 */
	BF16(15),

	/**
	 * The same in float16, for GPUs without bfloat16: 11 bits of fraction, but numbers from 6e-8 to 65,504 only, so that a training
	 * multiplies its loss ({@link LossScale}). On GPUs only: a CPU converts each number there and back.
	 */
	FP16(5);

	/** The choice to compute in float32 and to be told what bfloat16 would give. */
	public static final String AUTO = "auto";

	/** Channels and tries of the convolution that is timed. */
	private static final int WIDTH = 64, TIMES = 4;

	/** What the networks have in bfloat16: PyTorch may lack one of them on a device. */
	private static final String CODE = """
		def convolution(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
		  return torch.conv2d(x, w, None, [1, 1], [1, 1], [1, 1], 1)
		def half(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
		  return torch.to(torch.conv2d(torch.to(x, TYPE), torch.to(w, TYPE), None, [1, 1], [1, 1], [1, 1], 1), 6)
		def all(self: __torch__.Ops, x: Tensor, w: Tensor, v: Tensor) -> Tensor:
		  y = torch.conv2d(torch.to(x, TYPE), torch.to(w, TYPE), None, [1, 1], [1, 1], [1, 1], 1)
		  y = torch.relu_(torch.batch_norm(y, v, v, None, None, True, 0.10000000000000001, 1.0000000000000001e-05, True))
		  y = torch.transpose(torch.flatten(torch.max_pool2d(y, [2, 2], [2, 2], [0, 0], [1, 1], False), 2), 1, 2)
		  y = torch.linear(y, torch.to(torch.select(torch.select(w, 3, 0), 2, 0), TYPE), torch.to(v, TYPE))
		  y = torch.scaled_dot_product_attention(torch.unsqueeze(y, 1), torch.unsqueeze(y, 1), torch.unsqueeze(y, 1))
		  return torch.to(y, 6)
		""";

	private final int type;

	Precision(final int type) {
		this.type = type;
	}

	private TorchScript operators(final NDManager manager) {
		return TorchScript.compile(manager, CODE.replace("TYPE", Integer.toString(type)));
	}

	/**
	 * {@return an expression of TorchScript in these numbers}
	 *
	 * @param tensor another, in float32
	 */
	public String cast(final String tensor) {
		return this == FP32 ? tensor : "torch.to(" + tensor + ", " + type + ")";
	}

	/**
	 * @param name fp32, bf16 or fp16
	 * @throws SonoflowException.Input if there is no such precision
	 */
	public static Precision named(final String name) {
		for (final Precision precision : values())
			if (precision.toString().equals(name)) return precision;
		throw new SonoflowException.Input("precision=" + name + " does not exist. Use precision=fp32, " +
			"precision=bf16 or, on a GPU, precision=fp16.");
	}

	/**
	 * {@return that of this name; float32 for {@link #AUTO}}
	 *
	 * @throws SonoflowException.Input if there is no such precision
	 */
	public static Precision chosen(final String name) {
		return name.equals(AUTO) ? FP32 : named(name);
	}

	/**
	 * Tries what networks have forwards and backwards, since neither the name of a device nor what DJL tells of it says what it can
	 * compute.
	 *
	 * @param manager of the device
	 * @param device as users name it
	 * @param monitor is told what a convolution was seen to gain, or warned if it takes longer
	 * @throws SonoflowException.Device if the device cannot compute in this precision
	 */
	public void check(final NDManager manager, final String device, final Monitor monitor) {
		if (this == FP32) return;
		final boolean cpu = manager.getDevice().equals(Device.cpu());
		if (this == FP16 && cpu) throw new SonoflowException.Device(
			"precision=fp16 is for GPUs, and device=" + device + " is none. Use precision=bf16 or precision=fp32.");
		try (NDManager scope = manager.newSubManager(); TorchScript operators = operators(scope)) {
			attempt(scope, operators);
			if (!cpu) {
				monitor.message("Computing in " + (this == BF16 ? "bfloat16" : "float16") + ", with weights in float32; " + device +
					" was seen to do so.");
				return;
			}
			final double gain = gain(scope, operators);
			if (gain < 1) monitor.warn(String.format(Locale.ROOT, "precision=%s is slower than fp32 on this CPU: a convolution of %d " +
				"channels takes %.1f times as long. Use precision=fp32.", this, WIDTH, 1 / gain));
			else monitor.message(String.format(Locale.ROOT,
				"Computing in bfloat16, with weights in float32; a convolution of %d channels is %.1f times as fast on this CPU.", WIDTH,
				gain));
		}
		catch (final EngineException e) {
			throw new SonoflowException.Device("precision=" + this + " does not work on device=" + device + " (" + firstLine(e) +
				"). Use precision=fp32.", e);
		}
	}

	/**
	 * Says what bfloat16 would give where nothing was chosen.
	 *
	 * @param manager of the device
	 * @param device as users name it
	 */
	public static void advise(final NDManager manager, final String device, final Monitor monitor) {
		final String stays = "precision=" + AUTO + ": computing in float32. ";
		try (NDManager scope = manager.newSubManager(); TorchScript operators = BF16.operators(scope)) {
			attempt(scope, operators);
			final double gain = gain(scope, operators);
			monitor.message(stays + String.format(Locale.ROOT, "In bfloat16 a convolution of %d channels was seen to be %.1f times " +
				"as fast on %s; %s.", WIDTH, gain, device, gain > 1 ? "precision=bf16 uses that, and its results differ in the third digit"
					: "precision=bf16 would not pay"));
		}
		catch (final EngineException e) {
			monitor.message(stays + device + " has no bfloat16 (" + firstLine(e) + ").");
		}
	}

	private static String firstLine(final EngineException e) {
		return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
	}

	private static void attempt(final NDManager manager, final TorchScript operators) {
		final NDArray x = manager.ones(new Shape(1, WIDTH, 8, 8));
		final NDArray w = manager.ones(new Shape(WIDTH, WIDTH, 3, 3));
		final NDArray v = manager.ones(new Shape(WIDTH));
		w.setRequiresGradient(true);
		JniUtils.setGradMode(true);
		try {
			final NDArray y = operators.call("all", x, w, v).singletonOrThrow();
			JniUtils.backward((PtNDArray) y, (PtNDArray) y.onesLike(), false, false);
			w.getGradient().toFloatArray();
		}
		finally {
			JniUtils.setGradMode(false);
		}
	}

	/** {@return how many times as fast as in float32 a convolution is, by the least of several times, turn by turn} */
	private static double gain(final NDManager manager, final TorchScript operators) {
		final NDArray x = manager.ones(new Shape(4, WIDTH, 32, 32));
		final NDArray w = manager.ones(new Shape(WIDTH, WIDTH, 3, 3));
		final double[] least = { Double.MAX_VALUE, Double.MAX_VALUE };
		for (int i = 0; i < 2 * TIMES; i++) {
			final long start = System.nanoTime();
			try (NDArray y = operators.call(i % 2 == 0 ? "convolution" : "half", x, w).singletonOrThrow()) {
				y.getFloat(0, 0, 0, 0);
			}
			least[i % 2] = Math.min(least[i % 2], System.nanoTime() - start);
		}
		return least[0] / least[1];
	}

	/** {@return as users name it} */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
