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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Parameters with their gradients and as many zeros for the state of an optimiser. A gradient is born by the first
 * backward pass and keeps its storage from then on; each request makes a new handle on it, so it is asked for once.
 */
final class Leaves {

	private final NDManager manager;
	private final List<NDArray> weights;
	private List<NDArray> gradients;

	/**
	 * @param manager owns the handles and the state
	 * @param weights leaves that ask for a gradient
	 */
	Leaves(final NDManager manager, final Collection<NDArray> weights) {
		this.manager = manager;
		this.weights = List.copyOf(weights);
	}

	List<NDArray> weights() {
		return weights;
	}

	/** After the first backward pass. */
	List<NDArray> gradients() {
		if (gradients != null) return gradients;
		final List<NDArray> found = new ArrayList<>();
		for (final NDArray weight : weights) {
			final NDArray gradient = weight.getGradient();
			gradient.attach(manager);
			found.add(gradient);
		}
		gradients = found;
		return gradients;
	}

	/** {@return new arrays of zeros like the weights, the manager's} */
	List<NDArray> zeros() {
		return weights.stream().map(weight -> manager.zeros(weight.getShape(), weight.getDataType())).toList();
	}
}
