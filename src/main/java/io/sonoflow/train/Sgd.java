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

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;

import io.sonoflow.nn.script.TorchScript;


import java.util.List;

/**
 * Stochastic gradient descent with momentum and weight decay, as torch.optim.SGD: g += decay w; v = momentum v + g;
 * w -= rate v.
 */
public final class Sgd extends GroupOptimizer {

	private static final String CODE = """
		def sgd(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], v: List[Tensor], rate: float, momentum: float, decay: float) -> int:
		  torch._foreach_add_(g, w, alpha=decay)
		  torch._foreach_mul_(v, momentum)
		  torch._foreach_add_(v, g)
		  torch._foreach_add_(w, v, alpha=torch.neg(rate))
		  torch._foreach_zero_(g)
		  return 0
		""";

	private final double momentum;

	/**
	 * @param parent on the parameters' device; the state lives in a child of it
	 * @param groups each non-empty, no parameter in two of them
	 * @param momentum 0..below 1
	 */
	public Sgd(final NDManager parent, final List<ParameterGroup> groups, final double momentum) {
		super(parent, groups, CODE, "momentum_buffer");
		this.momentum = momentum;
	}

	@Override
	void update(final Slot slot, final double rate) {
		ops().run("sgd", TorchScript.list(slot.leaves().weights()), TorchScript.list(slot.leaves().gradients()), TorchScript
			.list(slot.state().get(0)), IValue.from(rate), IValue.from(momentum), IValue.from(slot.group().decay()));
	}
}
