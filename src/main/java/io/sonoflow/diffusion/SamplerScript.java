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
package io.sonoflow.diffusion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a sampler does to its images, in place and where they are. Products and sums are single operators, in the order in which
 * the formulas stand: on the CPU the numbers are those of the same formulas in Java.
 */
final class SamplerScript {

	private static final NDManager HOST = Torch.manager(Device.cpu());
	/** By code, one of each sampler: to compile takes as long as a call of a small network. They hold no arrays. */
	private static final Map<String, TorchScript> COMPILED = new ConcurrentHashMap<>();

	private final NDArray x;
	private final TorchScript ops;

	/**
	 * @param x the images, (N, values), float64; on any device
	 * @param code methods that take the images, the arrays and the numbers, and return 0
	 */
	SamplerScript(final NDArray x, final String code) {
		this.x = x;
		ops = COMPILED.computeIfAbsent(code, key -> TorchScript.compile(HOST, key));
	}

	/** {@return the most that the size of x_0's values may be} */
	static double limit(final boolean clip) {
		return clip ? 1 : Double.POSITIVE_INFINITY;
	}

	void run(final String method, final List<NDArray> arrays, final double... numbers) {
		final IValue[] arguments = new IValue[arrays.size() + 2];
		arguments[0] = IValue.from((PtNDArray) x);
		for (int i = 0; i < arrays.size(); i++)
			arguments[i + 1] = IValue.from((PtNDArray) arrays.get(i));
		arguments[arrays.size() + 1] = IValue.listFrom(numbers);
		ops.run(method, arguments);
	}
}
