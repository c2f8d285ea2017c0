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

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A storage as a stream, a window at a time. */
final class StorageStream extends InputStream {

	private final Storage.Reader reader;
	private final long length;
	private long position;
	private InputStream window = new ByteArrayInputStream(new byte[0]);

	StorageStream(final Storage storage) throws IOException {
		reader = storage.open();
		length = storage.length();
	}

	@Override
	public int read() throws IOException {
		final int value = window.read();
		if (value >= 0 || position >= length) return value;
		final ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(1 << 16, length - position));
		try {
			reader.read(position, bytes);
		}
		catch (final EOFException e) {
			throw new EOFException("its pickle is shorter than its archive declares");
		}
		position += bytes.capacity();
		window = new ByteArrayInputStream(bytes.array());
		return window.read();
	}

	@Override
	public int read(final byte[] target, final int offset, final int count) throws IOException {
		if (count == 0) return 0;
		final int first = read();
		if (first < 0) return -1;
		target[offset] = (byte) first;
		final int more = window.read(target, offset + 1, count - 1);
		return 1 + Math.max(0, more);
	}

	/** See {@link Storage.Reader#verify}. */
	void verify() throws IOException {
		reader.verify();
	}

	@Override
	public void close() throws IOException {
		reader.close();
	}
}
