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

import io.sonoflow.nn.script.TorchScript;


import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Layer-wise scaling of the gradient in front of another optimiser, as NVIDIA apex's LARC: for each tensor with |w| and
 * |g| above 0, a = trust |w| / (|g| + decay |w| + 1e-8), clipped: a = min(a / rate, 1); g = a (g + decay w); then the
 * inner optimiser's step, without decay. A tensor with |w| or |g| of 0 is neither decayed nor scaled in that step.
 *
 * <pre>
 * try (Optimizer optimizer = new Larc(manager, groups, 0.001, false, AdamW::new)) { ... } // "lars" of the released code
 * </pre>
 *
 * Adam divides by the gradient's own size, so that in front of it the unclipped scaling changes only how the weight decay
 * enters and what epsilon means.
 */
public final class Larc extends GroupOptimizer {

	private static final double EPSILON = 1e-8;

	private static final String CODE = """
		def scale(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], decay: float, trust: float, eps: float, rate: float) -> int:
		  a = torch.stack(torch._foreach_norm(w, 2))
		  b = torch.stack(torch._foreach_norm(g, 2))
		  used = torch.logical_and(torch.gt(a, 0), torch.gt(b, 0))
		  local = torch.div(torch.mul(a, trust), torch.add(torch.add(b, torch.mul(a, decay)), eps))
		  if torch.gt(rate, 0.):
		    local = torch.clamp_max(torch.div(local, rate), 1)
		  decays = torch.where(used, torch.full_like(a, decay), torch.zeros_like(a))
		  local = torch.where(used, local, torch.ones_like(a))
		  torch._foreach_add_(g, torch._foreach_mul(w, torch.unbind(decays)))
		  torch._foreach_mul_(g, torch.unbind(local))
		  return 0
		""";

	private final double trust;
	private final boolean clip;
	private final Optimizer inner;

	/**
	 * @param parent on the parameters' device
	 * @param groups each non-empty, no parameter in two of them; their decay is used here
	 * @param trust above 0; published 0.001
	 * @param clip whether the scaling only slows down (a / rate of at most 1); the released code: false
	 * @param inner makes the inner optimiser from a manager and groups without decay
	 */
	public Larc(final NDManager parent, final List<ParameterGroup> groups, final double trust, final boolean clip,
		final BiFunction<NDManager, List<ParameterGroup>, Optimizer> inner)
	{
		super(parent, groups, CODE);
		this.trust = trust;
		this.clip = clip;
		this.inner = inner.apply(manager(), groups.stream().map(group -> new ParameterGroup(group.parameters(), group.rate(),
			0)).toList());
	}

	@Override
	public void step() {
		super.step();
		inner.step();
	}

	@Override
	void update(final Slot slot, final double rate) {
		// At rate 0 nothing moves, however the gradient is scaled.
		ops().run("scale", TorchScript.list(slot.leaves().weights()), TorchScript.list(slot.leaves().gradients()), IValue.from(
			slot.group().decay()), IValue.from(trust), IValue.from(EPSILON), IValue.from(clip ? rate : 0.0));
	}

	@Override
	public Map<String, NDArray> state() {
		return inner.state();
	}

	@Override
	public void resume(final long stepsDone) {
		super.resume(stepsDone);
		inner.resume(stepsDone);
	}

	@Override
	public void close() {
		inner.close();
		super.close();
	}
}
