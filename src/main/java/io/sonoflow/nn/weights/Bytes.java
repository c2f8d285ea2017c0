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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The places of raw elements, and moving them about. */
final class Bytes {

	private Bytes() {
	}

	/** Copies elements of a width of 1, 2, 4 or 8 bytes to a flat index of the target, little-endian. */
	static void copy(final ByteBuffer from, final int at, final ByteBuffer target, final int index, final int count,
		final int width)
	{
		final boolean swap = from.order() == ByteOrder.BIG_ENDIAN;
		for (int i = 0; i < count; i++) {
			final int source = at + i * width;
			final int goal = (index + i) * width;
			for (int b = 0; b < width; b++)
				target.put(goal + b, from.get(source + (swap ? width - 1 - b : b)));
		}
	}

	/** {@return the strides of C order, in elements} */
	static long[] contiguous(final long[] shape) {
		final long[] strides = new long[shape.length];
		long stride = 1;
		if (size(shape) == 0) return strides;
		for (int i = shape.length - 1; i >= 0; i--) {
			strides[i] = stride;
			stride *= shape[i];
		}
		return strides;
	}

	/**
	 * @return the number of elements
	 * @throws IllegalArgumentException if a size is negative or there are more than 2^31-1 elements
	 */
	static int size(final long[] shape) {
		boolean empty = false;
		for (final long length : shape) {
			if (length < 0) throw new IllegalArgumentException("the shape " + Arrays.toString(shape) +
				" has a negative size");
			empty |= length == 0;
		}
		if (empty) return 0;
		long size = 1;
		for (final long length : shape) {
			// Both factors are below 2^31 before the check, so the product cannot wrap.
			if (length > Integer.MAX_VALUE || size * length > Integer.MAX_VALUE) throw new IllegalArgumentException(
				"the shape " + Arrays.toString(shape) + " has more than 2^31-1 elements");
			size *= length;
		}
		return (int) size;
	}
}
