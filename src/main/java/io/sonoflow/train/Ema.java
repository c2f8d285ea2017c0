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

/**
 * The exponential moving average of a network's weights, which generates better images than the weights themselves:
 * average += (1 - decay) (weight - average) after each step.
 *
 * <pre>
 * Ema ema = new Ema(manager, UNetFile.arrays(network), UNetFile.arrays(average), 0.9999, true);
 * optimizer.step();
 * ema.update();
 * </pre>
 *
 * All tensors are updated in place by one call of PyTorch, twice as fast as one by one.
 */
public final class Ema implements AutoCloseable {

	private static final String CODE = """
		def lerp(self: __torch__.Ops, averages: List[Tensor], weights: List[Tensor], share: float) -> int:
		  torch._foreach_lerp_(averages, weights, share)
		  return 0
		""";

	private final TorchScript ops;
	private final List<NDArray> weights;
	private final List<NDArray> averages;
	private final double decay;
	private final boolean warmUp;
	private long updates;

	/**
	 * @param manager on the parameters' device
	 * @param weights the network's parameters by name
	 * @param averages as many by the same names, the same values at first: changed by {@link #update}
	 * @param decay below 1; published 0.9999
	 * @param warmUp whether the decay of update n (from 0) is at most (1 + n) / (10 + n): a short training is then not
	 *          averaged with its own beginning
	 */
	public Ema(final NDManager manager, final Map<String, NDArray> weights, final Map<String, NDArray> averages,
		final double decay, final boolean warmUp)
	{
		if (!weights.keySet().equals(averages.keySet())) throw new IllegalArgumentException("averages of other weights");
		this.weights = List.copyOf(weights.values());
		this.averages = weights.keySet().stream().map(averages::get).toList();
		this.decay = decay;
		this.warmUp = warmUp;
		ops = TorchScript.compile(manager, CODE);
	}

	/**
	 * @param decay the largest
	 * @param n number of updates before this one
	 * @return min(decay, (1 + n) / (10 + n))
	 */
	static double decay(final double decay, final long n) {
		return Math.min(decay, (1.0 + n) / (10.0 + n));
	}

	/** After each step of the optimiser. */
	public void update() {
		final double now = warmUp ? decay(decay, updates) : decay;
		ops.run("lerp", TorchScript.list(averages), TorchScript.list(weights), IValue.from(1 - now));
		updates++;
	}

	/** Sets the number of updates done, after the averages were filled from a checkpoint. */
	public void resume(final long updatesDone) {
		updates = updatesDone;
	}

	@Override
	public void close() {
		ops.close();
	}
}
