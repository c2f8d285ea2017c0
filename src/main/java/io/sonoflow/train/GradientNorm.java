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
package io.sonoflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.LossScale;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.script.TorchScript;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The length of the gradient of all parameters together, by one call of PyTorch; not finite if any of its values is not. In
 * float16 the gradient is that of a multiple of the loss until its length is asked for.
 */
public final class GradientNorm implements AutoCloseable {

	private static final String CODE = """
		def norm(self: __torch__.Ops, gradients: List[Tensor], result: Tensor) -> int:
		  norms = torch._foreach_norm(gradients, 2)
		  torch.copy_(result, torch.linalg_vector_norm(torch.stack(norms), 2))
		  return 0
		def scale(self: __torch__.Ops, gradients: List[Tensor], factor: float) -> int:
		  torch._foreach_mul_(gradients, factor)
		  return 0
		""";

	/** Of torch's clip_grad_norm_. */
	private static final double EPSILON = 1e-6;

	private final NDManager manager;
	private final TorchScript ops;
	private final Leaves parameters;
	private final NDArray result;
	private final LossScale scale;

	/**
	 * @param parent on the parameters' device
	 * @param parameters leaves that ask for a gradient
	 * @param precision of the training
	 */
	public GradientNorm(final NDManager parent, final Collection<NDArray> parameters, final Precision precision) {
		manager = parent.newSubManager();
		scale = new LossScale(manager, precision);
		ops = TorchScript.compile(manager, CODE);
		result = manager.zeros(new Shape());
		this.parameters = new Leaves(manager, parameters);
	}

	/** {@return by what to multiply what a backward pass begins with: 1 but for float16} */
	public double factor() {
		return scale.factor();
	}

	/**
	 * {@return what a backward pass begins with, multiplied by {@link #factor}}
	 *
	 * @param gradient of what it begins at; overwritten
	 */
	public NDArray scaled(final NDArray gradient) {
		return scale.isUsed() ? gradient.muli(factor()) : gradient;
	}

	/**
	 * Adds the gradient of a loss, times {@link #factor}, to that of the parameters.
	 *
	 * @param loss one number, made inside {@link Torch#withGradient}
	 */
	public void backward(final NDArray loss) {
		try (NDArray one = loss.onesLike()) {
			Torch.backward(loss, scaled(one));
		}
	}

	/**
	 * {@return the root of the sum of squares, after a backward pass and before the optimiser's step; gradients are divided by
	 *         {@link #factor}}
	 */
	public double get() {
		if (scale.isUsed()) ops.run("scale", TorchScript.list(parameters.gradients()), IValue.from(1 / factor()));
		ops.run("norm", TorchScript.list(parameters.gradients()), IValue.from((PtNDArray) result));
		return Torch.read(result)[0];
	}

	/**
	 * Shortens the gradient as torch's clip_grad_norm_ does: where it is longer, by most / (its length + 1e-6).
	 *
	 * @param most the length allowed, above 0
	 * @param length of {@link #get}, finite
	 */
	public void clip(final double most, final double length) {
		final double factor = most / (length + EPSILON);
		if (factor < 1) ops.run("scale", TorchScript.list(parameters.gradients()), IValue.from(factor));
	}

	/**
	 * Does the optimiser's step, or, where a number ran over in float16, leaves it out ({@link LossScale}).
	 *
	 * @param length of {@link #get}
	 */
	public void step(final Optimizer optimizer, final double length) {
		if (scale.skips(Double.isFinite(length))) optimizer.skip();
		else optimizer.step();
	}

	/**
	 * {@return whether a length that is no number ends the training: in float16 the step is left out instead, as long as that can
	 *         help}
	 */
	public boolean isFatal(final double length) {
		return !Double.isFinite(length) && factor() <= 1;
	}

	/** {@return the arrays of an optimiser's checkpoint with what this adds to it} */
	public Map<String, NDArray> state(final Map<String, NDArray> optimizer) {
		if (!scale.isUsed()) return optimizer;
		final Map<String, NDArray> all = new LinkedHashMap<>(optimizer);
		all.put("loss_scale", scale.state());
		return all;
	}

	@Override
	public void close() {
		scale.close();
		ops.close();
		manager.close();
	}
}
