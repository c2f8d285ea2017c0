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
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.sonoflow.nn.TorchScript;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), betas 0.9 and 0.999, epsilon 1e-8, as
 * torch.optim.AdamW: w -= rate * decay * w; m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
 * w -= rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
 * <p>
 * {@link #coupled} is the older Adam, whose weight decay is part of the gradient, as torch.optim.Adam: g += decay w.
 * <p>
 * All tensors of a group are updated by one call of PyTorch's fused kernel: eight times as fast as DJL's optimiser, which
 * goes tensor by tensor.
 */
public final class AdamW implements Optimizer {

	private static final double BETA1 = 0.9;
	private static final double BETA2 = 0.999;
	private static final double EPSILON = 1e-8;

	private static final String CODE = """
		def adamw(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, eps: float) -> int:
		  none = annotate(List[Tensor], [])
		  torch._fused_adamw_(w, g, m, v, none, t, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
		  torch._foreach_zero_(g)
		  return 0
		def adam(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, eps: float) -> int:
		  none = annotate(List[Tensor], [])
		  torch._fused_adam_(w, g, m, v, none, t, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
		  torch._foreach_zero_(g)
		  return 0
		""";

	/** A group with its state; gradients are fetched once, after they exist. */
	private static final class Slot {

		final ParameterGroup group;
		final List<NDArray> weights;
		final List<NDArray> means = new ArrayList<>();
		final List<NDArray> variances = new ArrayList<>();
		List<NDArray> gradients;

		Slot(final ParameterGroup group, final NDManager manager) {
			this.group = group;
			weights = List.copyOf(group.parameters().values());
			for (final NDArray weight : weights) {
				means.add(manager.zeros(weight.getShape()));
				variances.add(manager.zeros(weight.getShape()));
			}
		}
	}

	private final NDManager manager;
	private final TorchScript ops;
	private final String method;
	private final List<Slot> slots = new ArrayList<>();
	/** The step count, shared by all tensors, where the kernel wants it: on the device. */
	private final NDArray count;
	private long steps;

	/**
	 * @param parent on the parameters' device; the state lives in a child of it
	 * @param groups each non-empty, no parameter in two of them
	 */
	public AdamW(final NDManager parent, final List<ParameterGroup> groups) {
		this(parent, groups, "adamw");
	}

	/** {@return Adam whose weight decay is added to the gradient; see the constructor} */
	public static AdamW coupled(final NDManager parent, final List<ParameterGroup> groups) {
		return new AdamW(parent, groups, "adam");
	}

	private AdamW(final NDManager parent, final List<ParameterGroup> groups, final String method) {
		this.method = method;
		manager = parent.newSubManager();
		ops = TorchScript.compile(manager, CODE);
		count = manager.zeros(new Shape(), DataType.FLOAT32);
		for (final ParameterGroup group : groups)
			slots.add(new Slot(group, manager));
	}

	@Override
	public void step() {
		count.addi(1);
		for (final Slot slot : slots) {
			// A gradient is born by the first backward pass, and keeps its storage from then on.
			if (slot.gradients == null) slot.gradients = gradients(slot.weights);
			ops.run(method, TorchScript.list(slot.weights), TorchScript.list(slot.gradients), TorchScript.list(
				slot.means), TorchScript.list(slot.variances), TorchScript.list(Collections.nCopies(slot.weights.size(),
					count)), IValue.from(slot.group.rate().rate(steps)), IValue.from(BETA1), IValue.from(BETA2), IValue
						.from(slot.group.decay()), IValue.from(EPSILON));
		}
		steps++;
	}

	private List<NDArray> gradients(final List<NDArray> weights) {
		final List<NDArray> gradients = new ArrayList<>();
		for (final NDArray weight : weights) {
			final NDArray gradient = weight.getGradient();
			gradient.attach(manager);
			gradients.add(gradient);
		}
		return gradients;
	}

	@Override
	public long steps() {
		return steps;
	}

	@Override
	public Map<String, NDArray> state() {
		final Map<String, NDArray> state = new LinkedHashMap<>();
		for (final Slot slot : slots) {
			int i = 0;
			for (final String name : slot.group.parameters().keySet()) {
				state.put("exp_avg." + name, slot.means.get(i));
				state.put("exp_avg_sq." + name, slot.variances.get(i++));
			}
		}
		return state;
	}

	@Override
	public void resume(final long stepsDone) {
		steps = stepsDone;
		count.subi(count).addi(stepsDone);
	}

	@Override
	public void close() {
		ops.close();
		manager.close();
	}
}
