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
package io.sonoflow.nn.inception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.script.TorchScript;

/**
 * Mean under a window of 3 x 3 at every pixel, of those pixels that lie inside the image (TensorFlow's average;
 * torchvision's divides by 9 at the border, too). No parameters. By TorchScript, because DJL's own average pool takes the
 * wish to leave the border out and does not heed it.
 */
final class AveragePool2d extends Layer {

	private static final String CODE = """
		def average(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1], False, False)
		""";

	private final TorchScript module;

	/** @param manager owns the module */
	AveragePool2d(final NDManager manager) {
		module = TorchScript.compile(manager, CODE);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return module.call("average", x).singletonOrThrow();
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
