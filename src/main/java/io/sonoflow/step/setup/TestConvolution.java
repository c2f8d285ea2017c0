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
package io.sonoflow.step.setup;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

import java.util.Arrays;
import java.util.Locale;

/** The time of a 3 x 3 convolution, of a size as networks have in their first stages, on a device and in numbers of a kind. */
final class TestConvolution {

	private static final int BATCH = 8;
	private static final int CHANNELS = 64;
	private static final int SIZE = 56;
	private static final int REPEATS = 9;

	/** Of ones with ones in a corner, where 5 of 9 weights meet the margin; both kinds of numbers hold it exactly. */
	private static final float CORNER = 4 * CHANNELS;

	/** With bfloat16 (15) inside, as networks here have it: what goes in and comes out is float32 (6). */
	private static final String CODE = """
		def fp32(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
		  return torch.conv2d(x, w, None, [1, 1], [1, 1], [1, 1], 1)
		def bf16(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
		  return torch.to(torch.conv2d(torch.to(x, 15), torch.to(w, 15), None, [1, 1], [1, 1], [1, 1], 1), 6)
		""";

	private final Device device;
	private final Monitor monitor;

	TestConvolution(final Device device, final Monitor monitor) {
		this.device = device;
		this.monitor = monitor;
	}

	/**
	 * Reading one number of the result waits for a GPU, which otherwise returns before it has begun.
	 *
	 * @param precision fp32 or bf16
	 * @return the median, in milliseconds
	 * @throws EngineException if the device cannot compute so, or computes a wrong number
	 */
	double milliseconds(final String precision) {
		try (NDManager manager = Torch.manager(device); TorchScript operators = TorchScript.compile(manager, CODE)) {
			final NDArray images = manager.ones(new Shape(BATCH, CHANNELS, SIZE, SIZE));
			final NDArray kernels = manager.ones(new Shape(CHANNELS, CHANNELS, 3, 3));
			final double[] times = new double[REPEATS];
			for (int i = 0; i < REPEATS; i++) {
				monitor.checkCancelled();
				monitor.progress("test convolution", i, REPEATS);
				final long start = System.nanoTime();
				try (NDArray result = operators.call(precision, images, kernels).singletonOrThrow()) {
					final float corner = result.getFloat(0, 0, 0, 0);
					if (corner != CORNER) throw new EngineException("it gives " + corner + " instead of " + CORNER);
				}
				times[i] = (System.nanoTime() - start) * 1e-6;
			}
			Arrays.sort(times);
			return times[REPEATS / 2];
		}
	}

	/** {@return the time in words, or why there is none} */
	String words(final String precision) {
		try {
			return words(milliseconds(precision));
		}
		catch (final EngineException e) {
			return "does not work: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
		}
	}

	/** {@return e.g. 227.43 ms (8.1 GFLOP/s; 3 x 3, 8 images of 64 x 56 x 56)} */
	static String words(final double milliseconds) {
		// Multiplications and additions.
		final double operations = 2.0 * BATCH * CHANNELS * CHANNELS * 9 * SIZE * SIZE;
		return String.format(Locale.ROOT, "%.2f ms (%.1f GFLOP/s; 3 x 3, %d images of %d x %d x %d)", milliseconds, operations /
			milliseconds * 1e-6, BATCH, CHANNELS, SIZE, SIZE);
	}
}
