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
package io.sonoflow.train.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

import java.util.List;

/**
 * The gradient of a loss over a large batch at the memory of a part of it (Gao et al., "Scaling Deep Contrastive Learning
 * Batch Size under Memory Limited Setup", 2021): all chunks are embedded without a graph, the loss and its gradient with
 * respect to all embeddings are taken at once, and each chunk is embedded again, with a graph through which its part of
 * that gradient goes back. Batch normalisation takes its statistics over a chunk, as over a device in data-parallel
 * training; running statistics move once a chunk and step, as if there was one pass.
 * <p>
 * A single chunk is embedded once.
 */
final class GradientCache implements AutoCloseable {

	private static final String CODE = """
		def copy(self: __torch__.Ops, to: List[Tensor], source: List[Tensor]) -> int:
		  torch._foreach_copy_(to, source)
		  return 0
		""";

	/** The images of a batch in parts. */
	interface Chunks {

		/** {@return number of chunks, at least 1} */
		int count();

		/** {@return (n, 1, S, S) of a chunk, the manager's} */
		NDArray images(int chunk, NDManager manager);
	}

	/** A loss over all rows. */
	@FunctionalInterface
	interface Objective {

		/**
		 * @param outputs (rows, width) of all chunks in their order; no graph
		 * @return as large: the gradient of the loss with respect to the outputs
		 */
		NDArray gradient(NDArray outputs);
	}

	private final ContrastiveNetwork network;
	private final NDManager manager;
	private final TorchScript ops;
	private final List<NDArray> statistics;
	private final List<NDArray> kept;

	GradientCache(final ContrastiveNetwork network) {
		this.network = network;
		manager = network.manager().newSubManager();
		ops = TorchScript.compile(manager, CODE);
		statistics = network.runningStatistics();
		kept = statistics.stream().map(array -> manager.zeros(array.getShape())).toList();
	}

	/** Adds the gradient of the loss to the parameters'. */
	void backward(final Chunks chunks, final Objective objective) {
		try (NDManager scope = manager.newSubManager()) {
			if (chunks.count() == 1) {
				final NDArray output = embed(chunks, 0, scope, true);
				Torch.backward(output, objective.gradient(output));
				return;
			}
			final NDArray outputs = embedAll(chunks, scope);
			final NDArray gradient = objective.gradient(outputs);
			int from = 0;
			for (int c = 0; c < chunks.count(); c++)
				from = backward(chunks, c, gradient, from);
		}
	}

	private NDArray embedAll(final Chunks chunks, final NDManager scope) {
		ops.run("copy", TorchScript.list(kept), TorchScript.list(statistics));
		final NDList parts = new NDList();
		for (int c = 0; c < chunks.count(); c++)
			try (NDManager part = manager.newSubManager()) {
				final NDArray output = embed(chunks, c, part, false);
				output.attach(scope);
				parts.add(output);
			}
		ops.run("copy", TorchScript.list(statistics), TorchScript.list(kept));
		return NDArrays.concat(parts, 0);
	}

	private int backward(final Chunks chunks, final int chunk, final NDArray gradient, final int from) {
		try (NDManager part = manager.newSubManager()) {
			final NDArray output = embed(chunks, chunk, part, true);
			final int to = from + (int) output.getShape().get(0);
			final NDArray own = gradient.get(new NDIndex("{}:{}", from, to));
			own.attach(part);
			Torch.backward(output, own);
			return to;
		}
	}

	private NDArray embed(final Chunks chunks, final int chunk, final NDManager part, final boolean graph) {
		final NDArray images = chunks.images(chunk, part);
		return graph ? Torch.withGradient(() -> network.outputs(images, true)) : network.outputs(images, true);
	}

	@Override
	public void close() {
		ops.close();
		manager.close();
	}
}
