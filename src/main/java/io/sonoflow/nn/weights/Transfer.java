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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Brings the elements of a strided view to their places in C order. The storage is walked in the order of its own
 * addresses (dimensions sorted by stride), through a window, so that a transposed tensor of any size costs no memory
 * besides the result and every byte is read about once.
 */
final class Transfer {

	private static final int WINDOW = 1 << 18;

	private final int width;
	private final long offset;
	private final Storage.Reader reader;
	private final ByteBuffer window;
	private final long[] lengths;
	private final long[] steps;
	private final long[] outSteps;
	private final long end;
	private long windowStart;

	Transfer(final int width, final long[] shape, final long[] strides, final long offset, final Storage.Reader reader,
		final ByteOrder order)
	{
		this.width = width;
		this.offset = offset;
		this.reader = reader;
		final long[] out = Bytes.contiguous(shape);
		final int[] dimensions = IntStream.range(0, shape.length).filter(i -> shape[i] > 1).boxed().sorted(Comparator
			.comparingLong((Integer i) -> strides[i]).reversed()).mapToInt(Integer::intValue).toArray();
		lengths = IntStream.of(dimensions).mapToLong(i -> shape[i]).toArray();
		steps = IntStream.of(dimensions).mapToLong(i -> strides[i]).toArray();
		outSteps = IntStream.of(dimensions).mapToLong(i -> out[i]).toArray();
		long last = offset;
		for (int i = 0; i < lengths.length; i++)
			last += steps[i] * (lengths[i] - 1);
		end = last + 1;
		window = ByteBuffer.allocate((int) Math.min(WINDOW, (end - offset) * width)).order(order);
		window.limit(0);
	}

	void run(final Tensor.Sink sink, final boolean contiguous) throws IOException {
		if (contiguous) copyRuns(sink);
		else scatter(sink);
	}

	private void copyRuns(final Tensor.Sink sink) throws IOException {
		for (long at = offset; at < end;) {
			fill(at);
			final int count = window.limit() / width;
			sink.accept(window, 0, (int) (at - offset), count);
			at += count;
		}
	}

	private void scatter(final Tensor.Sink sink) throws IOException {
		final int rank = lengths.length;
		final long[] index = new long[rank];
		long from = offset;
		long to = 0;
		while (true) {
			if (from < windowStart || (from + 1 - windowStart) * width > window.limit()) fill(from);
			sink.accept(window, (int) (from - windowStart) * width, (int) to, 1);
			int d = rank - 1;
			while (d >= 0 && ++index[d] == lengths[d]) {
				from -= steps[d] * (lengths[d] - 1);
				to -= outSteps[d] * (lengths[d] - 1);
				index[d--] = 0;
			}
			if (d < 0) return;
			from += steps[d];
			to += outSteps[d];
		}
	}

	private void fill(final long from) throws IOException {
		windowStart = from;
		window.clear().limit((int) Math.min(window.capacity(), (end - from) * width));
		reader.read(from * width, window);
		window.flip();
	}
}
