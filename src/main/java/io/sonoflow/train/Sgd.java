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
import ai.djl.pytorch.jni.IValue;

import io.sonoflow.nn.TorchScript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum and weight decay, as torch.optim.SGD: g += decay w; v = momentum v + g;
 * w -= rate v.
 */
public final class Sgd implements Optimizer {

	private static final String CODE = """
		def sgd(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], v: List[Tensor], rate: float, momentum: float, decay: float) -> int:
		  torch._foreach_add_(g, w, alpha=decay)
		  torch._foreach_mul_(v, momentum)
		  torch._foreach_add_(v, g)
		  torch._foreach_add_(w, v, alpha=torch.neg(rate))
		  torch._foreach_zero_(g)
		  return 0
		""";

	private record Slot(ParameterGroup group, Leaves leaves, List<NDArray> velocities) {
	}

	private final NDManager manager;
	private final TorchScript ops;
	private final double momentum;
	private final List<Slot> slots = new ArrayList<>();
	private long steps;

	/**
	 * @param parent on the parameters' device; the state lives in a child of it
	 * @param groups each non-empty, no parameter in two of them
	 * @param momentum 0..below 1
	 */
	public Sgd(final NDManager parent, final List<ParameterGroup> groups, final double momentum) {
		manager = parent.newSubManager();
		ops = TorchScript.compile(manager, CODE);
		this.momentum = momentum;
		for (final ParameterGroup group : groups) {
			final Leaves leaves = new Leaves(manager, group.parameters().values());
			slots.add(new Slot(group, leaves, leaves.zeros()));
		}
	}

	@Override
	public void step() {
		for (final Slot slot : slots)
			ops.run("sgd", TorchScript.list(slot.leaves.weights()), TorchScript.list(slot.leaves.gradients()), TorchScript
				.list(slot.velocities), IValue.from(slot.group.rate().rate(steps)), IValue.from(momentum), IValue.from(slot.group
					.decay()));
		steps++;
	}

	@Override
	public long steps() {
		return steps;
	}

	@Override
	public Map<String, NDArray> state() {
		final Map<String, NDArray> state = new LinkedHashMap<>();
		for (final Slot slot : slots)
			Leaves.name(state, "momentum_buffer.", slot.group.parameters().keySet(), slot.velocities);
		return state;
	}

	@Override
	public void resume(final long stepsDone) {
		steps = stepsDone;
	}

	@Override
	public void close() {
		ops.close();
		manager.close();
	}
}
