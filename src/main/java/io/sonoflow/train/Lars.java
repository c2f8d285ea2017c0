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


import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Stochastic gradient descent with momentum and a rate of its own for each tensor (You, Gitman and Ginsburg, "Large Batch
 * Training of Convolutional Networks", 2017, algorithm 1), for batches of thousands:
 * local = trust |w| / (|g| + decay |w|), or 1 if |w| or |g| is 0; v = momentum v + rate local (g + decay w); w -= v.
 *
 * <pre>
 * try (Optimizer optimizer = new Lars(manager, groups, Lars.Options.PAPER.skipping())) { ... }
 * </pre>
 *
 * A step changes a tensor by about rate x trust of its length, and by ten times that once momentum has built up.
 */
public final class Lars extends GroupOptimizer {

	/**
	 * What implementations differ in.
	 *
	 * @param momentum 0..below 1
	 * @param trust share of a tensor's length by which a step at rate 1 changes it, above 0
	 * @param skipVectors whether tensors of one dimension (biases, norms) get local = 1 and no decay, as SimCLR and BYOL do
	 * @param rateOutside whether the rate multiplies the momentum instead of being inside of it, as many PyTorch versions
	 *          do: v = momentum v + local (g + decay w); w -= rate v. The same if the rate is constant
	 */
	public record Options(double momentum, double trust, boolean skipVectors, boolean rateOutside) {

		/** As in the paper: momentum 0.9, trust 0.001, all tensors alike, the rate inside. */
		public static final Options PAPER = new Options(0.9, 0.001, false, false);

		/** {@return a copy that leaves tensors of one dimension out} */
		public Options skipping() {
			return new Options(momentum, trust, true, rateOutside);
		}

		/** {@return a copy with the rate outside of the momentum} */
		public Options outside() {
			return new Options(momentum, trust, skipVectors, true);
		}
	}

	private static final String CODE = """
		def scale(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], decay: float, trust: float) -> int:
		  a = torch.stack(torch._foreach_norm(w, 2))
		  b = torch.stack(torch._foreach_norm(g, 2))
		  local = torch.div(torch.mul(a, trust), torch.add(b, torch.mul(a, decay)))
		  local = torch.where(torch.logical_and(torch.gt(a, 0), torch.gt(b, 0)), local, torch.ones_like(local))
		  torch._foreach_add_(g, w, alpha=decay)
		  torch._foreach_mul_(g, torch.unbind(local))
		  return 0
		def move(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], v: List[Tensor], momentum: float, inside: float, outside: float) -> int:
		  torch._foreach_mul_(v, momentum)
		  torch._foreach_add_(v, g, alpha=inside)
		  torch._foreach_add_(w, v, alpha=torch.neg(outside))
		  torch._foreach_zero_(g)
		  return 0
		""";

	private final Options options;

	/**
	 * @param parent on the parameters' device; the state lives in a child of it
	 * @param groups each non-empty, no parameter in two of them
	 */
	public Lars(final NDManager parent, final List<ParameterGroup> groups, final Options options) {
		super(parent, groups, CODE, "momentum_buffer");
		this.options = options;
	}

	@Override
	void update(final Slot slot, final double rate) {
		final List<NDArray> weights = slot.leaves().weights();
		final List<NDArray> gradients = slot.leaves().gradients();
		final int[] adapted = IntStream.range(0, weights.size()).filter(i -> !options.skipVectors || weights.get(i).getShape()
			.dimension() > 1).toArray();
		if (adapted.length > 0) ops().run("scale", TorchScript.list(chosen(weights, adapted)), TorchScript.list(chosen(
			gradients, adapted)), IValue.from(slot.group().decay()), IValue.from(options.trust));
		ops().run("move", TorchScript.list(weights), TorchScript.list(gradients), TorchScript.list(slot.state().get(0)), IValue
			.from(options.momentum), IValue.from(options.rateOutside ? 1.0 : rate), IValue.from(options.rateOutside ? rate
				: 1.0));
	}

	private static List<NDArray> chosen(final List<NDArray> arrays, final int[] which) {
		return Arrays.stream(which).mapToObj(arrays::get).toList();
	}
}
