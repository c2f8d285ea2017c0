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
package io.sonoflow.nn.cpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.script.TorchScript;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether PyTorch convolves right on this CPU: two small convolutions of whole numbers, of a kind that goes wrong where
 * {@link InstructionSet} says, and their gradients against plain sums, equal to the bit. Some tens of milliseconds.
 */
public final class ConvolutionCheck {

	static final String CODE = """
		def forward(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
		  return torch.conv2d(x, w, None, [1, 1], [torch.floordiv(torch.size(w, 2), 2), torch.floordiv(torch.size(w, 2), 2)], [1, 1], 1)
		def gradient(self: __torch__.Ops, y: Tensor, x: Tensor, w: Tensor) -> Tensor:
		  p = torch.floordiv(torch.size(w, 2), 2)
		  a, b, c, = torch.convolution_backward(y, x, w, [0], [1, 1], [p, p], [1, 1], False, [0, 0], 1, [True, False, False])
		  return a
		""";

	private final int in;
	private final int out;
	private final int kernel;
	private final int side;
	private final float[] images;
	private final float[] weights;
	private final float[] gradient;

	private ConvolutionCheck(final int in, final int out, final int kernel, final int side) {
		this.in = in;
		this.out = out;
		this.kernel = kernel;
		this.side = side;
		images = numbers(in * side * side, 7);
		weights = numbers(out * in * kernel * kernel, 5);
		gradient = numbers(out * side * side, 3);
	}

	/** Whole numbers about 0: sums of their products are exact in float32. */
	private static float[] numbers(final int count, final int period) {
		final float[] numbers = new float[count];
		for (int i = 0; i < count; i++)
			numbers[i] = i % period - period / 2;
		return numbers;
	}

	/** {@return what is wrong; empty = nothing} */
	public static Optional<String> fault(final NDManager manager) {
		return fault(manager, CODE);
	}

	static Optional<String> fault(final NDManager manager, final String code) {
		try (NDManager scope = manager.newSubManager(); TorchScript operators = TorchScript.compile(scope, code)) {
			for (final ConvolutionCheck check : new ConvolutionCheck[] { new ConvolutionCheck(24, 2, 3, 32), new ConvolutionCheck(4, 8,
				7, 8) })
			{
				final Optional<String> fault = check.run(scope, operators);
				if (fault.isPresent()) return fault;
			}
			return Optional.empty();
		}
	}

	private Optional<String> run(final NDManager manager, final TorchScript operators) {
		final NDArray x = manager.create(images, new Shape(1, in, side, side));
		final NDArray w = manager.create(weights, new Shape(out, in, kernel, kernel));
		final NDArray y = manager.create(gradient, new Shape(1, out, side, side));
		final float[] forward = new float[gradient.length];
		final float[] backward = new float[images.length];
		sum(forward, backward);
		return difference("convolution", forward, operators.call("forward", x, w)).or(() -> difference("gradient of a convolution",
			backward, operators.call("gradient", y, x, w)));
	}

	private Optional<String> difference(final String what, final float[] wanted, final NDList computed) {
		final float[] found = computed.singletonOrThrow().toFloatArray();
		for (int i = 0; i < wanted.length; i++)
			if (wanted[i] != found[i]) return Optional.of(String.format(Locale.ROOT,
				"a %s of %d to %d channels (%d x %d pixels) gives %s instead of %s", what, in, out, side, side, found[i],
				wanted[i]));
		return Optional.empty();
	}

	/** Both by their definition. */
	private void sum(final float[] forward, final float[] backward) {
		final int border = kernel / 2;
		for (int o = 0; o < out; o++)
			for (int i = 0; i < in; i++)
				for (int k = 0; k < kernel * kernel; k++)
					shift(forward, backward, new int[] { o, i, k / kernel - border, k % kernel - border }, weights[(o * in + i) * kernel *
						kernel + k]);
	}

	/** Adds what one weight brings. */
	private void shift(final float[] forward, final float[] backward, final int[] at, final float weight) {
		for (int r = Math.max(0, -at[2]); r < Math.min(side, side - at[2]); r++)
			for (int c = Math.max(0, -at[3]); c < Math.min(side, side - at[3]); c++) {
				final int to = (at[0] * side + r) * side + c;
				final int from = (at[1] * side + r + at[2]) * side + c + at[3];
				forward[to] += weight * images[from];
				backward[from] += weight * gradient[to];
			}
	}
}
