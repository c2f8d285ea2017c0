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
package io.sonoflow.nn.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Run in a JVM of its own with a small heap: reads every tensor of a file, one after the other. */
final class SmallHeap {

	private SmallHeap() {
	}

	/** @param args the file; the sum of all values is printed */
	public static void main(final String[] args) {
		double sum = 0;
		for (final Tensor tensor : Weights.read(Path.of(args[0])).tensors().values())
			for (final float value : tensor.floats())
				sum += value;
		System.out.println(sum);
	}

	/** {@return n tensors of side x side float32 whose values sum up to n * side * side / 2 exactly} */
	static Map<String, Tensor> tensors(final int n, final int side) {
		final float[] values = new float[side * side];
		for (int i = 0; i < values.length; i++)
			values[i] = i % 2;
		final Tensor tensor = Tensor.of(values, side, side);
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (int i = 0; i < n; i++)
			tensors.put("layer" + i + ".weight", tensor);
		return tensors;
	}

	/** {@return the CRC-32 that a stored zip entry must declare} */
	static long crc(final byte[] bytes) {
		final CRC32 crc = new CRC32();
		crc.update(bytes);
		return crc.getValue();
	}
}
