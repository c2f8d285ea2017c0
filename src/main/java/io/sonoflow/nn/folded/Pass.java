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
package io.sonoflow.nn.folded;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.script.TorchScript;

import java.util.ArrayList;
import java.util.List;

/** A forward pass that was written by a {@link Program}, with its weights. */
public final class Pass implements AutoCloseable {

	private final NDManager manager;
	private final TorchScript script;
	private final List<NDArray> weights;

	Pass(final NDManager manager, final TorchScript script, final List<NDArray> weights) {
		this.manager = manager;
		this.script = script;
		this.weights = List.copyOf(weights);
		// Arrays of one name are a list to TorchScript.
		this.weights.forEach(weight -> weight.setName("w[]"));
	}

	/**
	 * @param images (N, C, H, W) of the size that it was written for, N any; stays open
	 * @param others what the program was told of by {@link Program#input}, in that order; stay open
	 * @return (N, F, h, w) float32, of the images' manager
	 */
	public NDArray of(final NDArray images, final NDArray... others) {
		final List<NDArray> arguments = new ArrayList<>(1 + others.length + weights.size());
		arguments.add(images);
		arguments.addAll(List.of(others));
		arguments.addAll(weights);
		return script.call("pass_", arguments.toArray(NDArray[]::new)).singletonOrThrow();
	}

	/** Frees the weights. */
	@Override
	public void close() {
		script.close();
		manager.close();
	}
}
