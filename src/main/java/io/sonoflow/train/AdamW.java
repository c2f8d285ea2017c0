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

import io.sonoflow.nn.script.TorchScript;


import java.util.Collections;
import java.util.List;

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
public final class AdamW extends GroupOptimizer {

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

	private final String method;
	private final double beta2;
	/** The step count, shared by all tensors, where the kernel wants it: on the device. */
	private final NDArray count;

	/**
	 * @param parent on the parameters' device; the state lives in a child of it
	 * @param groups each non-empty, no parameter in two of them
	 */
	public AdamW(final NDManager parent, final List<ParameterGroup> groups) {
		this(parent, groups, "adamw", BETA2);
	}

	/** {@return Adam whose weight decay is added to the gradient; see the constructor} */
	public static AdamW coupled(final NDManager parent, final List<ParameterGroup> groups) {
		return new AdamW(parent, groups, "adam", BETA2);
	}

	/** {@return AdamW with another second beta, e.g. 0.95 as masked autoencoders are trained; see the constructor} */
	public static AdamW of(final NDManager parent, final List<ParameterGroup> groups, final double beta2) {
		return new AdamW(parent, groups, "adamw", beta2);
	}

	private AdamW(final NDManager parent, final List<ParameterGroup> groups, final String method, final double beta2) {
		super(parent, groups, CODE, "exp_avg", "exp_avg_sq");
		this.method = method;
		this.beta2 = beta2;
		count = manager().zeros(new Shape(), DataType.FLOAT32);
	}

	@Override
	public void step() {
		count.addi(1);
		super.step();
	}

	@Override
	public void skip() {
		count.addi(1);
		super.skip();
	}

	@Override
	void update(final Slot slot, final double rate) {
		final List<NDArray> weights = slot.leaves().weights();
		ops().run(method, TorchScript.list(weights), TorchScript.list(slot.leaves().gradients()), TorchScript.list(slot.state()
			.get(0)), TorchScript.list(slot.state().get(1)), TorchScript.list(Collections.nCopies(weights.size(), count)), IValue
				.from(rate), IValue.from(BETA1), IValue.from(beta2), IValue.from(slot.group().decay()), IValue.from(EPSILON));
	}

	@Override
	public void resume(final long stepsDone) {
		super.resume(stepsDone);
		count.subi(count).addi(stepsDone);
	}
}
